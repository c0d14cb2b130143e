"""A service that decides: two shards for each replica. Takes the port to listen on, 8080 by default."""
import http.server
import json
import math
import sys


class Planner(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        try:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            shards = int(question["metrics"][0]["value"])
            self.answer(200, {"targetReplicas": math.ceil(shards / 2)})
        except (KeyError, TypeError, ValueError) as problem:
            self.answer(400, {"problem": repr(problem)})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
with http.server.ThreadingHTTPServer(("", port), Planner) as server:
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
