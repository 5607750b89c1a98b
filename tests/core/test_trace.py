import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.trace import HEADER, TraceMiddleware, current_trace_id

GIVEN = "4bf92f3577b34da6a3ce929d0e0e4736"


def answer(status=200, **headers):
    """The response, and the trace id the view saw."""
    seen = []

    def view(request):
        seen.append((request.trace_id, current_trace_id()))
        return HttpResponse(status=status)

    response = TraceMiddleware(view)(RequestFactory().get("/b/x/khata/?q=শর্মা", headers=headers))
    return response, seen[0]


def test_the_page_the_log_and_the_answer_share_one_trace_id():
    response, (on_request, current) = answer()
    assert len(on_request) == 32
    assert response[HEADER] == on_request == current
    assert current_trace_id() == ""


def test_two_requests_have_two_trace_ids():
    assert answer()[0][HEADER] != answer()[0][HEADER]


def test_a_well_formed_trace_of_the_caller_goes_on():
    response, _ = answer(traceparent=f"00-{GIVEN}-00f067aa0ba902b7-01")
    assert response[HEADER] == GIVEN


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "00",
        GIVEN,
        f"00-{GIVEN.upper()}-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        "00-\n-x-01",
    ],
)
def test_any_other_trace_of_the_caller_is_replaced(sent):
    response, _ = answer(traceparent=sent)
    assert response[HEADER] != GIVEN
    assert len(response[HEADER]) == 32


def test_the_line_names_the_route_and_not_what_was_searched_for(caplog):
    answer(status=500)
    [record] = caplog.records
    assert record.levelname == "ERROR"
    assert (record.msg["status_code"], record.msg["route"]) == (500, "unknown")
    assert "শর্মা" not in str(record.msg)
