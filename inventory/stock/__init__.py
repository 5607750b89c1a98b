"""The only writer of stock: movements, the sums of them, and their worth in the journal.

Everything here runs under the book's lock (businesses.books.lock), inside the caller's transaction. Who may move
what, and how forms say it, is the operations' affair; seals live in inventory/seals/*.sql.
"""

from inventory.stock.acts import LINES_MAX, Act, Low, Moved, Row, StockResult
from inventory.stock.back import take_back
from inventory.stock.promised import overpromised, promise
from inventory.stock.write import check_day, standing_result, write

__all__ = [
    "LINES_MAX",
    "Act",
    "Low",
    "Moved",
    "Row",
    "StockResult",
    "check_day",
    "overpromised",
    "promise",
    "standing_result",
    "take_back",
    "write",
]
