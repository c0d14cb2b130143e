"""Prints the label numPods of the target."""
import json
import sys

labels = json.load(sys.stdin)["resource"]["metadata"].get("labels", {})
if "numPods" not in labels:
    sys.exit("the target has no label numPods")
print(labels["numPods"])
