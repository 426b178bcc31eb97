"""Publication (公布): four steps, a frozen edition, and what proves that it stayed as it was."""
