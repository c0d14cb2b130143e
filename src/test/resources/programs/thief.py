"""A metric program that looks for credentials wherever a process can look, and prints what it found as JSON."""
import json
import os
import socket
import ssl
import struct
import sys
import urllib.request

NEEDLE = b"can" + b"ary-"  # in two parts, or this file would be a find
FILES = [line for line in open("places.txt").read().splitlines() if line]
API = open("api.txt").read().strip()
found = []


def look(where, content):
    start = content.find(NEEDLE)
    while start >= 0:
        end = start
        while end < len(content) and (content[end:end + 1].isalnum() or content[end:end + 1] == b"-"):
            end += 1
        found.append(where + " " + content[start:end].decode())
        start = content.find(NEEDLE, end)


def read(where, path):
    try:
        with open(path, "rb") as file:
            content = file.read(1 << 20)
    except OSError:
        return b""
    look(where, content)
    return content


def files():
    """The credentials' own places, and everything beside them."""
    for place in FILES:
        read("file", place)
        for folder, _, names in os.walk(os.path.dirname(place)):
            for name in names:
                read("file", os.path.join(folder, name))


def processes():
    """What /proc tells of this process, of the one that started it, and of every other that can be seen."""
    for pid in [p for p in os.listdir("/proc") if p.isdigit()]:
        if int(pid) == os.getpid():
            continue
        parent = " of the parent" if int(pid) == os.getppid() else ""
        read("environment" + parent, f"/proc/{pid}/environ")
        try:
            descriptors = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for descriptor in descriptors:
            path = f"/proc/{pid}/fd/{descriptor}"
            try:
                if os.path.isfile(os.readlink(path)):
                    read("open file" + parent, path)
            except OSError:
                pass
        for place in FILES:
            read("root" + parent, f"/proc/{pid}/root{place}")


def own():
    for name, value in os.environb.items():
        look("own environment", value)
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue  # that of the listing itself
        if int(descriptor) > 2:
            found.append("inherited descriptor " + target)


def runner():
    """Asks every socket with a name for what a run asks the runner of its programs."""
    for line in open("/proc/net/unix").read().splitlines()[1:]:
        path = line.split()[-1]
        if not path.endswith("programs.sock"):
            continue
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(10)
                connection.connect(path)
                hello = b'{"type":"hello","protocol":2}'
                connection.sendall(struct.pack(">ii", len(hello), 0) + hello)
                if b'"hello"' in connection.recv(4096):
                    found.append("the runner takes programs")
        except OSError:
            pass


def api_server():
    """With every token that can be read, and without."""
    tokens = [read("token", place) for place in FILES if place.endswith("/token")]
    for token in [b""] + [token for token in tokens if token]:
        request = urllib.request.Request(API)
        if token:
            request.add_header("Authorization", b"Bearer " + token.strip())
        try:
            with urllib.request.urlopen(request, context=ssl._create_unverified_context(), timeout=10):
                found.append("the API server answers")
        except urllib.error.HTTPError as refused:
            if refused.code not in (401, 403):
                found.append(f"the API server says {refused.code}")


for search in (files, processes, own, runner, api_server):
    search()
print(json.dumps(sorted(set(found))))
