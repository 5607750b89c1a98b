"""Somebody's server: takes webhooks on this machine and answers as a test tells it to."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from api.webhooks.addresses import Guard, system_resolver


@dataclass
class Message:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Reply:
    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Receiver:
    """`reply` decides what each message gets; `taken` keeps all of them in order of arrival."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.reply: Callable[[Message], Reply] = lambda _message: Reply()
        self.turn = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                raw = self.rfile.read(length)
                if len(raw) < length:  # its sender was killed in the middle
                    self.close_connection = True
                    return
                body = raw.decode()
                message = Message(
                    self.path, {key.lower(): value for key, value in self.headers.items()}, body
                )
                with receiver.turn:
                    receiver.taken.append(message)
                    reply = receiver.reply(message)
                self.send_response(reply.status)
                for key, value in reply.headers.items():
                    self.send_header(key, value)
                self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_args) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_args) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def guard(self) -> Guard:
        return Guard(more_ports=frozenset({self.port}), loopback=True, resolve=system_resolver)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
