"""What the check says before anything is written: new, same, doubtful, wrong, each by its line."""

import datetime

import pytest

from businesses.operations.branches import BranchUnknown
from core.ids import uuid7
from imports.operations.checking import amend
from imports.refusals import MappingIncomplete
from ledger.book_map import book_map
from ledger.models import Document, Party
from tests.imports.sheets import HEADING, bring, check, csv_file, found_in, mapping_of, upload, xlsx_file
from tests.ledger.shops import NOW
from tests.ledger.test_entry_branches import godown

RAHIM, SHARMA = "রহিম স্টোর", "शर्मा किराना"


def lines(found) -> list[int]:
    return [row.line for row in found.wrong_rows]


def test_wrong_rows_are_named_by_their_line_and_nothing_is_written(shop):
    found = found_in(
        shop,
        [
            HEADING,
            [RAHIM, "03/10/2026", "চাল", "500", ""],
            [RAHIM, "31/02/2026", "", "500", ""],
            ["", "04/10/2026", "", "20", ""],
            [SHARMA, "05/10/2026", "", "1,20,0", ""],
            [SHARMA, "06/10/2026", "", "", ""],
            [SHARMA, "", "", "70", ""],
            [SHARMA, "07/10/2099", "", "70", ""],
            ["\u202e" + SHARMA + " " * 3, "13/10/2026", "", "", "1,234.50"],
        ],
    )
    assert (found.new, found.same, found.wrong) == (2, 0, 6)
    assert [row.message for row in found.wrong_rows] == [
        "Row 3: “31/02/2026” is not a date.",
        "Row 4: the name is missing.",
        "Row 5: 1,20,0 is not a full number. Did you mean 1,200?",
        "Row 6: the amount is missing.",
        "Row 7: the date is missing.",
        "Row 8: Choose a day between 1 Jan 1950 and 22 Nov 2027.",
    ]
    assert (found.gave, found.got) == (50_000, 123_450)
    assert not Document.objects.exists()
    assert not Party.objects.exists()


def test_a_wrong_row_can_be_mended_on_the_page(shop):
    run_id = upload(shop, csv_file([HEADING, [RAHIM, "31/02/2026", "চাল", "1,20,0", ""]]))
    assert check(shop, run_id).wrong == 1
    half = amend(
        business=shop.business,
        run_id=run_id,
        fixes={"2": {"1": "28/02/2026"}},
        same_as={},
        sure_of_days=False,
        now=NOW,
    )
    assert [row.message for row in half.wrong_rows] == [
        "Row 2: 1,20,0 is not a full number. Did you mean 1,200?"
    ]
    whole = amend(
        business=shop.business,
        run_id=run_id,
        fixes={"2": {"3": "1,200"}},
        same_as={},
        sure_of_days=False,
        now=NOW,
    )
    assert (whole.wrong, whole.new) == (0, 1)
    assert (whole.new_rows[0].day, whole.new_rows[0].amount) == (datetime.date(2026, 2, 28), 120_000)


def test_totals_zero_rows_and_repeated_headings_are_passed_over_with_a_note(shop):
    found = found_in(
        shop,
        [
            HEADING,
            [RAHIM, "03/10/2026", "", "500", ""],
            [RAHIM, "04/10/2026", "", "0", "0.00"],
            HEADING,
            [RAHIM, "15/10/2026", "", "100", ""],
            ["Grand Total", "", "", "600", "0"],
            ["মোট", "", "", "600", ""],
            ["कुल", "", "", "600", ""],
        ],
    )
    assert (found.new, found.wrong) == (2, 0)
    assert "Rows with totals were passed over: 6, 7, 8." in found.notes
    assert "Rows with an amount of 0 were passed over: 3." in found.notes


