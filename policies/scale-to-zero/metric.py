"""Prints how many jobs wait, as the queue's API tells: {"messages": N}. A queue that cannot be read is not empty."""
import json
import os
import sys
import urllib.request


def main():
    with urllib.request.urlopen(os.environ["QUEUE_URL"], timeout=3) as response:
        jobs = json.load(response)["messages"]
    if type(jobs) is not int or jobs < 0:
        raise ValueError(f"the number of messages is {jobs!r}")
    print(jobs)


try:
    main()
except (OSError, KeyError, TypeError, ValueError) as problem:
    sys.exit(f"cannot read the queue: {problem!r}")
