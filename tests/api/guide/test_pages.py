"""Pages for developers open for anyone, and say what the code says."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command

from api.guide.errors import errors_text
from api.guide.pages import EXAMPLES, GUIDES, address_of, page
from api.kit.catalogue import CATALOGUE
from tests.api.programs import program_of

DOCS = settings.ROOT / "docs/api"


def test_the_list_of_errors_is_written_from_the_catalogue():
    assert (DOCS / "errors.md").read_text(encoding="utf-8") == errors_text(), "Run manage.py write_api_docs."


@pytest.mark.parametrize("slug", GUIDES)
def test_a_page_opens_for_anyone_and_its_links_lead_somewhere(client, db, slug):
    answer = client.get(address_of(slug))
    assert answer.status_code == 200
    body = re.search(r'<article class="guide".*?</article>', answer.content.decode(), flags=re.DOTALL)[0]
    targets = set(re.findall(r'href="(/[^"#]*)', body))
    assert {target: client.get(target).status_code for target in targets} == dict.fromkeys(targets, 200)
    anchors = set(re.findall(r'href="#([^"]+)', body))
    assert anchors <= set(re.findall(r'id="([^"]+)"', body))


def test_the_type_of_a_problem_leads_to_its_entry(client, asha):
    problem = asha.get("/ledgers?cursor=abc").json()
    where, _, name = problem["type"].partition("#")
    content = client.get(where).content.decode()
    assert f'<h2 id="{name}">' in content
    assert problem["message"] in content


def test_every_error_has_its_place_on_the_page():
    places = set(re.findall(r'<h2 id="([^"]+)">', page("errors").body))
    assert set(CATALOGUE) == places


def test_html_in_a_document_stays_text():
    for slug in GUIDES:
        assert not re.search(r"<(script|style|img|iframe)\b", page(slug).body)


def test_every_example_that_is_linked_can_be_read(client, db):
    for name in EXAMPLES:
        answer = client.get(f"/developers/examples/{name}")
        assert answer.content == (settings.ROOT / "docs/examples" / name).read_bytes(), name
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for name in ("python/../../../manage.py", "nothing.py", "../api/start.md"):
        assert client.get(f"/developers/examples/{name}").status_code == 404


def test_unknown_pages_are_not_found(client, db):
    assert client.get("/developers/nothing/").status_code == 404
    assert client.get("/developers/errors/").status_code == 404


def test_the_smallest_resource_stands_in_the_document_as_it_is_in_the_code():
    text = (DOCS / "adding-a-resource.md").read_text(encoding="utf-8")
    assert (settings.ROOT / "api/routes/sign_ins.py").read_text(encoding="utf-8") in text


def test_every_scope_is_explained():
    from api.scopes import SCOPES

    named = set(
        re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", (DOCS / "auth.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert named == set(SCOPES)


def test_a_body_that_is_too_large_is_a_problem_and_no_page(db, shop):
    answer = program_of(shop.asha).post("/ledgers", b" " * (settings.BODY_MAX_BYTES + 1))
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert answer["Content-Type"] == "application/problem+json"


def test_the_command_writes_the_document(tmp_path, settings):
    (tmp_path / "docs/api").mkdir(parents=True)
    settings.ROOT = tmp_path
    call_command("write_api_docs")
    assert (tmp_path / "docs/api/errors.md").read_text(encoding="utf-8") == errors_text()
