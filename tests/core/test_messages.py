"""Codes reach a phone or a mailbox, and no log."""

import http.server
import json
import logging
import threading

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from core.messages import MessageError, send_code
from core.messages.sms import ConsoleSender, GatewaySender, get_sender

pytestmark = pytest.mark.django_db  # messages are counted
UNSENT = "The message could not be sent. Try again in a minute."


class Gateway(http.server.ThreadingHTTPServer):
    """A gateway of our own: takes messages as a real one does, and answers as told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), GatewayRequest)
        self.taken, self.answer, self.location = [], 202, ""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/send?key=hidden-key"


class GatewayRequest(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, dict(self.headers), content))
        self.send_response(self.server.answer)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.HALKHATA_SMS = "http"
    settings.HALKHATA_SMS_URL = server.url
    settings.HALKHATA_SMS_TOKEN = "hidden-token"
    settings.HALKHATA_SMS_SENDER = "HALKHT"
    settings.HALKHATA_SMS_TEMPLATE = "1107160000000012345"
    settings.HALKHATA_SMS_ENTITY = "1101550000000054321"
    settings.SITE_URL = "https://khata.example"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_code_goes_to_the_gateway_with_its_registered_names(gateway):
    send_code("+919830012345", "314159", "en")
    [(path, headers, content)] = gateway.taken
    assert path == "/send?key=hidden-key"
    assert headers["Authorization"] == "Bearer hidden-token"
    assert content == {
        "to": "+919830012345",
        "text": "314159 is your Halkhata code. It works for 5 minutes. Do not share it.\n\n@khata.example #314159",
        "sender": "HALKHT",
        "template_id": "1107160000000012345",
        "entity_id": "1101550000000054321",
    }


def test_a_text_registered_with_the_carriers_is_sent_word_for_word(gateway, settings):
    settings.HALKHATA_SMS_CODE_TEXT = "Dear user, {code} is your OTP for Halkhata. -HALKHT"
    send_code("+919830012345", "314159", "hi")
    assert gateway.taken[0][2]["text"] == "Dear user, 314159 is your OTP for Halkhata. -HALKHT"


@pytest.mark.parametrize("answer", [301, 302, 400, 401, 429, 500, 503])
def test_a_gateway_that_declines_gives_a_sentence(gateway, answer):
    gateway.answer, gateway.location = answer, gateway.url
    with pytest.raises(MessageError) as caught:
        send_code("+919830012345", "314159", "en")
    assert (caught.value.message, caught.value.status) == (UNSENT, 422)
    assert len(gateway.taken) == 1  # no redirect is followed and nothing is sent twice


def test_a_gateway_that_is_away_gives_a_sentence(gateway, settings):
    settings.HALKHATA_SMS_URL = "http://127.0.0.1:9/send"
    with pytest.raises(MessageError, match=UNSENT):
        send_code("+919830012345", "314159", "en")


def test_no_log_holds_a_code_a_number_or_a_key(gateway, caplog):
    for name in ("httpx", "core.messages.sms", ""):
        logging.getLogger(name).propagate = True
    with caplog.at_level(logging.INFO):
        send_code("+919830012345", "314159", "en")
        gateway.answer = 500
        with pytest.raises(MessageError):
            send_code("+919830012345", "314159", "en")
    assert [record.getMessage() for record in caplog.records if record.name == "core.messages.sms"] == [
        "message not taken"
    ]
    everything = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    for secret in ("314159", "9830012345", "hidden-key", "hidden-token"):
        assert secret not in everything


def test_a_code_goes_to_a_mailbox(gateway):
    send_code("asha@shop.example", "314159", "en")
    [message] = mail.outbox
    assert message.to == ["asha@shop.example"]
    assert message.subject == "Your Halkhata code"
    assert message.body == "314159 is your Halkhata code. It works for 5 minutes. Do not share it."
    assert gateway.taken == []


@pytest.mark.parametrize("backend", ["smtp", "nowhere"])
def test_a_mailbox_that_cannot_be_reached_gives_a_sentence(settings, backend):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    to = "asha@shop.example" if backend == "smtp" else "asha@shop.example\r\nBcc: dev@elsewhere.example"
    with pytest.raises(MessageError, match=UNSENT):
        send_code(to, "314159", "en")


def test_on_the_console_the_person_who_started_the_server_sees_the_code(settings, capsys):
    settings.HALKHATA_SMS = "console"
    assert isinstance(get_sender(), ConsoleSender)
    send_code("+919830012345", "314159", "en")
    assert "SMS to +919830012345: 314159 is your Halkhata code." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sms", "url"),
    [
        ("pigeon", ""),
        ("http", ""),
        ("http", "http://sms.example/send"),
        ("http", "ftp://sms.example"),
        ("http", "not an address"),
    ],
)
def test_settings_that_do_not_fit_stop_the_start(settings, sms, url):
    settings.HALKHATA_SMS, settings.HALKHATA_SMS_URL = sms, url
    with pytest.raises(ImproperlyConfigured):
        get_sender()
    assert "core.E001" in [message.id for message in run_checks()]


def test_a_registered_text_without_the_code_stops_the_start(settings):
    settings.HALKHATA_SMS, settings.HALKHATA_SMS_CODE_TEXT = "console", "Welcome to Halkhata"
    assert "core.E002" in [message.id for message in run_checks()]


def test_an_https_gateway_is_taken(settings):
    settings.HALKHATA_SMS, settings.HALKHATA_SMS_URL = "http", "https://sms.example/send"
    assert isinstance(get_sender(), GatewaySender)
