"""The notice (整改进展情况公布): composed once from the data, laid out by many faces."""
