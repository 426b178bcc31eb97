"""A round as it lies on the clerk's desk, before it is entered."""

from dataclasses import dataclass, field

DONE = "已完成"
STAGED = "阶段性完成"
UNDER_WAY = "正在推进"
UNFINISHED = "未完成"


def section(body="", heading="", kind="文字", **fields) -> dict:
    """Return a row of the round page's 公布栏目."""
    return {"kind": kind, "heading": heading, "body": body, **fields}


@dataclass
class Finding:
    """One finding with its measures and the entries of the ledger.

    A measure is its text, or a pair with its outcome, done unless said otherwise; an entry
    is a community with its status.
    """

    title: str
    approach: str = ""
    measures: list = field(default_factory=list)
    issues: list = field(default_factory=list)
    heading: str = ""
    measure_style: str = ""

    @property
    def row(self) -> dict:
        names = ("title", "approach", "heading", "measure_style")
        return {name: getattr(self, name) for name in names}

    @property
    def measure_rows(self) -> list[dict]:
        pairs = [(one, DONE) if isinstance(one, str) else one for one in self.measures]
        return [{"text": text, "outcome": outcome} for text, outcome in pairs]


@dataclass
class Category:
    """A category with its findings; `parent` is the title of the one above it."""

    title: str
    findings: list[Finding] = field(default_factory=list)
    parent: str = ""
    heading: str = ""
    body: str = ""
    run_in: bool = False

    @property
    def row(self) -> dict:
        return {"title": self.title, "heading": self.heading}

    @property
    def place(self) -> dict:
        return {"parent": self.parent} if self.parent else {}

    @property
    def text(self) -> dict:
        return {"body": self.body, "run_in": self.run_in}


@dataclass
class Papers:
    """Everything about one round. `rows` are the other inlines of its page."""

    round: dict
    communities: dict[str, str]
    sections: list[dict]
    categories: list[Category]
    names: list[dict] = field(default_factory=list)
    rows: dict[str, list[dict]] = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    department: str = "示例综合科"
