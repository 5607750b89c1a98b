"""What a statement becomes: words, a page of days, a sheet, a PDF, a file that is kept for a week."""
