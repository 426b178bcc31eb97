"""Every address of the site, opened by everyone: the table was written out by hand.

An address without a row here fails the test, so that nobody adds a page without saying who
may open it. The rows asked for belong to 新园里社区 and 公共安全办公室, for which the secretary
of the east and the clerk answer; those of the west and the other department are strangers.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from communities.models import Community, Department, Owner, User
from rectify import audit, workflow
from rectify.evidence.examination import examine
from rectify.models import (
    AuditEntry,
    Campaign,
    Category,
    Extension,
    Finding,
    Measure,
    Mechanism,
    OfficialName,
    PlannedWork,
    ProgressEntry,
    Result,
    Round,
    Section,
)
from rectify.models.audit import AuditKind
from rectify.states import MoveName, Status
from tests.evidence import files
from tests.views.conftest import taken

CAST = [
    "visitor",
    "accounts_keeper",
    "officer",
    "clerk",
    "other_clerk",
    "east_secretary",
    "west_secretary",
    "observer",
    "auditor",
]

# What each of the cast gets from GET, in that order: 302 leads a visitor to the log-in, and a
# secretary out of the admin.
#                visitor  keeper  officer clerk   other   east    west    observer auditor
ANYONE = [200, 200, 200, 200, 200, 200, 200, 200, 200]
LOGGED_IN = [302, 200, 200, 200, 200, 200, 200, 200, 200]
LED_ON = [302, 302, 302, 302, 302, 302, 302, 302, 302]
STAFF = [302, 200, 200, 200, 200, 302, 302, 200, 200]
ACCOUNTS = [302, 200, 403, 403, 403, 302, 302, 403, 403]
AUDITOR = [302, 403, 403, 403, 403, 302, 302, 403, 200]
OFFICE = [302, 403, 200, 403, 403, 302, 302, 403, 403]
OFFICE_READ = [302, 403, 200, 403, 403, 302, 302, 200, 403]
NOBODY = [302, 403, 403, 403, 403, 302, 302, 403, 403]
NOTHING = [302, 404, 404, 404, 404, 302, 302, 404, 404]
LEDGER = [302, 403, 200, 200, 200, 302, 302, 200, 403]
ENTRY = [302, 403, 200, 200, 404, 302, 302, 200, 403]
ENTRY_HISTORY = [302, 404, 200, 200, 404, 302, 302, 200, 404]
ENTRY_EXAMINED = [302, 404, 200, 200, 404, 302, 302, 403, 404]
ENTRY_OF_OFFICE = [302, 404, 200, 403, 404, 302, 302, 403, 404]
MINE = [302, 404, 404, 404, 404, 200, 200, 404, 404]
MY_ROW = [302, 404, 404, 404, 404, 200, 404, 404, 404]
# Only POST does anything there; GET comes from a log-in on the way and leads back.
MY_FORM = [302, 404, 404, 404, 404, 302, 404, 404, 404]
MY_REMOVAL = [302, 404, 200, 403, 404, 200, 404, 403, 404]
EVIDENCE = [302, 404, 200, 200, 404, 200, 404, 200, 404]


def of_model(name, **pages):
    """Return rows for the five pages that Django makes for a model."""
    return {f"admin:{name}_{page}": statuses for page, statuses in pages.items()}


def business(name):
    """Return the rows of what the office keeps and the observer reads."""
    return of_model(
        name,
        changelist=OFFICE_READ,
        add=OFFICE,
        change=OFFICE_READ,
        delete=OFFICE,
        history=OFFICE_READ,
    )


TABLE = {
    # The public
    "round_list": ANYONE,
    "round_detail": ANYONE,
    "healthz": ANYONE,
    # Coming and going
    "login": [200, 302, 302, 302, 302, 302, 302, 302, 302],
    "logout": [405, 405, 405, 405, 405, 405, 405, 405, 405],
    "password_change": LOGGED_IN,
    "landing": LED_ON,
    # Secretaries
    "my_issues": MINE,
    "my_issue": MY_ROW,
    "my_report": MY_FORM,
    "my_move": MY_FORM,
    "my_extension": MY_FORM,
    "my_extension_withdraw": MY_FORM,
    "my_evidence": MY_ROW,
    "my_evidence_remove": MY_REMOVAL,
    "evidence_file": EVIDENCE,
    "evidence_thumbnail": EVIDENCE,
    # The frame of the admin
    "admin:index": STAFF,
    "admin:login": [302, 302, 302, 302, 302, 403, 403, 302, 302],
    "admin:logout": [302, 405, 405, 405, 405, 302, 302, 405, 405],
    "admin:password_change": LED_ON,
    "admin:password_change_done": LED_ON,
    "admin:jsi18n": STAFF,
    # No form of ours searches as one types.
    "admin:autocomplete": NOBODY,
    "admin:app_list": [302, 404, 200, 200, 200, 302, 302, 200, 200],
    "admin:None": NOTHING,
    # The ledger
    **of_model(
        "rectify_issue",
        changelist=LEDGER,
        add=OFFICE,
        change=ENTRY,
        delete=OFFICE,
        history=ENTRY_HISTORY,
    ),
    "admin:rectify_issue_move": ENTRY_EXAMINED,
    "admin:rectify_issue_adjust": ENTRY_OF_OFFICE,
    "admin:rectify_extension_decide": ENTRY_EXAMINED,
    # The list sends the entries that were chosen there.
    "admin:rectify_issue_bulk": [302, 403, 302, 302, 302, 302, 302, 403, 403],
    "admin:rectify_issue_deleted": OFFICE_READ,
    # Around it
    **business("rectify_round"),
    "admin:rectify_round_deleted": OFFICE_READ,
    "admin:rectify_section_deleted": OFFICE_READ,
    "admin:rectify_category_deleted": OFFICE_READ,
    "admin:rectify_finding_deleted": OFFICE_READ,
    "admin:rectify_measure_deleted": OFFICE_READ,
    "admin:rectify_round_notice": OFFICE_READ,
    **business("rectify_section"),
    **business("rectify_category"),
    **business("rectify_finding"),
    **business("rectify_measure"),
    **business("rectify_plannedwork"),
    **business("rectify_campaign"),
    **business("rectify_mechanism"),
    **business("rectify_result"),
    **business("rectify_officialname"),
    # Edited on the page of their round alone.
    **of_model("rectify_officialname", add=NOBODY, delete=NOBODY),
    **business("communities_community"),
    **business("communities_department"),
    **business("communities_owner"),
    # Accounts and the record
    **of_model(
        "communities_user",
        changelist=ACCOUNTS,
        add=ACCOUNTS,
        change=ACCOUNTS,
        delete=NOBODY,
        history=ACCOUNTS,
    ),
    "admin:auth_user_password_change": ACCOUNTS,
    **of_model(
        "rectify_auditentry",
        changelist=AUDITOR,
        add=NOBODY,
        change=AUDITOR,
        delete=NOBODY,
        history=AUDITOR,
    ),
}

ROWS = {
    "rectify_section": Section,
    "rectify_category": Category,
    "rectify_finding": Finding,
    "rectify_measure": Measure,
    "rectify_plannedwork": PlannedWork,
    "rectify_campaign": Campaign,
    "rectify_mechanism": Mechanism,
    "rectify_result": Result,
    "rectify_officialname": OfficialName,
    "rectify_round": Round,
    "rectify_auditentry": AuditEntry,
    "communities_community": Community,
    "communities_department": Department,
    "communities_owner": Owner,
}


def names(resolver=None, namespace="") -> list[tuple[str, str]]:
    """Return name and route of all addresses, each name with the name of its space."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            found.append((f"{namespace}{pattern.name}", str(pattern.pattern)))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += names(pattern, inner)
    return found


