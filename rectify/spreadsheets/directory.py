"""Everything that a row of the ledger can name, read once for all rows of a file."""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property

from communities.models import Community, Department, Owner
from rectify.models import Category, Finding, Issue, Round
from rectify.spreadsheets.matching import Names, named, short_names
from rectify.spreadsheets.quoting import quoted

COMMUNITY_ENDINGS = ("社区", "村", "社区居委会", "居委会", "村委会")
BODIES = ("党委", "党总支", "党支部", "居委会", "居民委员会", "村委会", "村民委员会")
DEPARTMENT_ENDINGS = ("室", "公室", "办公室", "科", "科室")
FINDING_PATTERNS = (
    "针对{}的问题",
    "对{}的问题",
    "关于{}的问题",
    "{}的问题",
    "{}问题",
    "关于{}问题",
)
CATEGORY_PATTERNS = (
    "关于{}问题",
    "关于{}的问题",
    "关于{}方面",
    "关于{}方面的问题",
    "{}方面",
    "{}问题",
)
# Between a category and the one above it, where the title alone is not enough.
BELOW = "／"


class Directory:
    """The communities, findings, departments and owners of a round, under all their names."""

    def __init__(self, round: Round):
        self.round = round

    @cached_property
    def inspected(self) -> set[int]:
        """The keys of the communities of the round."""
        return set(self.round.communities.values_list("pk", flat=True))

    @cached_property
    def communities(self) -> Names:
        """All communities: one of another round is told apart from one that there is not."""
        return named("社区", self._rows["community"].values(), _names_of_community)

    @cached_property
    def departments(self) -> Names:
        return named("责任科室", self._rows["department"].values(), _names_of_department)

    @cached_property
    def owners(self) -> dict[int, Names]:
        """The owners of each community, by its key."""
        entries = {}
        for owner in self._rows["owner"].values():
            entries.setdefault(owner.community_id, []).append((owner, _names_of_owner(owner)))
        return {key: Names("责任人", rows) for key, rows in entries.items()}

    @cached_property
    def categories(self) -> Names:
        rows = Category.objects.filter(round=self.round).select_related("parent")
        return named("问题类别", rows, _names_of_category)

    @cached_property
    def findings(self) -> Names:
        return named("反馈问题", self._rows["finding"].values(), _names_of_finding)

    def place(self, issue: Issue) -> bool:
        """Give an entry the rows that it names, from those that are here anyway.

        False when one of them is not there any more.
        """
        places = [("community", True), ("department", True), ("finding", True), ("owner", False)]
        for name, is_needed in places:
            key = getattr(issue, f"{name}_id")
            row = self._rows[name].get(key)
            if row is None and (is_needed or key):
                return False
            setattr(issue, name, row)
        return True

    @cached_property
    def _rows(self) -> dict[str, dict[int, object]]:
        """What entries can name, by field and key.

        There are few of them: to join them to each entry takes longer than all else.
        """
        findings = Finding.objects.filter(category__round=self.round)
        every = {
            "community": Community.objects.all(),
            "department": Department.objects.all(),
            "owner": Owner.objects.select_related("community"),
            "finding": findings.select_related("category__round", "category__parent"),
        }
        return {field: {one.pk: one for one in found} for field, found in every.items()}

    def community_named(self, names: Iterable[str]) -> str:
        """Return the community that the first of some names is one of, "" when none is."""
        for name in names:
            found = self.communities.all(name)
            if len(found) == 1:
                return found[0].name
        return ""

    def owner(self, community: Community, text: str) -> Owner:
        """Return the owner of a community that a cell names. Raises ValueError."""
        names = self.owners.get(community.pk) or Names("责任人", [])
        try:
            return names.find(text)
        except ValueError as refusal:
            raise ValueError(f"{community}：{refusal}") from None

    def finding(self, category: str, text: str) -> Finding:
        """Return the finding that a cell names, within its category if that is given.

        A category that is divided further stands for all below it. Raises ValueError.
        """
        found = self.findings.all(text)
        if not category:
            if len(found) > 1:
                raise ValueError(
                    f"有几个类别都有反馈问题{quoted(text)}，请填问题类别：{_categories_of(found)}。"
                )
            return found[0] if found else self.findings.find(text)
        chosen = {one.pk for one in self.categories.all(category)}
        if not chosen:
            raise ValueError(self.categories.unknown(category))
        within = [one for one in found if {one.category_id, one.category.parent_id} & chosen]
        if len(within) == 1:
            return within[0]
        if within:
            raise ValueError(
                f"类别{quoted(category)}下有几条反馈问题都叫{quoted(text)}，"
                f"请把类别写成：{_categories_of(within)}。"
            )
        if found:
            there = "、".join(one.category.title for one in found)
            raise ValueError(
                f"反馈问题{quoted(text)}不在类别{quoted(category)}下，它的类别是：{there}。请改其中一个。"
            )
        return self.findings.find(text)


def repeated(titles: Iterable[str]) -> frozenset[str]:
    """Return the titles that come more than once."""
    return frozenset(title for title, times in Counter(titles).items() if times > 1)


def category_title(category: Category, repeated: Collection[str]) -> str:
    """Return a category as a cell names it: with the one above where its title is repeated."""
    if category.title in repeated and category.parent:
        return f"{category.parent.title}{BELOW}{category.title}"
    return category.title


def _categories_of(findings: list[Finding]) -> str:
    """List the categories of findings, each so that it cannot be taken for another one."""
    return "、".join(category_title(one.category, [one.category.title]) for one in findings)


def _names_of_community(community: Community) -> list[str]:
    name = community.name
    return [
        name,
        community.code,
        community.full_name,
        *short_names(name, COMMUNITY_ENDINGS),
        *[f"{name}{body}" for body in BODIES],
    ]


def _names_of_department(department: Department) -> list[str]:
    return [department.name, *short_names(department.name, DEPARTMENT_ENDINGS)]


def _names_of_owner(owner: Owner) -> list[str]:
    names = [owner.post, f"{owner.community}{owner.post}"]
    if owner.name:
        names += [
            owner.name,
            f"{owner.post}{owner.name}",
            f"{owner.name}（{owner.post}）",
            str(owner),
        ]
    return names


def _names_of_category(category: Category) -> list[str]:
    title = category.title
    names = [title, *(pattern.format(title) for pattern in CATEGORY_PATTERNS)]
    if category.parent:
        names += [f"{category.parent.title}{between}{title}" for between in (BELOW, "|", "｜", ">")]
    return names


def _names_of_finding(finding: Finding) -> list[str]:
    return [finding.title, *(pattern.format(finding.title) for pattern in FINDING_PATTERNS)]
