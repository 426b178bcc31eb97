"""Papers of a few lines, put on the desk without a database."""

from datetime import date

from rectify.figures import Tally
from rectify.models import Round
from rectify.notices.blocks import Block, Kind
from rectify.notices.checks.paper import Counted, Ledger, Paper
from rectify.notices.traced import Traced

SECTION = "栏目“整改情况”"
FINDING = "反馈问题“设施维护不及时”"
CATEGORY = "类别“服务群众”"

# A street with 29 communities and 523 entries, all done: the facts of 2022.
FACTS = {
    "issues": Tally(done=523),
    "findings": Tally(done=25),
    "measures": Tally(done=54),
    "categories": (Counted("服务群众", Tally(done=523), Tally(done=25), Tally(done=54)),),
    "findings_counted": (Counted("设施维护不及时", Tally(done=40), Tally(done=1), Tally(done=2)),),
    "communities": tuple(
        Counted(f"示例{number}社区", Tally(done=523 if number == 1 else 0))
        for number in range(1, 30)
    ),
    "campaigns": ("楼道堆物清理", "飞线充电整治", "犬只管理"),
    "mechanisms": ("《巡查制度》", "《例会制度》", "《首问制度》"),
    "ledger": Ledger(Tally(done=523)),
}
# The same street half-way.
UNDER_WAY = {
    "issues": Tally(done=500, staged=3, under_way=20),
    "findings": Tally(done=20, under_way=5),
    "measures": Tally(done=50, under_way=4),
    "findings_counted": (
        Counted("设施维护不及时", Tally(done=30, under_way=10), Tally(under_way=1), Tally(done=2)),
    ),
}


def round_of(**fields) -> Round:
    """Return a round that is in no database."""
    return Round(
        **{
            "slug": "sample",
            "name": "示例街道2022年巡察整改",
            "inspected_body": "示例街道",
            "publisher": "中共示例街道工作委员会",
            "inspected_from": date(2022, 8, 1),
            "inspected_to": date(2022, 9, 14),
            "fed_back_on": date(2022, 11, 3),
            "signed_on": date(2023, 5, 6),
            "telephone": "（022）66596006",
            **fields,
        }
    )


def line(text: str, place: str = SECTION, *, kind: Kind = Kind.PARAGRAPH, lead: str = "") -> Block:
    """Return one line; what stands in [brackets] was written by a variable."""
    pieces = text.split("[")
    traced = Traced(pieces[0])
    for piece in pieces[1:]:
        written, typed = piece.split("]", 1)
        traced = traced + Traced.written_by(written, "变量") + typed
    return Block(kind, traced, lead=lead, place=place)


def paper(*lines: str | Block, place: str = SECTION, round: dict | None = None, **facts) -> Paper:
    """Return a paper of these lines with the facts of FACTS, changed where asked."""
    blocks = tuple(one if isinstance(one, Block) else line(one, place) for one in lines)
    return Paper(round=round_of(**(round or {})), blocks=blocks, **{**FACTS, **facts})


def said(rule, paper: Paper) -> list[tuple[str, str]]:
    """Return what a rule says, each remark by its code and the words it quotes."""
    return [(remark.code, remark.quotation) for remark in rule(paper)]
