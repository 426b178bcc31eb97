"""Text that no spreadsheet program runs, and that is read back as it was.

In .xlsx a cell is written as text outright, so that nothing in it is ever a formula; what XML
cannot hold stands there as Excel itself writes it. In .csv there are no kinds of cells, and a
program guesses: there a quotation mark stands before what it would run. Free of Django, for
the reader reads by the same rules.
"""

import re

# Excel takes the full-width and small forms for signs too, where Chinese or Japanese is set,
# and all programs pass over blanks before a sign.
SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
BLANKS = "\\s\u200b\u2060\ufeff"
CONTROLS = "\x00-\x1f\x7f-\x9f"
RUNS = re.compile(f"'*(?:[{CONTROLS}]|[{BLANKS}]*[{SIGNS}])")

# Not among XML 1.0's characters; a carriage return is, and is read back as a line feed.
NOT_IN_XML = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
# The underscore is written out where a reader would otherwise take what follows for an escape.
ESCAPED = re.compile(f"[{NOT_IN_XML}]|_(?=x[0-9A-Fa-f]{{4}}[_{NOT_IN_XML}])")
HALF_AN_ESCAPE = re.compile(r"_(?:x[0-9A-F]{0,4})?\Z")

# What nobody takes for anything but text, and what is written as it is.
PLAIN = re.compile(f"[\\w（“《【][^{NOT_IN_XML}_]{{0,16000}}")

# Excel's own limit; it calls a file with a longer cell damaged.
MOST_IN_A_CELL = 32_767
CUT = "……（这一格放不下，全文见系统）"


def runs(text: str) -> bool:
    """Tell whether a spreadsheet program might run a text, or swallow its beginning."""
    return RUNS.match(text) is not None


def is_plain(text: str) -> bool:
    """Tell at a glance that a text needs no care; most do not, and care takes time."""
    return PLAIN.fullmatch(text) is not None


def for_csv(text: str) -> str:
    """Return a text as it stands in .csv: after a ' when a program might run it.

    A text that has such marks already gets one more, so that taking one off gives it back.
    """
    return f"'{text}" if RUNS.match(text) else text


def from_csv(text: str) -> str:
    """Return the text that for_csv has written."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def for_xlsx(text: str) -> str:
    """Return a text as it stands in .xlsx, with _xHHHH_ for each character XML cannot hold.

    So does Excel, which reads _x0001_ back as that character, and hence _x005F_x0001_ as the
    seven characters _x0001_. A text longer than a cell holds is cut where it says so.
    """
    written = ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    # Counted in units of UTF-16, of which a character takes one or two.
    if len(written) * 2 > MOST_IN_A_CELL:
        units = written.encode("utf-16-le")
        if len(units) > MOST_IN_A_CELL * 2:
            room = (MOST_IN_A_CELL - len(CUT)) * 2
            kept = units[:room].decode("utf-16-le", errors="ignore")
            return HALF_AN_ESCAPE.sub("", kept) + CUT
    return written


def was_cut(text: str) -> bool:
    """Tell whether a cell holds only the beginning of its text."""
    return text.endswith(CUT)
