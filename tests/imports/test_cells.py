"""What a cell means: days, amounts, and headings in three languages."""

import datetime

import pytest

from core.money import AmountError
from imports.sheet.days import DayUnreadable, order_of, read_day
from imports.sheet.layout import layout_of
from imports.sheet.sums import Sum, has_comma_decimals, read_sum

OCTOBER = datetime.date(2026, 10, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "3 Oct 2026", "03-Oct-26", "Oct 3, 2026", "3rd October 2026", "Sat, 3 Oct 2026", "2026-10-03",
        "2026-10-03T18:30:00+05:30", "03/10/2026", "3.10.26", "03/10/2026 10:30 AM", "20261003", 20261003, 46298,
        "৩ অক্টোবর ২০২৬", "০৩/১০/২০২৬", "३ अक्टूबर २०२६", "३/१०/२०२६", OCTOBER,
        datetime.datetime(2026, 10, 3, 21, 15),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell):
    assert read_day(cell, day_first=True) == OCTOBER


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "29/02/2026", "3 Oct", "rice", "13/13/2026", "1,200", 500, "", None, "0"]
)
def test_what_is_no_day_is_not_made_one(cell):
    with pytest.raises(DayUnreadable):
        read_day(cell, day_first=True)


def test_one_number_above_twelve_settles_the_order_of_a_whole_column():
    assert order_of(["05/11/2026", "13/11/2026"]).day_first is True
    assert order_of(["05/11/2026", "11/13/2026"]).day_first is False
    assert order_of(["05/11/2026", "06/11/2026"]).is_asked
    assert not order_of(["3 Oct 2026", "2026-10-04"]).is_asked
    assert read_day("05/11/2026", day_first=False) == datetime.date(2026, 5, 11)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("12,34,567.50", Sum(123456750)), ("₹ 1,200", Sum(120000)), ("500/-", Sum(50000)), ("(1,200)", Sum(-120000)),
        ("-500", Sum(-50000)), ("500-", Sum(-50000)), ("₹-50", Sum(-5000)), ("500 Dr", Sum(50000, "gave")),
        ("500.00 CR", Sum(50000, "got")), ("Rs. 1,200/- Dr.", Sum(120000, "gave")), ("५००", Sum(50000)),
        ("৫০০.৫০", Sum(50050)), ("500 जमा", Sum(50000, "got")), ("-", Sum(0)), ("nil", Sum(0)), ("", Sum(0)),
        (None, Sum(0)), (1234.5600000000001, Sum(123456)), (-40, Sum(-4000)), (0, Sum(0)),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_its_sign_and_its_side(cell, found):
    assert read_sum(cell, comma_decimals=False) == found


@pytest.mark.parametrize(
    "cell", ["1,20,0", "abc", "1e309", "2026-10-03", "500-200", 333.333, "9" * 30, "1.2.3"]
)
def test_what_is_no_amount_is_never_a_silent_zero(cell):
    with pytest.raises(AmountError):
        read_sum(cell, comma_decimals=False)


def test_comma_decimals_are_seen_in_the_column_and_not_in_one_cell():
    column = ["1.200,00", "3,50", "700"]
    assert has_comma_decimals(column)
    assert [read_sum(cell, comma_decimals=True).minor for cell in column] == [120000, 350, 70000]
    assert not has_comma_decimals(["1,200.50", "3,50"])


