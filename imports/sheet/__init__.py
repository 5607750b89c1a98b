"""What a khata's table says: which column is which, what a cell means. Nothing here reads or writes the books."""
