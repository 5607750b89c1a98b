"""Tables people bring and take away: any program's file in, nothing hostile opened, nothing turned to formulas."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.sheets import Amount, Column, SheetError, read_table, write_csv, write_xlsx
from core.sheets.csv_text import guarded, unguarded

KHATA = "Name,Date,Gave\nशर्मा,14/04/2026,500\nকরিম,15/04/2026,\n"
ROWS = [["Name", "Date", "Gave"], ["शर्मा", "14/04/2026", "500"], ["করিম", "15/04/2026"]]


@pytest.mark.parametrize(
    "content",
    [
        KHATA.encode(),
        KHATA.encode("utf-8-sig"),
        KHATA.encode("utf-16"),
        KHATA.encode("utf-16-le"),
        KHATA.encode("utf-16-be"),
        KHATA.replace("\n", "\r\n").encode(),
        KHATA.replace("\n", "\r").encode(),
        KHATA.replace(",", ";").encode(),
        KHATA.replace(",", "\t").encode("utf-16"),
        KHATA.replace(",", "|").encode(),
        ("sep=;\n" + KHATA.replace(",", ";")).encode(),
        (KHATA + "\n , , \n\n").encode(),
    ],
    ids=range(12),
)
def test_a_csv_file_of_any_program_gives_the_same_table(content):
    table = read_table(content, "khata.csv")
    assert table.rows == ROWS
    assert (table.kind, table.sheet_names) == ("csv", [])


def test_letters_of_old_windows_files_are_read():
    assert read_table("Name,Due\nJosé “Café”,€5\n".encode("cp1252")).rows[1] == ["José “Café”", "€5"]


def test_amounts_with_commas_do_not_mislead_the_guess_of_the_delimiter():
    content = "Name;Gave;Got\nSharma;1,200;12,34,567.50\nDas;5;\nRoy;1,00,000;2\n"
    assert read_table(content.encode()).rows[1] == ["Sharma", "1,200", "12,34,567.50"]
    quoted = 'Name,Gave\nSharma,"12,34,567.50"\n'
    assert read_table(quoted.encode()).rows[1] == ["Sharma", "12,34,567.50"]


def test_quoted_cells_keep_their_lines_and_quotes():
    table = read_table(b'Name,Note\nSharma,"rice\r\n5 ""kg"""\nDas,5" pipe\n')
    assert table.rows == [["Name", "Note"], ["Sharma", 'rice\r\n5 "kg"'], ["Das", '5" pipe']]


def test_rows_above_the_heading_and_blank_rows_keep_their_places():
    table = read_table(b"Asha Stores,,\n,,\nDate: today,,\nName,Phone,Gave\n")
    assert table.rows == [["Asha Stores"], [], ["Date: today"], ["Name", "Phone", "Gave"]]


