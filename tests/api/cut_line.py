"""A line to a server that is cut after so many bytes, as a phone loses its network."""

import socket
import struct
from urllib.parse import urlsplit


class CutLine:
    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.host, self.port = parts.hostname, parts.port

    def exchange(self, request: bytes, *, keep: int | None = None) -> bytes:
        """Send a request and read the first `keep` bytes of its answer, all of them without; then hang up."""
        with socket.create_connection((self.host, self.port), timeout=60) as line:
            line.sendall(request)
            got = b""
            while keep is None or len(got) < keep:
                piece = line.recv(65_536 if keep is None else keep - len(got))
                if not piece:
                    break
                got += piece
            if keep is not None:
                _hang_up(line)
        return got

    def send_only(self, request: bytes) -> None:
        """Send part of a request and hang up."""
        with socket.create_connection((self.host, self.port), timeout=60) as line:
            line.sendall(request)
            _hang_up(line)


def _hang_up(line: socket.socket) -> None:
    """Reset, as when the network goes, instead of a polite end."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