def test_a_phone_number_goes_before_a_name_and_a_name_before_a_sound(shop):
    by_phone = shop.party("Ramesh Sharma", phone="9830012345")
    by_name = shop.party("মিতা দেবী")
    shop.party("Sunita Devi")
    found = found_in(
        shop,
        [
            ["Name", "Phone", "Date", "You gave", "You got"],
            ["R. Sharma", "+91 98300 12345", "03/10/2026", "5", ""],
            ["  মিতা   দেবী ", "", "03/10/2026", "6", ""],
            ["सुनीता देवी", "", "03/10/2026", "7", ""],
            ["Abdul Karim", "", "13/10/2026", "8", ""],
        ],
    )
    assert (found.parties_known, found.parties_new, found.doubtful) == (2, 2, 1)
    assert [(one.name, one.standing_name) for one in found.doubts] == [("सुनीता देवी", "Sunita Devi")]
    assert [(one.name, one.standing_name) for one in found.by_phone] == [("R. Sharma", "Ramesh Sharma")]
    assert {str(by_phone), str(by_name)} & {one.standing_id for one in found.doubts} == set()


def test_a_doubtful_name_is_new_until_somebody_says_it_is_the_same(shop):
    sunita = shop.party("Sunita Devi")
    rows = [HEADING, ["सुनीता देवी", "03/10/2026", "", "700", ""], ["सुनीता देवी", "13/10/2026", "", "1", ""]]
    run_id = upload(shop, csv_file(rows))
    assert check(shop, run_id).parties_new == 1
    found = amend(
        business=shop.business,
        run_id=run_id,
        fixes={},
        same_as={"सुनीता देवी": str(sunita)},
        sure_of_days=False,
        now=NOW,
    )
    assert (found.parties_new, found.parties_known) == (0, 1)
    bring(shop, csv_file(rows), same_as={"सुनीता देवी": str(sunita)})
    assert shop.balance(sunita) == 70_100
    assert Party.objects.count() == 1


def test_one_name_with_two_phone_numbers_is_two_people(shop):
    rows = [
        ["Name", "Phone", "Date", "You gave", "You got"],
        ["Ram", "9830012345", "13/10/2026", "5", ""],
        ["Ram", "9830054321", "13/10/2026", "5", ""],
    ]
    bring(shop, csv_file(rows))
    assert sorted(Party.objects.values_list("name", "phone", "balance")) == [
        ("Ram", "+919830012345", 500), ("Ram", "+919830054321", 500),
    ]  # fmt: skip


def test_balances_that_do_not_follow_from_the_rows_are_named_with_both_figures(shop):
    heading = ["Date", "Name", "Debit(-)", "Credit(+)", "Balance"]
    found = found_in(
        shop,
        [
            heading,
            ["13/10/2026", RAHIM, "500", "", "500 Dr"],
            ["14/10/2026", RAHIM, "", "200", "300 Dr"],
            ["14/10/2026", SHARMA, "900", "", "1,400 Dr"],
        ],
    )
    assert found.balances_compared == 2
    assert [(one.name, one.in_sheet, one.from_rows) for one in found.differences] == [
        (SHARMA, 140_000, 90_000)
    ]


def test_a_statement_from_the_newest_down_with_opening_and_closing_rows_adds_up(shop):
    rows = [
        ["Khata of রহিম উদ্দিন"], ["Period: 1 Oct 2026 - 31 Oct 2026"],
        ["Date", "Details", "You Gave", "You Got", "Balance"],
        ["20/10/2026", "payment", "", "300", "700"],
        ["13/10/2026", "চাল", "500", "", "1000"],
        ["", "Opening Balance", "", "", "500"],
        ["", "Closing Balance", "", "", "700"],
    ]  # fmt: skip
    run = bring(shop, csv_file(rows))
    assert run.counts["made"] == 3
    party = Party.objects.get()
    assert (party.name, party.balance) == ("রহিম উদ্দিন", 70_000)
    khata = [(row.kind, row.direction, row.amount, row.day.isoformat()) for row in shop.khata(party.id)]
    assert khata == [
        ("khata", "got", 30_000, "2026-10-20"), ("khata", "gave", 50_000, "2026-10-13"),
        ("opening", "gave", 50_000, "2026-10-13"),
    ]  # fmt: skip
    assert check_again(shop, rows).differences == []


def check_again(shop, rows):
    return found_in(shop, rows)


