"""Asks for one replica per REQUESTS_PER_POD requests per second of all pods together."""
import json
import math
import os
import sys

metrics = json.load(sys.stdin)["metrics"]
if not metrics:
    sys.exit("no pod was measured, so nothing is known about the load")
total = sum(float(metric["value"]) for metric in metrics)
if not math.isfinite(total) or total < 0:
    sys.exit(f"the requests per second add up to {total}")
per_pod = float(os.environ["REQUESTS_PER_POD"])
print(json.dumps({"targetReplicas": math.ceil(total / per_pod)}))