def spreadsheet(rows, *, title="Khata", more=()):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name).append([name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_excel_file_keeps_numbers_and_dates():
    content = spreadsheet(
        [
            ["Name", "Date", "Gave", "At", "Paid"],
            ["করিম", date(2026, 4, 14), 1200.5, datetime(2026, 4, 14, 10, 30), True],
            [None, None, 7],
        ],
        more=["Old"],
    )
    table = read_table(content, "khata.xlsx")
    assert table.rows == [
        ["Name", "Date", "Gave", "At", "Paid"],
        ["করিম", date(2026, 4, 14), 1200.5, datetime(2026, 4, 14, 10, 30), "TRUE"],
        [None, None, 7],
    ]
    assert type(table.rows[1][1]) is date
    assert type(table.rows[2][2]) is int
    assert (table.kind, table.sheet, table.sheet_names) == ("xlsx", "Khata", ["Khata", "Old"])


def test_the_sheet_asked_for_is_read_else_the_first_with_anything_in_it():
    content = spreadsheet([], title="Cover", more=["Khata", "Old"])
    assert read_table(content).sheet == "Khata"
    assert read_table(content, sheet="Old").rows == [["Old"]]
    assert read_table(content, sheet="; rm -rf /").sheet == "Khata"


def test_a_file_of_libreoffice_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            '<office:body><office:spreadsheet><table:table table:name="Khata"><table:table-row>'
            '<table:table-cell office:value-type="string"><text:p>शर्मा</text:p></table:table-cell>'
            '<table:table-cell office:value-type="float" office:value="500"/></table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    table = read_table(out.getvalue(), "khata.ods")
    assert (table.kind, table.rows) == ("ods", [["शर्मा", 500]])


# Hostile files ---------------------------------------------------------------------------------


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(xml, **parts):
    """A true .xlsx whose first sheet is `xml`, and whatever else is to lie in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(spreadsheet([["Name"]]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else good.read(name))
        for name, content in parts.items():
            bad.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells, *, before=""):
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'


def flipped(content, mark, *, by=1):
    """`content` with one byte changed in the data after the first `mark`."""
    place = content.index(mark) + len(mark) + 40
    return content[:place] + bytes([content[place] ^ by]) + content[place + 1 :]


def encrypted():
    content = bytearray(zipped({"xl/workbook.xml": "x" * 50}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overlapping():
    """A thousand names for one and the same packed bytes."""
    packed = zipped({"xl/workbook.xml": b"\x00" * 900_000})
    start = packed.index(b"PK\x01\x02")
    entry, end = packed[start : packed.index(b"PK\x05\x06")], bytearray(packed[packed.index(b"PK\x05\x06") :])
    entries = b"".join(entry.replace(b"xl/workbook.xml", b"xl/wb%06d.xml" % n) for n in range(150))
    end[8:12], end[12:16] = (150).to_bytes(2, "little") * 2, len(entries).to_bytes(4, "little")
    return packed[:start] + entries + bytes(end)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "a bomb of one part": (lambda: with_sheet(b"0" * 200_000_000), "bomb"),
    "a bomb of many parts": (lambda: with_sheet("", **{f"xl/p{n}.xml": b" " * 4_000_000 for n in range(20)}), "bomb"),
    "a thousand parts": (lambda: zipped({f"xl/p{n}.xml": "x" for n in range(1000)}), "bomb"),
    "an archive in the archive": (lambda: with_sheet("", **{"xl/media/inner.bin": zipped({"a": b"0" * 999})}), "bomb"),
    "parts that share their bytes": (overlapping, "bomb"),
    "names that repeat": (lambda: zipped({"xl/workbook.xml": "x"}) and _twice(), "broken"),
    "a wrong checksum": (lambda: flipped(zipped({"xl/workbook.xml": "x" * 500}, method=zipfile.ZIP_STORED), b"xl/workbook.xml"), "broken"),
    "a file cut short": (lambda: spreadsheet([["Name"]])[:-200], "broken"),
    "an encrypted archive": (encrypted, "password"),
    "a workbook with a password": (lambda: OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "entities that multiply": (lambda: with_sheet(sheet_xml("&c;", before=ENTITIES)), "broken"),
    "an entity outside": (lambda: with_sheet(sheet_xml('<row><c t="inlineStr"><is><t>&a;</t></is></c></row>', before=OUTSIDE)), "broken"),
    "a document type in UTF-16": (lambda: with_sheet(sheet_xml("", before=OUTSIDE).encode("utf-16")), "broken"),
    "a million columns": (lambda: with_sheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')), "columns"),
    "a million rows": (lambda: with_sheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')), "rows"),
    "a cell at each far corner": (lambda: with_sheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), ("rows", "bomb")),
    "a place beyond the sheet": (lambda: with_sheet(sheet_xml('<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>')), ("broken", "rows", "bomb", "empty")),
    "one long text in every cell": (lambda: _repeated_text(), "bomb"),
    "a program named .xlsx": (lambda: b"MZ\x90\x00" + b"\x00" * 3000, "kind"),
    "a program for Linux": (lambda: b"\x7fELF" + b"\x02" * 3000, "kind"),
    "an archive of something else": (lambda: zipped({"word/document.xml": "<w/>"}), "kind"),
    "an archive packed by a rarer method": (lambda: zipped({"xl/workbook.xml": "x" * 900}, method=zipfile.ZIP_LZMA), "kind"),
    "an OLE file of something else": (lambda: OLE + b"\x00" * 4000, "kind"),
    "a broken old Excel file": (lambda: OLE + b"\x01" * 600 + "Workbook".encode("utf-16-le") + b"\x02" * 3000, "broken"),
    "a binary workbook": (lambda: zipped({"xl/workbook.bin": "x"}), "xlsb"),
    "a web page named .xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "a CSV with NUL": (lambda: b"Name,Gave\nSha\x00rma,5\n", "kind"),
    "a CSV with control characters": (lambda: b"Name,Gave\nSha\x07\x01rma,5\n", "kind"),
    "half a UTF-16 file": (lambda: KHATA.encode("utf-16")[:-1], "letters"),
    "letters of no encoding": (lambda: b"Name\n\x81\x8d\x8f\n", "letters"),
    "lone surrogates": (lambda: "Name,\ud800\n".encode("utf-16", "surrogatepass"), "letters"),
    "a thousand columns": (lambda: b"x," * 1000 + b"x\n", "columns"),
    "too many rows": (lambda: b"x,1\n" * 50_001, "rows"),
    "one endless cell": (lambda: b'"' + b"x" * 400_000, "quote"),
    "nothing": (lambda: b"", "empty"),
    "nothing but blanks": (lambda: b"\xef\xbb\xbf \r\n\t\n", "empty"),
    "nothing but commas": (lambda: b",,,\n,,\n", "empty"),
    "too many bytes": (lambda: b"x" * (5 * 1024 * 1024 + 1), "bytes"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
def _twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "one")
        archive.writestr("xl/workbook.xm1", "two")
    return out.getvalue().replace(b"xl/workbook.xm1", b"xl/workbook.xml")


def _repeated_text():
    text = "<si><t>" + "".join(chr(97 + n % 26) for n in range(30_000)) + "</t></si>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'
    cells = "".join(
        f'<row r="{r}">' + "".join('<c t="s"><v>0</v></c>' for _ in range(20)) + "</row>"
        for r in range(1, 200)
    )
    return with_sheet(sheet_xml(cells), **{"xl/sharedStrings.xml": strings})


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    make, reasons = HOSTILE[name]
    with pytest.raises(SheetError) as caught:
        read_table(make(), "khata.xls")
    assert caught.value.reason in ((reasons,) if isinstance(reasons, str) else reasons)
    assert caught.value.message.endswith(".")
    assert caught.value.field == "file"


def test_a_quote_left_open_is_named_by_its_line():
    with pytest.raises(
        SheetError, match=r"^A quotation mark in line 3 is never closed\. Correct it and try again\.$"
    ):
        read_table(b'Name,Note\nSharma,ok\nDas,"rice\nRoy,5\n')


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_named_refusal(content):
    try:
        table = read_table(content, "khata.csv")
    except SheetError:
        return
    assert table.rows[-1]


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]))
def test_any_text_is_a_table_or_a_named_refusal(text, encoding):
    content = text.encode(encoding, "ignore")
    try:
        table = read_table(content, "khata.csv")
    except SheetError:
        return
    assert table.rows[-1]


WHOLE = spreadsheet([["Name", "Gave"], ["শর্মা", 500]])


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_excel_file_is_a_table_or_a_named_refusal(changes):
    content = bytearray(WHOLE)
    for place, value in changes:
        content[place] = value
    try:
        read_table(bytes(content), "khata.xlsx")
    except SheetError as refusal:
        assert refusal.message


# Taking tables away ----------------------------------------------------------------------------

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://dev.example\",\"শর্মা\")", " =1+1", '"=1+1', ",=1+1",
    "'=1+1", "＝1+1", "＋1", "－1", "＠A1", ";=1", "=cmd|' /C calc'!A0", "#N/A", "{=1}",
]  # fmt: skip


def exported(write, **options):
    rows = [[text, Amount(-420_050), 7, date(2026, 4, 14)] for text in FORMULAS]
    return write(
        columns=[Column("Name"), Column("Gave"), Column("Count"), Column("Day")], rows=rows, **options
    )


def test_no_text_becomes_a_formula_in_excel_and_numbers_stay_numbers():
    sheet = load_workbook(io.BytesIO(exported(write_xlsx, title="Khata"))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [text.replace("\r", "\n") for text in FORMULAS]
    assert {row[0].data_type for row in rows} == {"s"}
    assert {(row[1].value, row[1].number_format, row[1].data_type) for row in rows} == {
        (-4200.5, "#,##,##0.00", "n")
    }
    assert {(row[2].value, row[3].value, row[3].number_format) for row in rows} == {
        (7, datetime(2026, 4, 14), "dd/mm/yyyy")
    }
    assert all(row[0].quotePrefix for row in rows if guarded(row[0].value) != row[0].value)


def test_no_text_becomes_a_formula_in_csv_and_numbers_stay_numbers():
    content = exported(write_csv).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert [row[1:] for row in rows] == [["-4200.50", "7", "2026-04-14"]] * len(FORMULAS)
    assert not [
        row[0]
        for row in rows
        if row[0].lstrip(" \t\r\n\"',;")[:1] in set("=+-@＝＋－＠") and row[0][0] != "'"
    ]


def test_what_was_taken_away_comes_back_as_it_was():
    assert [row[0] for row in read_table(exported(write_csv)).rows[1:]] == FORMULAS
    assert [row[0] for row in read_table(exported(write_xlsx, title="x")).rows[1:]] == [
        text.replace("\r", "\n") for text in FORMULAS
    ]


@given(st.text(max_size=40))
def test_the_guard_against_formulas_comes_off_again(text):
    assert unguarded(guarded(text)) == text


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
            str.strip
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_survives_the_way_through_csv(texts):
    content = write_csv(columns=[Column("Name"), Column("Note")], rows=[[text, "x"] for text in texts])
    assert [row[0] for row in read_table(content).rows[1:]] == texts


@given(minor=st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_amount_is_exact_in_excel_and_in_csv(minor):
    columns, rows = [Column("Gave"), Column("Note")], [[Amount(minor), "x"]]
    sheet = load_workbook(io.BytesIO(write_xlsx(title="x", columns=columns, rows=rows))).active
    assert round(sheet["A2"].value * 100) == minor
    assert int(read_table(write_csv(columns=columns, rows=rows)).rows[1][0].replace(".", "")) == minor


def test_the_heading_stays_in_view_below_the_lines_above_it():
    content = write_xlsx(
        title="Khata: শর্মা [2026] / a very long name of a book", columns=[Column("Name", 30), Column("Gave")],
        rows=[["শর্মা\x00\ud800", None]], above=[["Asha Stores"], ["Statement", "2026"]], rtl=True,
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.title == "Khata  শর্মা  2026    a very lo"
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width, sheet.sheet_view.rightToLeft) == (
        "A4",
        30,
        True,
    )
    assert [cell.value for cell in sheet["A"]] == ["Asha Stores", "Statement", "Name", "শর্মা"]
    assert sheet["A3"].font.bold