@pytest.mark.parametrize(
    ("rows", "roles"),
    [
        ([["Date", "Customer Name", "Details", "Debit(-)", "Credit(+)", "Balance"], ["03/10/2026", "राम", "x", "5", "", "5 Dr"]],
         ("date", "party", "note", "gave", "got", "balance")),
        ([["Date", "Note", "Credit", "Payment", "Due"], ["3 Oct 2026", "x", "5", "", "5"]],
         ("date", "note", "gave", "got", "balance")),
        ([["Name", "Email", "Phone No.", "Address", "GSTIN", "Receivable Balance", "Payable Balance"], ["A", "", "98", "", "", "5", ""]],
         ("party", "", "phone", "", "", "opening", "opening_give")),
        ([["Date", "Invoice No", "Party Name", "Total Amount", "Payment Type", "Received Amount", "Balance Due"],
          ["03/10/2026", "1", "A", 5, "Cash", 2, 3]],
         ("date", "note", "party", "gave", "", "got", "balance")),
        ([["Name", "Phone", "Balance"], ["A", "9830012345", 5]], ("party", "phone", "opening")),
        ([["তারিখ", "নাম", "দিলাম", "পেলাম", "বিবরণ"], ["৩ অক্টোবর ২০২৬", "রহিম", "৫০০", "", "চাল"]],
         ("date", "party", "gave", "got", "note")),
        ([["दिनांक", "ग्राहक का नाम", "उधार", "जमा", "शेष"], ["३ अक्टूबर २०२६", "राम", "५००", "", "५००"]],
         ("date", "party", "gave", "got", "balance")),
        ([["Txn Date", "Party", "Amount (₹)", "Dr/Cr"], ["3-Oct-26", "A", "5", "Dr"]], ("date", "party", "amount", "type")),
        ([["2026-10-03", "A", 500, None, "rice"], ["2026-10-04", "B", None, 20, "cash"]],
         ("date", "party", "gave", "got", "note")),
        ([["9830012345", "রহিম", "500"], ["9830012346", "করিম", "70"]], ("phone", "party", "opening")),
        ([["ক্রঃ নং", "খদ্দেরের নাম", "মোবাইল নাম্বার", "তাং", "বাকি দিলাম", "জমা পেলাম", "বাবদ"],
          ["১", "রহিম শেখ", "৯৮৩০০১২৩৪৬", "০১/০৪/২৬", "৫০০", "", "চাল"]],
         ("", "party", "phone", "date", "gave", "got", "note")),
        ([["S.No", "Party ka naam", "Mob.", "Tarikh", "Udhar diya (Rs)", "Jama (Rs)", "Vivaran", "Purana baki"],
          [1, "Suresh", 9830055555, "02/04/26", 450.5, "", "aata", "1000"]],
         ("", "party", "phone", "date", "gave", "got", "note", "opening")),
        ([["क्र.", "ग्राहक का नाम", "मो. नं.", "ता.", "दिया", "जमा", "माल"], ["१", "राम", "९८३००५५५५५", "०२/०४/२६", "५", "", "आटा"]],
         ("", "party", "phone", "date", "gave", "got", "note")),
        ([["Name", "Kab", "Kahan pukaren", "Due date", "Gave"], ["A", "03/10/2026", "98300 12345", "01/11/2026", "5"],
          ["B", "31/02/26", "98300 12346", "01/11/2026", "7"], ["C", "05/10/2026", "", "", "7"]],
         ("party", "date", "phone", "", "gave")),
    ],
)  # fmt: skip
def test_columns_are_guessed(rows, roles):
    assert layout_of(rows).roles == roles


def test_a_heading_of_three_rows_under_a_title_is_found():
    rows = [
        ["Sharma Stores"], ["All customers", "", "", ""], [],
        ["", "", "Amount", ""], ["Date", "Name", "(Rs)", ""], ["", "", "Debit", "Credit"],
        ["3-Oct-26", "A", "5", ""], ["4-Oct-26", "B", "", "6"],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert (layout.heading.first, layout.heading.end) == (4, 6)
    assert layout.roles == ("date", "party", "gave", "got")


def test_the_name_of_a_file_about_one_person_is_read_above_its_table():
    rows = [["Account Statement of রহিম উদ্দিন"], ["Date", "You Gave", "You Got"], ["03/10/2026", 5, ""]]
    assert layout_of(rows).party == "রহিম উদ্দিন"
    rows[0] = ["Customer Name:", "शर्मा जी"]
    assert layout_of(rows).party == "शर्मा जी"
