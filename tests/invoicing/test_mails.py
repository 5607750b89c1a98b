"""A bill by e-mail: handed to a real mail server, at most once, and told for what it is when nobody can know."""

import email
import email.policy
import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from audit.jobs import run_job, try_again
from audit.models import Event, Job, Revision
from businesses.models import User
from businesses.roles import Role
from core.ids import uuid7
from invoicing import mailing
from invoicing.models import Paper, PaperLink, PaperMail
from invoicing.operations.contacts import ContactContent, PersonContent, set_contact
from invoicing.operations.mails import TRIES_MAX, mail_paper
from invoicing.refusals import MailNotSet, MailRefused, MailsOfDaySpent, StatusStands
from ledger.models import Party
from ledger.refusals import RoleNotAllowed
from tests.invoicing.counters import Counter, line, open_counter
from tests.invoicing.postbox import postbox

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def counter(db, time_machine) -> Counter:
    found = open_counter()
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def server(settings):
    with postbox() as found:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = found.server_address[1], 10
        yield found


def ask(counter: Counter, made, *to: str, **said):
    usual = {
        "business_id": counter.id, "actor": counter.asha, "paper_id": made.paper_id, "request_id": uuid7(),
        "to": to or ("rahim@example.com",), "subject": "আপনার বিল", "words": "নমস্কার", "now": counter.now,
    }  # fmt: skip
    return mail_paper(**{**usual, **said})


def states(asked) -> list[str]:
    own = PaperMail.objects.filter(job_id=asked.job_id).order_by("address")
    return [one.state for one in own]


@pytest.mark.both_engines
def test_a_bill_goes_out_once_with_its_pdf_and_a_link_that_opens_it(counter, server):
    made = counter.bill(line(2, 100))
    Party.objects.filter(id=counter.rahim).update(language="bn")
    request_id = uuid7()
    asked = ask(
        counter, made, "rahim@example.com", "RAHIM@example.com", "office@example.com", request_id=request_id
    )
    assert ask(counter, made, "rahim@example.com", request_id=request_id).replayed
    assert (run_job(asked.job_id), run_job(asked.job_id)) == ("done", None)
    assert sorted(to for to, _letter in server.letters) == ["office@example.com", "rahim@example.com"]
    letter = email.message_from_bytes(server.letters[0][1], policy=email.policy.default)
    assert letter["Subject"] == "আপনার বিল"
    assert letter["From"].addresses[0].display_name == counter.business.name
    text = letter.get_body().get_content()
    assert "নমস্কার" in text
    link = re.search(r"http://localhost:8000(/bill/\S+)", text)
    assert Client().get(link[1]).status_code == 200
    (file,) = letter.iter_attachments()
    assert file.get_content().startswith(b"%PDF")
    assert Paper.objects.get(id=made.paper_id).sent_at == counter.now
    assert PaperLink.objects.filter(withdrawn_at=None).count() == 1
    told = Event.objects.filter(verb="mail.sent").values_list("subject_id", flat=True)
    assert {row.contents["to"] for row in Revision.objects.filter(subject_id__in=told)} == {
        "rahim@example.com", "office@example.com",
    }  # fmt: skip
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))
    page = shop.get(reverse("invoicing:paper", args=[counter.id, made.paper_id])).content.decode()
    assert "E-mailed to <bdi>rahim@example.com</bdi>" in page


@pytest.mark.both_engines
def test_a_letter_whose_job_is_over_was_not_sent_and_goes_again_at_a_press(counter, server):
    made = counter.bill(line(1, 100))
    asked = ask(counter, made)
    Job.objects.filter(id=asked.job_id).update(state="cancelled", cancel_asked=True, ended_at=counter.now)
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))
    address = reverse("invoicing:paper", args=[counter.id, made.paper_id])
    page = shop.get(address).content.decode()
    assert "E-mail to <bdi>rahim@example.com</bdi> was not sent" in page
    again = reverse("audit:job-again", args=[counter.id, asked.job_id])
    assert f'action="{again}"' in page
    assert shop.post(again).status_code == 303
    assert "waits to be sent" in shop.get(address).content.decode()
    assert run_job(asked.job_id) == "done"
    page = shop.get(address).content.decode()
    assert "E-mailed to <bdi>rahim@example.com</bdi>" in page
    assert again not in page