def test_every_address_has_a_row():
    named = [name for name, _ in names() if name != "admin:None"]
    assert sorted(named) == sorted(set(TABLE) - {"admin:None"})
    # Django's own: the old addresses of rows, and the last one for whatever is left.
    nameless = {route for name, route in names() if name == "admin:None"}
    assert nameless == {"<path:object_id>/", "(?P<url>.*)$"}


@pytest.fixture
def entry(east_issue, east_secretary, in_progress):
    """An entry with progress, a photograph and an open request, which waits for examination."""
    Result.objects.create(round=in_progress, kind="criticism", people=1)
    audit.record(AuditKind.EXPORT, subject="台账")
    photo = examine(SimpleUploadedFile("照片.jpg", files.image("JPEG")))
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    workflow.reports.report(east_issue, by=east_secretary, text="换了灯。", files=[photo])
    workflow.extensions.ask(
        east_issue,
        by=east_secretary,
        reason="雨季。",
        new_due_on=east_issue.due_on.replace(year=east_issue.due_on.year + 1, day=1),
    )
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary)
    east_issue.refresh_from_db()
    assert east_issue.status == Status.TO_ENDORSE
    return east_issue


def address_of(name, entry) -> str:
    """Return the address of one name, for the entry or what belongs to it."""
    progress = ProgressEntry.objects.get(issue=entry)
    evidence = progress.evidence.get()
    arguments = {
        "round_detail": ["hangzhoudao-2022"],
        "my_issue": [entry.pk],
        "my_report": [entry.pk],
        "my_move": [entry.pk, "withdraw"],
        "my_extension": [entry.pk],
        "my_extension_withdraw": [Extension.objects.get(issue=entry).pk],
        "my_evidence": [progress.pk],
        "my_evidence_remove": [evidence.token],
        "evidence_file": [evidence.token],
        "evidence_thumbnail": [evidence.token],
        "admin:rectify_issue_move": [entry.pk, "endorse"],
        "admin:rectify_issue_adjust": [entry.pk],
        "admin:rectify_extension_decide": [Extension.objects.get(issue=entry).pk],
        "admin:rectify_issue_bulk": ["endorse"],
        "admin:rectify_round_notice": [entry.round_id],
        "admin:auth_user_password_change": [User.objects.get_or_create(username="somebody")[0].pk],
    }
    if name == "admin:None":
        return "/admin/nothing/of/the/kind/"
    if name == "admin:app_list":
        return "/admin/rectify/"
    if name == "admin:password_change":
        return "/admin/password_change/"
    if name in arguments:
        return reverse(name, args=arguments[name])
    space, _, model_and_page = name.rpartition(":")
    model, _, page = model_and_page.rpartition("_")
    if space and page in ("change", "delete", "history"):
        if model == "rectify_issue":
            return reverse(name, args=[entry.pk])
        if model == "communities_user":
            return reverse(name, args=[User.objects.get(username="clerk").pk])
        return reverse(name, args=[ROWS[model].objects.first().pk])
    return reverse(name)


