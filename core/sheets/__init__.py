"""Tables from and for other people's programs: CSV and spreadsheets."""

from core.sheets.reading import SheetError, Table, read_table
from core.sheets.writing import Amount, Column, write_csv, write_xlsx

__all__ = ["Amount", "Column", "SheetError", "Table", "read_table", "write_csv", "write_xlsx"]
