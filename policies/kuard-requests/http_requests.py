"""Prints the requests per second of SERVICE in the last minute, as a monitoring API of Sysdig's kind knows them."""
import json
import math
import os
import sys
import urllib.request


def main():
    question = {
        "last": 60,
        "sampling": 60,
        "filter": f"kubernetes.service.name = '{os.environ['SERVICE']}'",
        "metrics": [{
            "id": "net.http.request.count",
            "aggregations": {"time": "timeAvg", "group": "sum"},
        }],
    }
    request = urllib.request.Request(
        os.environ["MONITOR_API_URL"] + "/api/data",
        data=json.dumps(question).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['MONITOR_API_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=8) as response:
        samples = json.load(response)["data"]
    if not samples:
        raise ValueError("there is no sample of the last minute")
    requests = float(samples[-1]["d"][0])
    if not math.isfinite(requests) or requests < 0:
        raise ValueError(f"the latest sample is {requests}")
    print(requests)


try:
    main()
except (OSError, KeyError, IndexError, TypeError, ValueError) as problem:
    sys.exit(f"cannot read net.http.request.count: {problem!r}")