def test_a_list_of_names_phones_and_opening_balances_is_enough(shop):
    rows = [
        ["Party Name", "Phone No.", "Receivable Balance", "Payable Balance"],
        ["রহিম স্টোর", "98300 12345", "1,500", ""],
        ["शर्मा किराना", "12", "", "250.50"],
        ["Abdul Karim", "", "", ""],
    ]
    run = bring(shop, csv_file(rows), kind="supplier")
    assert (run.counts["made"], run.counts["parties_made"]) == (2, 3)
    assert dict(Party.objects.values_list("name", "balance")) == {
        RAHIM: 150_000,
        SHARMA: -25_050,
        "Abdul Karim": 0,
    }
    assert set(Party.objects.values_list("kind", flat=True)) == {"supplier"}
    again = found_in(shop, rows)
    assert (again.new, again.same, again.can_run) == (0, 2, False)
    assert again.notes == ["These rows come without their phone number, which is not a number: 3."]


def test_an_opening_balance_that_stands_already_is_kept(shop):
    rahim = shop.party(RAHIM, opening_amount=90_000)
    found = found_in(shop, [["Name", "Opening balance"], [RAHIM, "500"], [SHARMA, "70"]])
    assert found.new == 1
    assert f"Row 2: {RAHIM} has an opening balance in this book already. It stays as it is." in found.notes
    assert shop.balance(rahim) == 90_000


def test_an_amount_column_takes_its_side_from_a_word_a_sign_or_a_suffix(shop):
    by_word = found_in(
        shop,
        [["Date", "Name", "Amount", "Type"], ["13/10/2026", "A", "5", "Debit"], ["13/10/2026", "A", "3", "Credit"],
         ["13/10/2026", "A", "1", "Barter"]],
    )  # fmt: skip
    assert (by_word.gave, by_word.got) == (500, 300)
    assert [row.message for row in by_word.wrong_rows] == [
        "Row 4: “Barter” does not say whether you gave or got."
    ]
    as_okcredit = found_in(
        shop,
        [
            ["Date", "Name", "Amount", "Type"],
            ["13/10/2026", "A", "5", "Credit"],
            ["13/10/2026", "A", "3", "Payment"],
        ],
    )
    assert (as_okcredit.gave, as_okcredit.got) == (500, 300)
    by_sign = [["Date", "Name", "Amount"], ["13/10/2026", "A", "(5)"], ["13/10/2026", "A", "3"]]
    assert (found_in(shop, by_sign).gave, found_in(shop, by_sign, positive="got").gave) == (300, 500)
    by_suffix = [["Date", "Name", "Amount"], ["13/10/2026", "A", "5 Dr"], ["13/10/2026", "A", "3 Cr"]]
    assert (found_in(shop, by_suffix).gave, found_in(shop, by_suffix).got) == (500, 300)


def test_columns_written_below_zero_throughout_are_read_by_their_heading(shop):
    found = found_in(
        shop,
        [
            ["Date", "Name", "Debit(-)", "Credit(+)"],
            ["13/10/2026", "A", "-5", ""],
            ["13/10/2026", "A", "", "3"],
        ],
    )
    assert (found.gave, found.got) == (500, 300)


def test_months_first_is_seen_and_an_open_question_is_answered_by_the_person(shop):
    rows = [HEADING, [RAHIM, "10/13/2026", "", "5", ""], [RAHIM, "10/05/2026", "", "5", ""]]
    run_id = upload(shop, csv_file(rows))
    assert mapping_of(run_id).day_first is False
    assert check(shop, run_id).first_day == datetime.date(2026, 10, 5)
    open_question = [HEADING, [RAHIM, "05/10/2026", "", "5", ""]]
    assert found_in(shop, open_question).first_day == datetime.date(2026, 10, 5)
    assert found_in(shop, open_question, day_first=False).first_day == datetime.date(2026, 5, 10)


def test_merged_names_are_missing_until_the_person_says_to_take_the_row_above(shop):
    content = xlsx_file(
        [
            HEADING,
            [RAHIM, datetime.date(2026, 10, 13), "", 500, None],
            [None, datetime.date(2026, 10, 14), "", None, 20.5],
        ],
        merged="A2:A3",
    )
    run_id = upload(shop, content, "খাতা.xlsx")
    assert lines(check(shop, run_id)) == [3]
    found = check(shop, run_id, fill_down=True)
    assert (found.new, found.wrong, found.got) == (2, 0, 2_050)
    assert "1 empty name or date was taken from the row above." in found.notes


