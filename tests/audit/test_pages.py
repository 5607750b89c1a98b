"""The page of a job: who sees it, what it says, and what it lets people do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.jobs import claim, enqueue, run_job
from audit.models import Job, JobState

HTMX = {"HX-Request": "true"}


@pytest.fixture
def job(book, cast) -> Job:
    return enqueue(
        kind="tests.rows",
        business_id=book.id,
        asked_by_id=cast.asha.id,
        arguments={"total": 40},
        now=timezone.now(),
    )


def address(job: Job, *, book_id=None, action="") -> str:
    return f"/b/{book_id or job.business_id}/jobs/{job.id}/{action}"


def test_a_waiting_job_shows_a_card_that_asks_again_every_two_seconds(job, cast, as_person):
    page = as_person(cast.asha).get(address(job)).content.decode()
    assert "खाता लाना" in page
    assert "You can leave this page" in page
    assert 'hx-trigger="every 2s"' in page
    assert f'hx-get="{address(job)}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_running_job_tells_rows_and_time_left_in_the_reader_s_digits(job, cast, as_person):
    claim(job.id, now=timezone.now())
    Job.objects.update(
        done=12_400,
        total=200_000,
        started_done=2_400,
        started_at=timezone.now() - timedelta(seconds=60),
        created_at=timezone.now() - timedelta(seconds=60),
    )
    asha = as_person(cast.asha)
    page = asha.get(address(job), headers=HTMX).content.decode()
    assert "12,400 of 2,00,000 rows" in page
    assert "about 19 minutes left" in page
    assert 'hx-trigger="every 5s"' in page
    assert "<html" not in page
    cast.asha.digits = "beng"
    cast.asha.save()
    assert "১২,৪০০ of ২,০০,০০০ rows" in asha.get(address(job)).content.decode()


def test_no_time_left_is_guessed_before_a_twentieth_is_done(job, cast, as_person):
    claim(job.id, now=timezone.now())
    Job.objects.update(done=9_000, total=200_000, started_at=timezone.now() - timedelta(seconds=60))
    assert " left" not in as_person(cast.asha).get(address(job), headers=HTMX).content.decode()


def test_a_done_job_stops_asking_and_leads_to_its_result(job, cast, as_person):
    run_job(job.id)
    page = as_person(cast.asha).get(address(job)).content.decode()
    assert "hx-get" not in page.split("<main")[1]
    assert "http-equiv" not in page
    assert 'href="/done/"' in page


def test_a_failed_job_says_why_and_can_be_tried_again(book, cast, as_person):
    job = enqueue(
        kind="tests.refused",
        business_id=book.id,
        asked_by_id=cast.asha.id,
        arguments={},
        now=timezone.now(),
    )
    run_job(job.id)
    asha = as_person(cast.asha)
    page = asha.get(address(job)).content.decode()
    assert "ফাইলটি খুব বড়।" in page
    assert job.trace_id in page
    answer = asha.post(address(job, action="again/"))
    assert (answer.status_code, answer["Location"]) == (303, address(job))
    job.refresh_from_db()
    assert job.state == JobState.DUE


def test_cancel_is_a_plain_form_and_comes_back_to_the_page(job, cast, as_person):
    asha = as_person(cast.asha)
    answer = asha.post(address(job, action="cancel/"), follow=True)
    assert answer.redirect_chain == [(address(job), 303)]
    assert 'href="/so-far/"' in answer.content.decode()
    assert "You stopped this." in answer.content.decode()
    assert asha.get(address(job, action="cancel/")).status_code == 405


def test_a_running_job_that_was_cancelled_says_that_it_is_stopping(job, cast, as_person):
    claim(job.id, now=timezone.now())
    page = as_person(cast.asha).post(address(job, action="cancel/"), follow=True).content.decode()
    assert "Stopping…" in page


def test_members_with_the_grant_see_a_job_and_others_do_not(job, cast, as_person):
    assert as_person(cast.chitra).get(address(job)).status_code == 200
    assert as_person(cast.bilal).get(address(job)).status_code == 404
    assert as_person(cast.bilal).post(address(job, action="cancel/")).status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.DUE


def test_staff_see_what_they_asked_for_themselves(job, cast, as_person):
    Job.objects.update(asked_by_id=cast.bilal.id)
    assert as_person(cast.bilal).get(address(job)).status_code == 200


def test_a_job_of_another_book_is_as_unknown_as_none(job, book, cast, as_person):
    from businesses.operations.books import create_business

    own = create_business(kind="home", name="घर", country="IN", owner=cast.dev, now=timezone.now())
    dev = as_person(cast.dev)
    foreign = [
        dev.get(address(job)),
        dev.get(address(job, book_id=own.id)),
        dev.post(address(job, book_id=own.id, action="cancel/")),
        dev.post(address(job, book_id=own.id, action="again/")),
        dev.get(f"/b/{own.id}/jobs/{own.id}/"),
    ]
    assert [answer.status_code for answer in foreign] == [404] * 5
    token_or_trace = re.compile(rb"[A-Za-z0-9]{32,}")
    assert token_or_trace.sub(b"", foreign[1].content) == token_or_trace.sub(b"", foreign[4].content)
    job.refresh_from_db()
    assert job.state == JobState.DUE


def test_a_job_s_page_reads_one_row_of_jobs(job, cast, as_person, django_assert_max_num_queries):
    asha = as_person(cast.asha)
    with django_assert_max_num_queries(6):
        asha.get(address(job), headers=HTMX)
