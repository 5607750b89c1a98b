"""Where a webhook may not go. Eighty addresses that lead, or pretend not to lead, behind our walls."""

import socket
import ssl
import threading
import time

import pytest

from api.webhooks import wire
from api.webhooks.addresses import Guard, is_public, system_resolver
from api.webhooks.wire import BODY_READ_MAX, post
from tests.api.webhooks.receiver import Receiver, Reply

PUBLIC = "93.184.216.34"

HOSTILE_URLS = [
    "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1/", "//example.com/",
    "javascript:alert(1)", "https://", "https:///path", "https://user:secret@example.com/", "https://@example.com/",
    "https://example.com:22/", "https://example.com:80/", "https://example.com:6379/", "https://example.com:0/",
    "https://example.com:99999/", "https://example.com:4 43/", "https://exa mple.com/", "https://example.com/\r\nX: 1",
    "https://example.com\\@127.0.0.1/", "https://example.com/#part", "https://127.0.0.1\t/", "https://\u00a0127.0.0.1/",
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1./", "https://0/",
    "https://0.0.0.0/", "https://１２７.０.０.１/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://10.0.0.1/",
    "https://10.255.255.254:8443/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/", "https://169.254.1.1/", "https://100.64.0.1/", "https://100.127.255.254/",
    "https://192.0.0.1/", "https://192.0.2.1/", "https://192.88.99.1/", "https://198.18.0.1/", "https://198.51.100.7/",
    "https://203.0.113.9/", "https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/",
    "https://255.255.255.255/", "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/", "https://[::ffff:10.0.0.1]/", "https://[::127.0.0.1]/", "https://[::ffff:0:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::10.0.0.1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/",
    "https://[2002:a00:1::1]/", "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", "https://[2001:db8::1]/",
    "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fec0::1]/",
    "https://[ff02::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[2606:4700::5efe:10.0.0.1]/",
    "https://[2606:4700::0200:5efe:a00:1]/", "https://[::1", "https://[127.0.0.1]/", "https://999.1.1.1/", "https://1.2.3/",
    "https://" + "a" * 600 + ".com/", "https://a..b/", "https://-.com/",
]  # fmt: skip

HOSTILE_ANSWERS = [
    ["127.0.0.1"], ["::1"], ["10.1.2.3"], ["192.168.0.9"], ["169.254.169.254"], ["100.100.100.200"], ["0.0.0.0"],
    [PUBLIC, "127.0.0.1"], [PUBLIC, "10.0.0.5"], ["2606:4700::1111", "::1"], [PUBLIC, "fe80::1%eth0"],
    ["::ffff:192.168.1.1"], ["64:ff9b::a9fe:a9fe"], ["2002:c0a8:101::1"], ["fd00:ec2::254"], ["224.0.0.251"],
    ["not an address"], [],
]  # fmt: skip


@pytest.fixture
def no_connection(monkeypatch):
    """Every connection that is asked for, and none is made."""
    asked = []

    def refuse(address, *_more, **_said):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return asked


def guard(answers: list[str] | None = None, **rules) -> Guard:
    said = {"more_ports": frozenset(), "loopback": False, "resolve": lambda _host, _port: answers or []}
    return Guard(**{**said, **rules})


def test_there_are_eighty_of_them_and_more():
    assert len(set(HOSTILE_URLS)) >= 80


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_hostile_address_gets_no_connection(url, no_connection):
    # Even where the resolver would say that all is well.
    answer = post(url=url, body=b"{}", headers={}, guard=guard([PUBLIC]))
    assert (answer.status, no_connection) == (None, [])
    assert answer.error in {"url", "scheme", "port", "private", "dns"}


@pytest.mark.parametrize("answers", HOSTILE_ANSWERS, ids=str)
def test_a_name_that_leads_behind_our_walls_by_any_of_its_addresses_gets_no_connection(
    answers, no_connection
):
    answer = post(url="https://hooks.example.com/", body=b"{}", headers={}, guard=guard(answers))
    assert (answer.error, no_connection) == ("private" if answers else "dns", [])


def test_a_name_that_is_resolved_differently_a_moment_later_changes_nothing(no_connection):
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    rebinding = guard(resolve=lambda _host, _port: next(answers))
    post(url="https://rebind.example.com/", body=b"{}", headers={}, guard=rebinding)
    assert no_connection == [(PUBLIC, 443)]
    post(url="https://rebind.example.com/", body=b"{}", headers={}, guard=rebinding)
    assert no_connection == [(PUBLIC, 443)]


