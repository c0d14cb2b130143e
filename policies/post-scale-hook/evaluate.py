"""Asks for as many replicas as the label says."""
import json
import sys

value = json.load(sys.stdin)["metrics"][0]["value"]
try:
    replicas = int(value)
except ValueError:
    sys.exit(f"the label numPods is no whole number: {value!r}")
print(json.dumps({"targetReplicas": replicas}))
