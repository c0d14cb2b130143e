"""Asks for as many replicas as there are more thumbs up than down; the policy's bounds do the rest."""
import json
import sys

thumbs = json.loads(json.load(sys.stdin)["metrics"][0]["value"])
print(json.dumps({"targetReplicas": max(0, thumbs["up"] - thumbs["down"])}))
