import pytest

from core.catalogues import catalogue_path, faults, gather, read, update

CODE = """
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext
name = _("Name")
text = gettext("You will get %(amount)s")
many = ngettext("%(count)s entry", "%(count)s entries", 2)
verb = pgettext("button", "Save")
plain = "not for people"
"""
PAGE = """{% load i18n %}<p>{% translate "Settled" %}</p>
{% blocktranslate count n=rows %}one row{% plural %}{{ n }} rows{% endblocktranslate %}
{% blocktranslate with who=name trimmed %}
  Ask {{ who }}
{% endblocktranslate %}"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "core" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


def write(root, language, **texts):
    path = update(root, language)
    content = path.read_text(encoding="utf-8")
    for text, translation in texts.items():
        content = content.replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"')
    path.write_text(content, encoding="utf-8")


def test_texts_of_code_and_pages_are_gathered(root):
    found = {
        message.id if isinstance(message.id, str) else message.id[0] for message in gather(root) if message.id
    }
    assert found == {
        "Name", "You will get %(amount)s", "%(count)s entry", "Save", "Settled", "one row", "Ask %(who)s",
    }  # fmt: skip


def test_a_text_without_translation_is_a_fault(root):
    write(root, "hi", Settled="चुकता")
    missing = {fault.text for fault in faults(root, "hi")}
    assert "Settled" not in missing
    assert "Name" in missing


def test_a_translation_that_lost_its_amount_is_a_fault(root):
    path = update(root, "bn")
    content = path.read_text(encoding="utf-8")
    content = content.replace(
        'msgid "You will get %(amount)s"\nmsgstr ""', 'msgid "You will get %(amount)s"\nmsgstr "পাবেন"'
    )
    path.write_text(content, encoding="utf-8")
    found = {fault.text: fault.what for fault in faults(root, "bn")}
    assert found["You will get %(amount)s"] == "placeholders differ: ['%(amount)s']"


def test_an_uncertain_translation_is_a_fault(root):
    write(root, "hi", Name="नाम")
    assert "Name" not in {fault.text for fault in faults(root, "hi")}
    path = catalogue_path(root, "hi")
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Name"', '#, fuzzy\nmsgid "Name"'), encoding="utf-8"
    )
    assert {fault.what for fault in faults(root, "hi") if fault.text == "Name"} == {"marked as uncertain"}


def test_gathering_again_keeps_translations_and_drops_what_is_gone(root):
    write(root, "hi", Name="नाम", Settled="चुकता")
    before = catalogue_path(root, "hi").read_text(encoding="utf-8")
    update(root, "hi")
    assert catalogue_path(root, "hi").read_text(encoding="utf-8") == before
    (root / "templates" / "page.html").write_text("<p></p>")
    update(root, "hi")
    found = read(catalogue_path(root, "hi"), "hi")
    assert found["Name"].string == "नाम"
    assert "Settled" not in found


def test_a_page_may_be_indented_as_no_program_could_be(root):
    page = '{% load i18n %}\n      <ul>\n   <li>{% translate "Fish" %}\n         <b>it\'s ("{{ a }}</b>\n  </li>{% translate "Rice" %}'
    (root / "templates" / "page.html").write_text(page)
    assert {"Fish", "Rice"} <= {message.id for message in gather(root) if isinstance(message.id, str)}
