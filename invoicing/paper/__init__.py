"""A bill as it stands on paper: first as data, then on A4, A5 or a roll."""