@pytest.fixture
def browsers(request) -> list[Client]:
    """A browser for each of the cast, the visitor's without anybody logged in."""
    found = []
    for who in CAST:
        found.append(Client())
        if who != "visitor":
            found[-1].force_login(request.getfixturevalue(who))
    return found


def batches(size: int = 10) -> list[list[str]]:
    """Return the names in batches: logging everyone in takes longer than opening a page."""
    ordered = sorted(TABLE)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: batch[0])
def test_address_opens_for_whom_the_table_says(batch, browsers, entry):
    found = {}
    for name in batch:
        address = address_of(name, entry)
        answers = [browser.get(address) for browser in browsers]
        found[name] = [answer.status_code for answer in answers]
        for answer in answers:
            taken(answer)
    assert found == {name: TABLE[name] for name in batch}


# --- Sending to where one may not ------------------------------------------------------------

# What each gets who is not of the east and sends a form there, complete as it may be.
SENT = {
    "my_report": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_move": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_extension": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_extension_withdraw": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_evidence": [302, 404, 404, 404, 404, 404, 404, 404],
}
# Those who are neither of the office nor of the department, in the admin.
SENT_TO_STAFF = {
    "admin:rectify_issue_change": [302, 403, 403, 302, 302, 403, 403],
    "admin:rectify_issue_delete": [302, 403, 403, 302, 302, 403, 403],
    "admin:rectify_issue_move": [302, 404, 404, 302, 302, 403, 404],
    "admin:rectify_issue_adjust": [302, 404, 404, 302, 302, 403, 404],
    "admin:rectify_extension_decide": [302, 404, 404, 302, 302, 403, 404],
    "my_evidence_remove": [302, 404, 404, None, 404, 403, 404],
}
OTHERS = [who for who in CAST if who != "east_secretary"]
NO_STAFF = [who for who in CAST if who not in ("officer", "clerk")]


