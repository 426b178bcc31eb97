"""Every address of the site, opened by everyone: the table was written out by hand.

An address without a row here fails the test, so that nobody adds a page without saying who
may open it. The rows asked for belong to 新园里社区 and 公共安全办公室, for which the secretary
of the east and the clerk answer; those of the west and the other department are strangers.
"""

import pytest
from django.urls import URLPattern, get_resolver

from tests.views.conftest import taken
from tests.walk.addresses import address_of

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
OFFICE_FORM = [302, 403, 302, 403, 403, 302, 302, 403, 403]
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
    "round_edition": ANYONE,
    "round_list_page": ANYONE,
    "round_community": ANYONE,
    "round_community_page": ANYONE,
    "edition_community": ANYONE,
    "edition_community_page": ANYONE,
    "progress_json": ANYONE,
    "progress_csv": ANYONE,
    "notice_file": ANYONE,
    "edition_file": ANYONE,
    "share_picture": ANYONE,
    "feed": ANYONE,
    "sitemap": ANYONE,
    "robots": ANYONE,
    # Only POST does anything there.
    "large_type": [405, 405, 405, 405, 405, 405, 405, 405, 405],
    "opinion_form": ANYONE,
    "opinion_look_up": ANYONE,
    "healthz": ANYONE,
    # Coming and going
    "login": [200, 302, 302, 302, 302, 302, 302, 302, 302],
    "logout": [405, 405, 405, 405, 405, 405, 405, 405, 405],
    "password_change": LOGGED_IN,
    "landing": LED_ON,
    # Secretaries
    "my_issues": MINE,
    "my_issue": MY_ROW,
    "my_ledger": [302, 404, 404, 404, 404, 200, 200, 404, 404],
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
    "admin:rectify_issue_export": LEDGER,
    "admin:rectify_issue_template": OFFICE,
    # Spreadsheets
    **of_model(
        "rectify_ledgerimport",
        changelist=OFFICE_READ,
        add=NOBODY,
        delete=NOBODY,
        history=OFFICE_READ,
        upload=OFFICE,
        # One that waits to be confirmed.
        change=OFFICE,
        file=OFFICE_READ,
        marked=OFFICE,
        # Only POST does anything there.
        discard=[302, 405, 405, 405, 405, 302, 302, 405, 405],
        undo=[302, 405, 405, 405, 405, 302, 302, 405, 405],
    ),
    # Publication
    **of_model(
        "rectify_publication",
        changelist=OFFICE_READ,
        add=NOBODY,
        change=OFFICE_READ,
        delete=NOBODY,
        history=OFFICE_READ,
        propose=OFFICE_READ,
        differences=OFFICE_READ,
        file=OFFICE_READ,
        # Only POST does anything there.
        step=[302, 405, 405, 405, 405, 302, 302, 405, 405],
    ),
    # Opinions of the public
    **of_model(
        "rectify_opinion",
        changelist=OFFICE,
        add=NOBODY,
        change=OFFICE,
        delete=NOBODY,
        history=OFFICE,
        # Only POST does anything there; GET comes from a log-in on the way and leads back.
        open=OFFICE_FORM,
        step=OFFICE_FORM,
    ),
    # Around it
    **business("rectify_round"),
    "admin:rectify_round_deleted": OFFICE_READ,
    "admin:rectify_section_deleted": OFFICE_READ,
    "admin:rectify_category_deleted": OFFICE_READ,
    "admin:rectify_finding_deleted": OFFICE_READ,
    "admin:rectify_measure_deleted": OFFICE_READ,
    "admin:rectify_round_notice": OFFICE_READ,
    "admin:rectify_round_sources": OFFICE_READ,
    # Only POST does anything there.
    "admin:rectify_round_notice_preview": [302, 405, 405, 405, 405, 302, 302, 405, 405],
    "admin:rectify_round_notice_move": [302, 405, 405, 405, 405, 302, 302, 405, 405],
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