def test_the_system_s_resolver_is_asked_once_for_a_try(no_connection, monkeypatch):
    asked = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *said, **_more: asked.append(said) or [(2, 1, 6, "", (PUBLIC, 443))]
    )
    post(url="https://hooks.example.com/", body=b"{}", headers={}, guard=guard(resolve=system_resolver))
    assert (len(asked), no_connection) == (1, [(PUBLIC, 443)])


@pytest.mark.parametrize(
    "url", ["https://hooks.example.com/a?b=c", "https://hooks.example.com:8443/", "https://বাংলা.example.com/"]
)
def test_an_open_address_is_connected_to_by_its_number(url, no_connection):
    post(url=url, body=b"{}", headers={}, guard=guard([PUBLIC]))
    assert [host for host, _port in no_connection] == [PUBLIC]


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::200e"])
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_this_machine_is_reached_only_where_the_installation_says_so_and_by_its_ports(no_connection):
    allowed = guard(["127.0.0.1"], loopback=True, more_ports=frozenset({5678}))
    for url, error in [
        ("http://localhost:5678/", "unreached"), ("http://localhost:6379/", "port"), ("http://localhost/", "port"),
        ("https://localhost:5678/", "unreached"),
    ]:  # fmt: skip
        assert post(url=url, body=b"", headers={}, guard=allowed).error == error
    assert no_connection == [("127.0.0.1", 5678)] * 2
    lan = guard(["192.168.1.1"], loopback=True, more_ports=frozenset({5678}))
    assert post(url="http://router:5678/", body=b"", headers={}, guard=lan).error == "private"
    plain = guard([PUBLIC], loopback=True, more_ports=frozenset({5678}))
    assert post(url="http://example.com:5678/", body=b"", headers={}, guard=plain).error == "private"


def test_a_long_answer_is_read_for_64_kilobytes_and_no_further(receiver: Receiver):
    receiver.reply = lambda _message: Reply(200, b"x" * 5_000_000)
    answer = post(url=receiver.url, body=b"{}", headers={}, guard=receiver.guard)
    assert (answer.status, len(answer.body)) == (200, BODY_READ_MAX)


@pytest.mark.parametrize(
    "drip", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b""]
)
def test_ten_seconds_are_ten_seconds_in_all_however_slowly_the_other_side_drips(drip):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    stop = threading.Event()

    def dribble() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(drip)
            while drip and not stop.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
            stop.wait(10)

    threading.Thread(target=dribble, daemon=True).start()
    slow = guard(["127.0.0.1"], loopback=True, more_ports=frozenset({port}))
    began = time.monotonic()
    answer = post(url=f"http://127.0.0.1:{port}/", body=b"{}", headers={}, guard=slow, seconds=0.6)
    stop.set()
    listener.close()
    assert answer.error == "late"
    assert time.monotonic() - began < 5


def test_what_is_not_http_is_said_to_be_so():
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def shout() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"220 mail.example.com ESMTP\r\n\r\n")
            connection.recv(1000)

    threading.Thread(target=shout, daemon=True).start()
    rude = guard(["127.0.0.1"], loopback=True, more_ports=frozenset({port}))
    assert post(url=f"http://127.0.0.1:{port}/", body=b"{}", headers={}, guard=rude).error == "not_http"
    listener.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for hooks.example.com, and the file that holds it with its key."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example.com")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*kinds))
    return path


@pytest.mark.parametrize(("host", "known", "error"), [
    ("hooks.example.com", True, ""), ("other.example.com", True, "tls"), ("hooks.example.com", False, "tls"),
])  # fmt: skip
def test_the_certificate_must_be_of_the_name_though_the_number_is_called(
    certificate, monkeypatch, host, known, error
):
    server = Receiver()
    seen = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: seen.append(name)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    if known:
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(wire, "_tls", trusting)
    pinned = guard(["127.0.0.1"], loopback=True, more_ports=frozenset({server.port}))
    answer = post(url=f"https://{host}:{server.port}/hook", body=b"{}", headers={}, guard=pinned)
    server.close()
    assert (answer.error, answer.status) == (error, None if error else 204)
    assert seen == [host]
    if not error:
        assert server.taken[0].headers["host"] == f"{host}:{server.port}"


def test_of_several_open_addresses_the_next_is_tried_when_one_takes_no_connection(no_connection):
    post(url="https://hooks.example.com/", body=b"{}", headers={}, guard=guard(["2606:4700::1111", PUBLIC]))
    assert no_connection == [("2606:4700::1111", 443), (PUBLIC, 443)]


def test_an_answer_that_would_change_the_protocol_is_no_answer(receiver: Receiver):
    receiver.reply = lambda _message: Reply(101, headers={"upgrade": "websocket", "connection": "upgrade"})
    answer = post(url=receiver.url, body=b"{}", headers={}, guard=receiver.guard, seconds=3)
    assert answer.status is None