def state(entry) -> tuple:
    """Return all that a form could have changed of an entry."""
    entry.refresh_from_db()
    return (
        entry.version,
        entry.status,
        list(entry.moves.values()),
        list(entry.progress.values()),
        list(entry.extensions.values()),
        list(entry.progress.get().evidence.values()),
    )


@pytest.mark.parametrize("name", [*SENT, *SENT_TO_STAFF])
def test_nothing_is_done_for_who_may_not(name, entry, request):
    senders = OTHERS if name in SENT else NO_STAFF
    expected = dict(zip(senders, (SENT | SENT_TO_STAFF)[name], strict=True))
    address = address_of(name, entry)
    before = state(entry)
    data = {
        "key": "00000000-0000-4000-8000-000000000001",
        "version": entry.version,
        "text": "改了。",
        "note": "改了。",
        "reason": "改了。",
        "because": "改了。",
        "new_due_on": "2099-01-01",
        "granted": "yes",
        "post": "yes",
    }
    found = {}
    for who, status in expected.items():
        if status is None:
            found[who] = None
            continue
        browser = Client()
        if who != "visitor":
            browser.force_login(request.getfixturevalue(who))
        found[who] = browser.post(address, data).status_code
    assert found == expected
    assert state(entry) == before


def test_bulk_action_reaches_only_what_one_may_see(entry, other_clerk):
    browser = Client()
    browser.force_login(other_clerk)
    before = state(entry)
    chosen = {"action": "endorse", "_selected_action": entry.pk, "select_across": "0"}
    page = browser.post("/admin/rectify/issue/", chosen, follow=True)
    assert str(entry.text) not in page.content.decode()
    data = {
        "key": "00000000-0000-4000-8000-000000000001",
        "chosen": f"{entry.pk}:{entry.version}",
        "entries": f"{entry.pk}",
    }
    answer = browser.post(reverse("admin:rectify_issue_bulk", args=["endorse"]), data, follow=True)
    assert str(entry.text) not in answer.content.decode()
    assert state(entry) == before


@pytest.mark.parametrize(
    "query",
    [
        "?q=楼道灯不亮",
        "?number=E1",
        "?department__name=公共安全办公室",
        "?department__id__exact={department}",
        "?community__id__exact={community}",
        "?community__name__startswith=新园里",
        "?owner__user__username=east",
        "?_popup=1&q=楼道灯不亮",
        "?_to_field=id&_popup=1&q=楼道灯不亮",
        "?_facets=True&q=楼道灯不亮",
        "?all=&q=楼道灯不亮",
    ],
)
def test_query_strings_show_nothing_of_others(entry, other_clerk, query):
    browser = Client()
    browser.force_login(other_clerk)
    query = query.format(department=entry.department_id, community=entry.community_id)
    page = browser.get(f"/admin/rectify/issue/{query}", follow=True)
    assert page.content.decode().count("楼道灯不亮。") == 0


@pytest.mark.parametrize(
    "query", ["?q=楼道灯不亮", "?page=1", "?round={round}", "?status=to_endorse"]
)
def test_list_of_ones_own_shows_nothing_of_others(entry, west_secretary, query):
    browser = Client()
    browser.force_login(west_secretary)
    page = browser.get(f"/my/{query.format(round=entry.round_id)}").content.decode()
    assert (page.count("楼道灯不亮。"), page.count("新园里")) == (0, 0)
