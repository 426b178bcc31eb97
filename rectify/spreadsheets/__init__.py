"""The ledger as rows of a spreadsheet, in the office's own column names."""
