"""Asks for one worker per JOBS_PER_WORKER jobs, for none where no job waits."""
import json
import math
import os
import sys

jobs = int(json.load(sys.stdin)["metrics"][0]["value"])
workers = math.ceil(jobs / int(os.environ["JOBS_PER_WORKER"]))
print(json.dumps({"targetReplicas": workers}))