def test_formula_cells_without_a_result_are_said_to_be_missing(shop):
    content = xlsx_file([HEADING, [RAHIM, datetime.date(2026, 10, 13), "", "=A1+1", None]])
    assert [row.message for row in check(shop, upload(shop, content, "k.xlsx")).wrong_rows] == [
        "Row 2: the amount is missing."
    ]


def test_a_name_like_a_formula_is_only_a_name(shop):
    name = '=HYPERLINK("http://example.com","x")'
    bring(shop, xlsx_file([["Name", "Opening balance"], ["'x", 5]]), "k.xlsx")
    bring(shop, csv_file([["Name", "Opening balance"], [name, "5"]]))
    assert set(Party.objects.values_list("name", flat=True)) == {"'x", name}


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (("date", "", "note", "gave", "got"), "Say which column holds the names, or write whose khata this file is."),
        (("", "party", "note", "gave", "got"), "Say which column holds the dates."),
        (("date", "party", "gave", "gave", ""), "Two columns have the same meaning. Give each its own."),
        (("date", "party", "gave", "amount", ""),
         "Choose either one column of amounts, or the columns “You gave” and “You got”; not both."),
    ],
)  # fmt: skip
def test_columns_that_say_too_little_are_refused_with_a_sentence(shop, roles, sentence):
    run_id = upload(shop, csv_file([["a", "b", "c", "d", "e"], ["13/10/2026", "A", "", "5", ""]]))
    with pytest.raises(MappingIncomplete) as refused:
        check(shop, run_id, roles=roles)
    assert refused.value.message == sentence


def test_a_closed_month_stays_closed(shop):
    shop.business.books_locked_until = datetime.date(2026, 9, 30)
    shop.business.save(update_fields=["books_locked_until"])
    found = found_in(shop, [HEADING, [RAHIM, "30/09/2026", "", "5", ""], [RAHIM, "01/10/2026", "", "5", ""]])
    assert (found.new, lines(found)) == (1, [2])


def test_a_year_that_looks_wrong_is_asked_about_by_its_row(shop):
    rows = [HEADING, [RAHIM, "05/11/2062", "চাল", "500", ""], [RAHIM, "05/11/2002", "ডাল", "300", ""],
            [RAHIM, "05/11/2026", "তেল", "200", ""]]  # fmt: skip
    run_id = upload(shop, csv_file(rows))
    found = check(shop, run_id)
    assert (found.new, found.wrong, found.far) == (1, 2, 1)
    assert found.wrong_rows[1].message.startswith("Row 3: Did you mean 5 Nov 2026?")
    assert [text for _column, _name, text in found.wrong_rows[1].cells][1] == "05/11/2002"
    half = amend(business=shop.business, run_id=run_id, fixes={"2": {"1": "05/11/2026"}}, same_as={},
                 sure_of_days=False, now=NOW)  # fmt: skip
    assert (half.new, half.far, half.sure_of_days) == (2, 1, False)
    whole = amend(business=shop.business, run_id=run_id, fixes={}, same_as={}, sure_of_days=True, now=NOW)
    assert (whole.new, whole.wrong, whole.sure_of_days) == (3, 0, True)


def test_a_file_goes_to_the_branch_that_is_chosen_for_it(shop):
    main, other = book_map(shop.id).branch_id, godown(shop).pk
    run = bring(shop, csv_file([HEADING, [RAHIM, "05/11/2026", "চাল", "500", ""]]), branch=str(other))
    (document,) = Document.objects.filter(run_id=run.id)
    assert (document.branch_id, document.branch_id == main) == (other, False)
    assert shop.proven()
    with pytest.raises(BranchUnknown):
        check(
            shop, upload(shop, csv_file([HEADING, [RAHIM, "06/11/2026", "ডাল", "1", ""]])), branch=str(uuid7())
        )
