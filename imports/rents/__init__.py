"""Houses from a sheet: a unit to a row, with who lives there, for how much, and what they owe."""
