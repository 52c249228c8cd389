"""What leaves the program on paper: one description of a page, made into a workbook, a PDF, or a table to paste."""
