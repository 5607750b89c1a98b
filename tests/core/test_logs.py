import io
import json
import logging

import pytest
import structlog

from core.logs import HIDDEN, configure, logging_config
from core.trace import current_trace_id, trace


@pytest.fixture
def lines(settings):
    """Log into memory for one test, as JSON."""
    out = io.StringIO()
    config = logging_config(style="json", level="INFO")
    config["handlers"]["out"]["stream"] = out
    configure(config)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    configure(settings.LOGGING)


def test_each_line_is_one_object_with_its_facts(lines):
    structlog.get_logger("halkhata.test").info("posted", party="শর্মা", rows=3)
    [line] = lines()
    assert (line["event"], line["party"], line["rows"], line["level"]) == ("posted", "শর্মা", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_other_peoples_loggers_write_the_same_shape_and_carry_the_trace(lines):
    with trace("a" * 32):
        logging.getLogger("some.library").warning("slow %s", "query")
    [line] = lines()
    assert (line["event"], line["trace_id"], line["logger"]) == ("slow query", "a" * 32, "some.library")


@pytest.mark.parametrize("style", ["json", "console"])
def test_an_error_does_not_show_what_the_code_held(settings, style):
    out = io.StringIO()
    config = logging_config(style=style, level="INFO")
    config["handlers"]["out"]["stream"] = out
    configure(config)
    sent = str(493_000 + 21)
    try:
        int("ভুল")
    except ValueError:
        structlog.get_logger("halkhata.test").exception("not sent")
    configure(settings.LOGGING)
    assert "ValueError" in out.getvalue()
    assert sent not in out.getvalue()


@pytest.mark.parametrize(
    "key", ["password", "otp", "sign_in_code", "Authorization", "session_cookie", "api_token"]
)
def test_a_secret_is_never_written(lines, key):
    structlog.get_logger("halkhata.test").info("sent", **{key: "493021"})
    [line] = lines()
    assert line[key] == HIDDEN


def test_a_line_break_in_a_name_can_not_forge_a_line(lines):
    structlog.get_logger("halkhata.test").info("posted", party='x"}\n{"event": "forged"')
    assert [line["event"] for line in lines()] == ["posted"]


def test_an_error_is_written_once_with_its_trace_back(lines):
    try:
        int("ভুল")
    except ValueError:
        structlog.get_logger("halkhata.test").exception("failed")
    [line] = lines()
    assert "ValueError: invalid literal" in line["exception"]
    assert "ভুল" in line["exception"]


def test_a_block_keeps_the_trace_given_and_leaves_the_one_before():
    with trace("b" * 32):
        with trace("") as fresh:
            assert current_trace_id() == fresh
            assert len(fresh) == 32
        assert current_trace_id() == "b" * 32
    assert current_trace_id() == ""
