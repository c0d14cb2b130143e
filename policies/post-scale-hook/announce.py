"""Posts one sentence about a scaling to the chat at CHAT_WEBHOOK_URL."""
import json
import os
import sys
import urllib.request


def main():
    scaling = json.load(sys.stdin)
    target = scaling["scaleTargetRef"]
    asked = scaling["targetReplicas"]
    replicas = scaling["evaluation"]["targetReplicas"]
    text = f"{target['kind']} {scaling['namespace']}/{target['name']} now has {replicas} replicas"
    if asked != replicas:
        text += f" ({asked} were asked for, {scaling['minReplicas']} to {scaling['maxReplicas']} are allowed)"
    request = urllib.request.Request(
        os.environ["CHAT_WEBHOOK_URL"],
        data=json.dumps({"text": text}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=3):
        print(text)


try:
    main()
except (OSError, KeyError, TypeError, ValueError) as problem:
    sys.exit(f"cannot tell the chat: {problem!r}")
