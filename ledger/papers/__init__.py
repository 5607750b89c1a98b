"""What an accountant reads and takes along: ledgers, the day book, the trial balance; each a table first."""
