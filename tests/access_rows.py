"""The table of access: what each role is answered at each address, for things of its own place.

A row holds for one URL name and one way of asking. `get` and `post` say which roles are let in; `hidden` who is told
that there is no such thing although it lies in his place; all other roles are refused. A page without an object has
`kwargs=None`. To add a page: add its row here; the suite fails until it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from access_world import CODE, Things

from members.models import Role

LIAISON, CLERK, CHAIR = Role.BASE_LIAISON, Role.TOWN_CLERK, Role.TOWN_CHAIR
DEPT, STAT, LEADER, AUDITOR = Role.COUNTY_DEPT, Role.COUNTY_STAT, Role.COUNTY_LEADER, Role.AUDITOR
SYS_ADMIN, SEC_ADMIN, LOG_ADMIN = Role.SYS_ADMIN, Role.SEC_ADMIN, Role.LOG_ADMIN
ADMINISTRATORS = {SYS_ADMIN, SEC_ADMIN, LOG_ADMIN}
ALL = set(Role)
READERS = ALL - ADMINISTRATORS
#: Who types the figures of his own place; the county's people have a place of their own.
OWN_FILLERS = {LIAISON, CLERK, CHAIR}
FILLERS = OWN_FILLERS | {STAT, DEPT}
REVIEWERS = {DEPT, STAT, LEADER}
KEEPERS = {CHAIR, STAT, SEC_ADMIN}
TREE_KEEPERS = {STAT, SYS_ADMIN}

Kwargs = Callable[[Things], dict[str, Any]]
NOBODY: set[str] = set()
#: The page does not know this method.
NOT_TAKEN = None


@dataclass(frozen=True)
class Row:
    """One address and what each role is answered there."""

    name: str
    kwargs: Kwargs | None = None
    get: set[str] | None = NOT_TAKEN
    post: set[str] | None = NOT_TAKEN
    hidden: set[str] = field(default_factory=set)
    data: Callable[[Things], dict[str, Any]] = lambda things: {}
    query: Callable[[Things], str] = lambda things: ""
    json: bool = False
    #: Asking is written down; the test takes that back.
    logged: bool = False


def of(attribute: str, **more: str) -> Kwargs:
    """The primary key of a thing, and what else the address takes."""
    return lambda things: {
        "pk": getattr(things, attribute),
        **{key: getattr(things, name) for key, name in more.items()},
    }


def move(action: str, state: str, roles: set[str], name: str = "return-move") -> Row:
    """A row of the table of moves, asked for over the web."""
    data = {"action": action, "reason": "合计不符", "mend_by": "2099-01-01"}
    return Row(name, of(state), post=roles, hidden=ADMINISTRATORS, data=lambda things: data)


def issued_number(things: Things) -> str:
    return f"?union={things.union_code}&period=2025-01..2025-12&value=5"


def union_and_year(things: Things) -> str:
    return f"?union={things.union_code}&period=2026&provisional=1"


MEMBERS = [
    Row("login", get=ALL, post=ALL),
    Row("logout", post=ALL),
    Row("password-change", get=ALL, post=ALL),
    Row("account-list", get=KEEPERS),
    Row("account-add", get=KEEPERS, post=KEEPERS),
    Row("account-edit", of("account"), get=KEEPERS, post=KEEPERS),
    Row("account-reset", of("account"), get=KEEPERS, post=KEEPERS),
    Row("account-toggle", of("account"), post=KEEPERS),
    Row("account-log", get={SEC_ADMIN, LOG_ADMIN}),
    Row("union-list", get=ALL),
    Row("union-add", get=TREE_KEEPERS, post=TREE_KEEPERS),
    Row("union-edit", of("union"), get=TREE_KEEPERS, post=TREE_KEEPERS),
    Row("union-move", of("union"), get=TREE_KEEPERS, post=TREE_KEEPERS),
]

RETURNS = [
    Row("home", get=ALL),
    Row("matrix", get=READERS),
    Row("return-current", get=FILLERS),
    Row("return-open", lambda things: {"month": "2026-07"}, get=FILLERS, post=FILLERS),
    Row("return-edit", of("draft"), get=OWN_FILLERS, post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row(
        "return-save",
        of("draft"),
        post=OWN_FILLERS,
        hidden=ADMINISTRATORS,
        json=True,
        data=lambda things: {"cells": {CODE: {"text": "5"}}},
    ),
    Row("return-note", of("draft", code="code"), get=READERS, hidden=ADMINISTRATORS),
    Row(
        "return-reply",
        of("draft"),
        post=OWN_FILLERS,
        hidden=ADMINISTRATORS,
        data=lambda things: {"mark": things.reply_mark, "text": "已改"},
    ),
    Row("return-check", of("draft"), get=OWN_FILLERS, post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("return-submit", of("draft"), get=OWN_FILLERS, post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("return-sheet", of("reported"), get=READERS, hidden=ADMINISTRATORS),
    Row("return-findings", of("draft"), get=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("return-scan", of("draft"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("signed-sheet", of("scan"), get=READERS, hidden=ADMINISTRATORS),
    Row("return-receipt", of("reported"), get=OWN_FILLERS, hidden=ADMINISTRATORS),
    move("submit", "draft", OWN_FILLERS),
    move("sign", "submitted", {CHAIR}),
    move("hand_back", "submitted", {CHAIR}),
    move("withdraw", "reported", {LIAISON, CLERK, CHAIR}),
    move("approve", "reported", {STAT, LEADER}),
    move("return", "reported", REVIEWERS),
    move("reopen", "approved", {LEADER}),
]

REVIEW = [
    Row("review-list", get={CHAIR, *REVIEWERS}),
    Row("limit-list", get=REVIEWERS, post={STAT}, data=lambda things: {"limit-warm_high": "2500"}),
    Row("return-review", of("reported"), get=READERS, hidden=ADMINISTRATORS),
    Row(
        "return-mark", of("reported"), post=REVIEWERS, hidden=ADMINISTRATORS,
        data=lambda things: {"code": CODE, "text": "请核实"},
    ),
    Row(
        "return-settle", of("reported"), post=REVIEWERS, hidden=ADMINISTRATORS,
        data=lambda things: {"mark": things.open_mark},
    ),
    Row(
        "return-tick", of("reported"), post=REVIEWERS, hidden=ADMINISTRATORS,
        data=lambda things: {"section": "S02"},
    ),
]  # fmt: skip

SUMMARIES = [
    Row("rollup", query=union_and_year, get=READERS),
    Row("figure-rows", lambda things: {"code": CODE}, query=union_and_year, get=READERS),
    Row("figure-card", lambda things: {"code": CODE}, query=union_and_year, get=READERS),
    Row("drift-list", get=READERS),
    Row("rollup-cell", lambda things: {"code": CODE}, query=union_and_year, get=READERS),
    Row("summary-list", get=READERS),
    Row("summary-new", get=FILLERS, post=FILLERS),
    Row("summary-edit", of("summary"), get=READERS, hidden=ADMINISTRATORS),
    Row("summary-section", of("summary", key="section"), get=OWN_FILLERS, post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("section-draft", of("summary", key="section"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("summary-number", of("summary", key="section"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("summary-words", of("summary"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("summary-letter", of("summary"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("summary-download", of("summary", format="format"), get=READERS, hidden=ADMINISTRATORS),
    Row("summary-public", of("issued", format="format"), get=READERS, hidden=ADMINISTRATORS),
    Row("summary-version", of("issued", number="number", format="format"), get=READERS, hidden=ADMINISTRATORS),
    Row("summary-compare", of("issued"), get=READERS, hidden=ADMINISTRATORS, query=lambda things: "?old=v1&new=now"),
    Row(
        "issued-card",
        of("issued", number="number", code="code"),
        get=READERS,
        hidden=ADMINISTRATORS,
        query=issued_number,
    ),
    Row("summary-correction", of("issued", number="number", format="format"), get=READERS, hidden=ADMINISTRATORS),
    move("submit", "summary", OWN_FILLERS, "summary-move"),
    move("sign", "summary", {CHAIR}, "summary-move"),
    move("approve", "summary", {STAT, LEADER}, "summary-move"),
    move("reopen", "issued", {LEADER}, "summary-move"),
]

SENTENCES = [
    Row("sentence-list", get={STAT}),
    Row("outline-edit", get={STAT}, post={STAT}),
    Row("outline-copy", get={STAT}, post={STAT}),
    Row("outline-undo", of("copy"), post={STAT}),
    Row("summary-outline", of("summary"), post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("sentence-edit", lambda things: {"code": "P02-1"}, get={STAT}, post={STAT}),
    Row("sentence-preview", lambda things: {"code": "P02-1"}, post={STAT}),
    Row("sentence-reset", lambda things: {"code": "P02-1"}, post={STAT}),
]


def indicator(things: Things) -> dict[str, Any]:
    return {"code": things.code}


CATALOGUE = [
    Row("catalogue", get=READERS, post={STAT}),
    Row("indicator-count", get={STAT}, post={STAT}),
    Row("count-preview", post={STAT}, query=lambda things: "?ledger=dispute_case"),
    Row("indicator-add", lambda things: {"way": "entered"}, get={STAT}, post={STAT}),
    Row("indicator-edit", indicator, get=READERS, post={STAT}),
    Row("indicator-redefine", indicator, get={STAT}, post={STAT}),
    Row("indicator-retire", indicator, post={STAT}),
    Row("indicator-move", indicator, post={STAT}),
    Row("base-list", get={STAT, LEADER}),
    Row("base-edit", of("union"), get={STAT, LEADER}, post={STAT, LEADER}),
    Row("base-paper", of("paper"), get=READERS, hidden=ADMINISTRATORS),
    Row("target-list", query=lambda things: "?year=2026", get=READERS),
    Row("target-add", get={STAT}, post={STAT}),
    Row("target-edit", of("target"), get={STAT}, post={STAT}, hidden=ADMINISTRATORS),
    Row("target-delete", of("target"), post={STAT}, hidden=ADMINISTRATORS),
    Row("target-spread", of("target"), get={STAT}, post={STAT}, hidden=ADMINISTRATORS),
]

OLD_REPORTS = [
    Row("old-report-add", of("union"), get={STAT, LEADER}, post={STAT, LEADER}),
    Row("old-report", of("old_report"), get={STAT, LEADER}, hidden=ADMINISTRATORS),
    Row(
        "old-report-decide", of("old_report"), post={STAT, LEADER}, hidden=ADMINISTRATORS,
        data=lambda things: {"number": "0", "state": "taken"},
    ),
    Row("old-report-drop", of("old_report"), post={STAT, LEADER}, hidden=ADMINISTRATORS),
]  # fmt: skip

#: An export is its owner's: of each place's people, whoever the world lets ask for it.
OWNERS = {LIAISON, CLERK}
EXPORTS = [
    Row("export-list", get=READERS),
    Row(
        "export-start", post=READERS,
        data=lambda things: {"group": "annual:2025-01:2025-12", "format": "pdf"},
    ),
    Row("export-status", of("export"), get=OWNERS, hidden=ALL - OWNERS),
    Row("export-cancel", of("export"), post=OWNERS, hidden=ALL - OWNERS),
    Row("export-retry", of("export"), post=OWNERS, hidden=ALL - OWNERS),
    Row("export-download", of("export"), get=OWNERS, hidden=ALL - OWNERS),
]  # fmt: skip


def in_ledger(things: Things) -> dict[str, Any]:
    return {"slug": "dispute_case"}


def one_record(things: Things) -> dict[str, Any]:
    return {"slug": "dispute_case", "pk": things.record}


def record_row(name: str, roles: set[str], **fields: str) -> Row:
    """What is done to one record, by POST."""
    return Row(name, one_record, post=roles, hidden=ADMINISTRATORS, data=lambda things: fields)


LEDGERS = [
    Row("scheme-list", get=READERS, post={STAT}, data=lambda things: {"scheme": "eight_have", "items": "有班子"}),
    Row("ledger-home", get=READERS),
    Row("ledger-list", in_ledger, get=READERS, post=READERS, data=lambda things: {"q": "调"}),
    Row("record-find", in_ledger, post=READERS, data=lambda things: {"q": "调"}),
    Row("record-add", in_ledger, get=FILLERS, post=FILLERS),
    Row("record-show", one_record, get=READERS, hidden=ADMINISTRATORS),
    Row("record-edit", one_record, get=OWN_FILLERS, post=OWN_FILLERS, hidden=ADMINISTRATORS),
    Row("record-history", one_record, get=READERS, hidden=ADMINISTRATORS),
    record_row("record-void", OWN_FILLERS, reason="重复登记"),
    record_row("record-delete", OWN_FILLERS),
    record_row("record-reveal", OWN_FILLERS | {DEPT, LEADER}, field="applicant", reason="核对申请人姓名"),
    Row("reveal-log", get={SEC_ADMIN, LOG_ADMIN}),
]


def in_batch(attribute: str) -> Kwargs:
    return lambda things: {"slug": "dispute_case", "pk": getattr(things, attribute)}


#: An upload is its uploader's until he confirms it; then it is his union's.
SHEETS = [
    Row("ledger-export", in_ledger, get=READERS, logged=True),
    Row("ledger-import", in_ledger, get=FILLERS, post=FILLERS),
    Row("import-show", in_batch("batch"), get=OWN_FILLERS, hidden=ALL - OWN_FILLERS),
    Row("import-confirm", in_batch("upload"), post=OWNERS, hidden=ALL - OWNERS),
    Row("import-drop", in_batch("upload"), post=OWNERS, hidden=ALL - OWNERS),
    Row("import-undo", in_batch("batch"), post=OWN_FILLERS, hidden=ALL - OWN_FILLERS),
]

TABLE = [*MEMBERS, *RETURNS, *REVIEW, *SUMMARIES, *SENTENCES, *CATALOGUE, *OLD_REPORTS, *EXPORTS, *LEDGERS, *SHEETS]