@pytest.mark.both_engines
def test_the_database_keeps_a_letter_with_its_paper_and_what_was_sent_sent(counter, server):
    made, other = counter.bill(line(1, 100)), counter.bill(line(1, 100))
    asked = ask(counter, made)
    assert run_job(asked.job_id) == "done"
    own = PaperMail.objects.filter(job_id=asked.job_id)
    for change in ({"paper_id": other.paper_id}, {"state": "waiting"}, {"id": uuid7()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            own.update(**change)
    assert own.update(subject="X") == 1


def test_what_the_server_declines_is_tried_again_or_told(counter, server, time_machine):
    made = counter.bill(line(1, 100))
    server.refuses = {"gone@example.com": "550 nobody", "full@example.com": "452 come again"}
    asked = ask(counter, made, "full@example.com", "gone@example.com", "good@example.com")
    assert run_job(asked.job_id) == "due"
    assert states(asked) == ["waiting", "failed", "sent"]
    server.refuses.pop("full@example.com")
    job = Job.objects.get(id=asked.job_id)
    time_machine.move_to(job.run_after, tick=False)
    assert run_job(asked.job_id) == "failed"
    assert states(asked) == ["sent", "failed", "sent"]
    assert "1 e-mail was not accepted" in Job.objects.get(id=asked.job_id).error
    server.refuses.clear()
    assert try_again(asked.job_id, now=job.run_after)
    assert run_job(asked.job_id) == "done"
    assert sorted(to for to, _letter in server.letters) == [
        "full@example.com",
        "gone@example.com",
        "good@example.com",
    ]


def test_a_server_that_is_away_is_asked_a_few_times_and_then_given_up(counter, settings, time_machine):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    asked = ask(counter, counter.bill(line(1, 100)))
    for _try in range(TRIES_MAX):
        ended = run_job(asked.job_id)
        time_machine.move_to(Job.objects.get(id=asked.job_id).run_after, tick=False)
    assert (ended, states(asked)) == ("failed", ["failed"])
    assert not PaperLink.objects.exists()


def test_nobody_knows_and_nobody_sends_again_when_the_line_or_the_worker_dies(counter, server, monkeypatch):
    made = counter.bill(line(1, 100))
    server.drops_at = "."
    cut = ask(counter, made)
    assert (run_job(cut.job_id), states(cut)) == ("done", ["unsure"])

    class Killed(BaseException):
        pass

    def killed(*_args, **_said):
        raise Killed

    server.drops_at = ""
    dead = ask(counter, made, "second@example.com")
    with monkeypatch.context() as broken:
        broken.setattr(mailing.letters, "note_sent", killed)
        with pytest.raises(Killed):
            run_job(dead.job_id)
    assert states(dead) == ["sending"]
    Job.objects.filter(id=dead.job_id).update(locked_until=counter.now)
    assert (run_job(dead.job_id), states(dead)) == ("done", ["unsure"])
    assert [to for to, _letter in server.letters] == ["rahim@example.com", "second@example.com"]


def test_what_is_not_sent_at_all(counter, settings):
    made, draft = counter.bill(line(1, 100)), counter.draft(line(1, 100))
    with pytest.raises(StatusStands):
        ask(counter, draft)
    with pytest.raises(RoleNotAllowed):
        ask(counter, made, actor=type(counter.asha)(counter.asha.user_id, Role.READER, None, "test"))
    for wrong in ("rahim", "a@b.com\nBcc: all@example.com", "", " "):
        with pytest.raises(MailRefused):
            ask(counter, made, wrong)
    with pytest.raises(MailRefused):
        ask(counter, made, *(f"{place}@example.com" for place in range(6)))
    with pytest.raises(MailRefused):
        ask(counter, made, subject=" ")
    settings.BILL_MAILS_A_DAY, settings.BILL_MAILS_TO_ONE = 3, 2
    ask(counter, made), ask(counter, made)
    with pytest.raises(MailRefused, match="today"):
        ask(counter, made)
    ask(counter, made, "other@example.com")
    with pytest.raises(MailsOfDaySpent):
        ask(counter, made, "third@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(MailNotSet):
        ask(counter, made)
    counter.void(made)
    settings.EMAIL_BACKEND, settings.BILL_MAILS_A_DAY = SMTP, 100
    with pytest.raises(StatusStands):
        ask(counter, made)


def test_the_page_offers_the_customers_addresses_and_says_when_there_is_no_server(counter, settings):
    made = counter.bill(line(1, 100))
    rev = Party.objects.get(id=counter.rahim).rev
    set_contact(
        business_id=counter.id, actor=counter.asha, party_id=counter.rahim, base_rev=rev, now=counter.now,
        content=ContactContent(email="rahim@example.com", persons=(PersonContent(name="মিতা", email="m@example.com"),)),
    )  # fmt: skip
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))
    url = reverse("invoicing:mail", args=[counter.id, made.paper_id])
    page = shop.get(url).content.decode()
    for said in ("rahim@example.com", "m@example.com (মিতা)", made.number):
        assert said in page, said
    sent = {
        "request_id": str(uuid7()),
        "to": ["m@example.com"],
        "other": "new@example.com",
        "subject": "S",
        "body": "B",
    }
    job = [shop.post(url, sent)["Location"] for _press in range(2)]
    assert (job[0], PaperMail.objects.count()) == (job[1], 2)
    wrong = shop.post(url, {"other": "nobody", "subject": "S", "body": "B"})
    assert (wrong.status_code, "is no e-mail address" in wrong.content.decode()) == (422, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = shop.get(url).content.decode()
    assert "has no mail server yet" in page
    assert "mailto:?subject=" in page


def test_a_press_of_share_makes_a_link_beside_those_that_were_sent(counter, time_machine):
    made = counter.bill(line(1, 100))
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))
    url = reverse("invoicing:share", args=[counter.id, made.paper_id])
    first = shop.post(url, {"by": "whatsapp"})
    assert first["Refresh"].startswith("0; url=https://wa.me/")
    second = shop.post(url, headers={"Accept": "application/json"}).json()
    third = shop.post(url, {"by": "copy"}).context["address"]
    assert made.number in second["words"]
    for address in (second["url"], third):
        assert Client().get(address).status_code == 200
    for _press in range(10):
        time_machine.shift(1)
        last = shop.post(url, headers={"Accept": "application/json"}).json()["url"]
    assert (Client().get(second["url"]).status_code, Client().get(last).status_code) == (404, 200)
    assert PaperLink.objects.filter(withdrawn_at=None).count() == 10
    shop.post(reverse("invoicing:link", args=[counter.id, made.paper_id]), {"withdraw": "1"})
    assert Client().get(last).status_code == 404
