"""A mail server on this machine that speaks SMTP, for as long as a test holds it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Postbox(socketserver.ThreadingTCPServer):
    """`refuses`: what is answered to an address in place of 250. `drops_at`: the word at which the line breaks, with
    `.` for the end of a letter, which it has then."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.letters: list[tuple[str, bytes]] = []
        self.refuses: dict[str, str] = {}
        self.drops_at = ""


class _Line(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self._say("220 postbox")
        address = ""
        for line in iter(self.rfile.readline, b""):
            word = line.decode("ascii", "replace").strip().upper()
            verb = word[:4]
            if verb == "RCPT":
                address = line.decode()[8:].strip().strip("<>")
                self._say(self.server.refuses.get(address, "250 so be it"))
            elif verb == "DATA":
                if self._take(address):
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 so be it")

    def _take(self, address: str) -> bool:
        """Whether the line broke."""
        self._say("354 go on")
        lines = []
        for line in iter(self.rfile.readline, b""):
            if line.strip() == b".":
                break
            lines.append(line)
        self.server.letters.append((address, b"".join(lines)))
        if self.server.drops_at == ".":
            return True
        self._say("250 taken")
        return False

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def postbox() -> Iterator[Postbox]:
    with Postbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
