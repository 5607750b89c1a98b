"""One POST to one address that was checked. No redirect is followed, no proxy asked, nothing kept open.

HTTP is spoken by h11 over a socket of ours, because two things must hold that clients do not promise: the
connection goes to the very address the guard looked at, and ten seconds are ten seconds in all, however
slowly the other side drips.
"""

import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import h11

from api.webhooks.addresses import AddressRefused, Guard, Target

SECONDS_MAX = 10.0
BODY_READ_MAX = 64 * 1024
RECEIVED_AT_ONCE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a POST. `status` is None when there was no whole answer; `error` then says why, as one
    of the words of api.webhooks.words. `body` holds BODY_READ_MAX bytes at most."""

    status: int | None
    error: str = ""
    body: bytes = b""
    address: str = ""
    retry_after: str = ""
    milliseconds: int = 0


class _Late(Exception):
    pass


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise _Late
        return seconds


def post(
    *, url: str, body: bytes, headers: Mapping[str, str], guard: Guard, seconds: float = SECONDS_MAX
) -> Answer:
    """Post `body` to `url` if the guard lets it. Never raises for what the network or the other side does."""
    began = time.monotonic()
    deadline = _Deadline(seconds)
    address = ""
    try:
        target = guard.target(url)
        addresses = guard.addresses(target, seconds=deadline.left())
        with _connected(addresses, port=target.port, deadline=deadline) as plain:
            address = str(plain.getpeername()[0])
            answer = _exchange(_secured(plain, target, deadline), target, body, headers, deadline)
    except AddressRefused as refused:
        answer = Answer(None, error=refused.reason)
    except (_Late, TimeoutError):
        answer = Answer(None, error="late")
    except ssl.SSLError:
        answer = Answer(None, error="tls")
    except OSError:
        answer = Answer(None, error="unreached")
    except (h11.ProtocolError, ValueError):
        answer = Answer(None, error="not_http")
    took = round((time.monotonic() - began) * 1000)
    return Answer(answer.status, answer.error, answer.body, address, answer.retry_after, took)


def _exchange(
    secured: socket.socket, target: Target, body: bytes, headers: Mapping[str, str], deadline: _Deadline
) -> Answer:
    with secured as connection:
        speaker = h11.Connection(h11.CLIENT)
        sent = [
            ("host", target.authority),
            ("content-length", str(len(body))),
            ("connection", "close"),
            *headers.items(),
        ]
        request = h11.Request(method="POST", target=target.path, headers=sent)
        for part in (request, h11.Data(data=body), h11.EndOfMessage()):
            connection.settimeout(deadline.left())
            connection.sendall(speaker.send(part) or b"")
        return _read(connection, speaker, deadline=deadline)


def _connected(addresses: Sequence[str], *, port: int, deadline: _Deadline) -> socket.socket:
    """A connection to the first of these addresses that takes one. The name itself is not asked again."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout=deadline.left())
        except TimeoutError:
            raise
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout=deadline.left())


def _secured(plain: socket.socket, target: Target, deadline: _Deadline) -> socket.socket:
    """The same connection, with TLS for the name where the URL asks for it."""
    if not target.is_tls:
        return plain
    plain.settimeout(deadline.left())
    return _tls.wrap_socket(plain, server_hostname=target.host)


def _read(connection: socket.socket, speaker: h11.Connection, *, deadline: _Deadline) -> Answer:
    """The answer's status and the first BODY_READ_MAX bytes of its body; what follows is not read."""
    status, retry_after, body = None, "", bytearray()
    while True:
        event = speaker.next_event()
        if event is h11.NEED_DATA:
            connection.settimeout(deadline.left())
            speaker.receive_data(connection.recv(RECEIVED_AT_ONCE))
        elif isinstance(event, h11.Response):
            status = event.status_code
            retry_after = dict(event.headers).get(b"retry-after", b"").decode("ascii", "replace")
        elif isinstance(event, h11.Data):
            body += event.data
        ended = event is h11.PAUSED or isinstance(event, h11.EndOfMessage | h11.ConnectionClosed)
        if ended or len(body) >= BODY_READ_MAX:
            break
    if status is None:
        return Answer(None, error="unreached")
    return Answer(status, body=bytes(body[:BODY_READ_MAX]), retry_after=retry_after)


_tls = ssl.create_default_context()
_tls.minimum_version = ssl.TLSVersion.TLSv1_2
