"""Files of rates: what comes with the program, what an installation is given, and what is wrong with one."""

import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from taxes.files import FileFault, read, shipped
from taxes.laying import lay_file
from taxes.models import LawRate
from taxes.states import STATES

HEAD = 'country = "IN"\nedition = {edition}\n'
ONE = '[[tax]]\nkey = "gst-5"\nname = "GST 5%"\n[[tax.rate]]\npercent = "{percent}"\nsource = "A notification"\n'


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "rates.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def text(*, edition: str = "2027-01-01", percent: str = "5", more: str = "") -> str:
    return HEAD.format(edition=edition) + ONE.format(percent=percent) + more


def test_what_comes_with_the_program_is_laid(db):
    wanted = sum(len(found.rates) for found in shipped())
    assert LawRate.objects.count() == wanted > 20
    assert [lay_file(found) for found in shipped()] == [0, 0]


def test_every_rate_says_where_it_comes_from():
    assert all(rate.source for found in shipped() for rate in found.rates)


def test_a_newer_file_is_laid_and_the_programs_own_does_not_undo_it(db, file, capsys):
    ended = text(more="to = 2027-03-31\n[[tax.rate]]\npercent = '6'\nfrom = 2027-04-01\nsource = 'Another'\n")
    call_command("load_tax_rates", file(ended))
    assert capsys.readouterr().out == "2 of 2 rates of IN are new or changed.\n"
    for found in shipped():
        lay_file(found)
    rows = LawRate.objects.filter(key="gst-5").order_by("rate")
    assert [(row.rate, row.valid_to) for row in rows] == [
        (50_000, datetime.date(2027, 3, 31)),
        (60_000, None),
    ]
    assert LawRate.objects.filter(key="gst-18").exists()


def test_an_older_file_changes_nothing(db, file):
    assert lay_file(read(file(text(edition="2020-01-01", percent="7")))) == 0
    assert LawRate.objects.get(key="gst-5").rate == 50_000


def test_a_file_can_be_checked_alone(db, file, capsys):
    call_command("load_tax_rates", file(text(percent="7")), "--check")
    assert "nothing is wrong" in capsys.readouterr().out
    assert LawRate.objects.get(key="gst-5").rate == 50_000


def rates(word: str, value: str) -> str:
    return text().replace('percent = "5"', f"{word} = {value}")


FAULTS = {
    "not TOML": "country =",
    "two capital letters": text().replace('"IN"', '"India"'),
    "`edition` must be a day": text(edition='"soon"'),
    "no rates": HEAD.format(edition="2027-01-01"),
    "needs a `key`": text().replace('key = "gst-5"\n', ""),
    "knows no colour": text().replace('key = "gst-5"', 'key = "gst-5"\ncolour = "red"'),
    "`colour` is not known": text(more='colour = "red"\n'),
    "must be days": text(more='from = "2027-01-01"\n'),
    "ends before it begins": text(more="from = 2027-02-01\nto = 2027-01-01\n"),
    "first digits of codes": text(more='prefixes = ["12a"]\n'),
    "needs its `source`": text().replace('source = "A notification"', ""),
    "is no treatment": text().replace('name = "GST 5%"', 'name = "GST 5%"\ntreatment = "free"'),
    "a taxed thing has a rate": text().replace('percent = "5"\n', ""),
    "nothing else has": text().replace('name = "GST 5%"', 'name = "GST 5%"\ntreatment = "nil"'),
    "a number in quotes": rates("percent", "5.5"),
    "from 0 on": rates("percent", '"-5"'),
    "`percent` must be": rates("percent", '"NaN"'),
    "`cess` must be": text(more='cess = "1e9"\n'),
    "hold on the same day": text(more='[[tax.rate]]\npercent = "6"\nfrom = 2027-04-01\nsource = "Another"\n'),
    "stands twice": text(more=ONE.format(percent="6").replace("GST 5%", "GST 6%")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_a_fault_gives_nothing(fault, file):
    with pytest.raises(FileFault, match=fault):
        read(file(FAULTS[fault]))


def test_the_command_says_what_is_wrong(db, file, tmp_path):
    with pytest.raises(CommandError, match="not TOML"):
        call_command("load_tax_rates", file("country ="))
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_tax_rates", tmp_path / "nothing.toml")


def test_two_rates_of_one_code_on_one_day_are_refused(file):
    other = ONE.format(percent="6").replace("gst-5", "gst-6").replace("GST 5%", "GST 6%")
    with pytest.raises(FileFault, match="hold on the same day"):
        read(file(text(more='prefixes = ["1704"]\n' + other + 'prefixes = ["17", "1704"]\n')))


def test_every_state_is_there():
    assert len(STATES) == 39
    assert {code for code, state in STATES.items() if state.is_retired} == {"25", "28"}
    assert STATES["19"].name == "West Bengal"
    assert STATES["38"].is_union_territory
    assert not STATES["07"].is_union_territory
