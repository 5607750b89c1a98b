"""Tables from and for other people's programs: CSV and spreadsheets."""

from core.sheets.reading import SheetError, Table, read_table
from core.sheets.writing import Amount, Column, Sheet, write_csv, write_workbook, write_xlsx

__all__ = [
    "Amount",
    "Column",
    "Sheet",
    "SheetError",
    "Table",
    "read_table",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
