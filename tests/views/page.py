"""Reads a page as somebody without a screen does: its tables, terms and links, as text."""

from html.parser import HTMLParser

CELLS = {"th", "td"}
PARTS = {"caption", "dt", "dd", "h1", "h2", "h3", "p", "li", "text"}


class Page(HTMLParser):
    """A page taken apart.

    `tables` are by caption, each a list of rows of texts; `terms` are (name, value) pairs in
    order; `texts` are by tag; `links` are by their text.
    """

    def __init__(self, response):
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.terms: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self._open: list[tuple[str, list[str]]] = []
        self._rows: list[list[str]] = []
        self._address = ""
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag == "a":
            self._address = dict(attrs).get("href", "")
        if tag in CELLS | PARTS | {"a"}:
            self._open.append((tag, []))

    def handle_data(self, data):
        for _, parts in self._open:
            parts.append(data)

    def handle_endtag(self, tag):
        if not self._open or self._open[-1][0] != tag:
            return
        text = " ".join("".join(self._open.pop()[1]).split())
        self.texts.setdefault(tag, []).append(text)
        if tag in CELLS:
            self._rows[-1].append(text)
        elif tag == "caption":
            self.tables[text] = self._rows
        elif tag == "a":
            self.links[text] = self._address
        elif tag == "dd":
            self.terms.append((self.texts["dt"][-1], text))

    def table(self, beginning: str) -> list[list[str]]:
        """Return the rows of the one table whose caption begins so, without its headings."""
        [rows] = [rows for caption, rows in self.tables.items() if caption.startswith(beginning)]
        return rows[1:]
