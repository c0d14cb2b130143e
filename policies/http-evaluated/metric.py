"""Prints what the target says about its work: the annotation example.org/shards."""
import json
import sys

annotations = json.load(sys.stdin)["resource"]["metadata"].get("annotations", {})
if "example.org/shards" not in annotations:
    sys.exit("the target has no annotation example.org/shards")
print(annotations["example.org/shards"])
