"""The colours of outcomes in what is drawn: bars on pages, and the picture of a page.

Each at least 3 to 1 against the paper and the ground (WCAG 2.2, 1.4.11); a word and a number
always stand beside it.
"""

from rectify.states import Outcome

COLOURS = {
    Outcome.DONE: "#1a6b3c",
    Outcome.STAGED: "#0b4f8a",
    Outcome.UNDER_WAY: "#b97a00",
    Outcome.UNFINISHED: "#57606a",
}
