"""Takes webhooks: proves each (Standard Webhooks), keeps it once, answers at once. Nothing else to install.

WEBHOOK_SECRET=whsec_… python3 receiver.py 9000
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
OLDEST = 5 * 60  # seconds
seen: set[str] = set()  # a real program keeps ids in its database, beside what it does with them


def is_ours(headers, body: bytes) -> bool:
    """True when one of the signatures is right and the message is not old."""
    message_id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdigit() or abs(time.time() - int(at)) > OLDEST:
        return False
    right = hmac.new(SECRET, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    for signature in headers.get("webhook-signature", "").split():
        version, _, text = signature.partition(",")
        if version == "v1" and hmac.compare_digest(text, base64.b64encode(right).decode()):
            return True
    return False


def keep(message: dict) -> None:
    if message["id"] not in seen:  # it may come twice
        seen.add(message["id"])
        print("received:", message["type"], json.dumps(message["data"], ensure_ascii=False), flush=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        proven = is_ours(self.headers, body)
        self.send_response(204 if proven else 400)
        self.end_headers()
        if proven:
            keep(json.loads(body))
        else:
            print("refused", flush=True)

    def log_message(self, *_args) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
