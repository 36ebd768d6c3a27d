"""The world of the access table: the same things in four places, and a mark in every field of those of strangers.

The pages are asked by people of 东港镇 and the county above it; 柳溪镇 and the other county are strangers to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access_marks import OTHER, OTHER_NUMBER, WEST, WEST_NUMBER, plant_canary
from django.conf import settings
from django.test import Client
from makers import NAMES, Cast, make_cast, make_return, make_summary, make_version, signed_in

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.models import AccountEvent, BatchState, FormerPlace, ImportBatch, Reveal, Union, User
from members.months import parse_month
from reports import exports
from reports.blocks import Bound, Document, Paragraph, Section
from reports.following import follow_ledgers
from reports.models import (
    BasePaper,
    CellMark,
    CountySentence,
    Export,
    ExportStatus,
    FigureChange,
    Indicator,
    IndicatorChange,
    IssuedFile,
    OldReport,
    OutlineCopy,
    ReviewEvent,
    RuleNote,
    SectionText,
    SectionTick,
    SentenceChange,
    SignedSheet,
    SummaryDraft,
    SummaryEvent,
    Target,
    TargetChange,
)
from reports.papers import folder
from reports.summaries.frozen import freeze

CODE = "member_total"


@dataclass(frozen=True)
class Things:
    """One of everything a page may be asked for, in one place; the numbers are primary keys."""

    union: int
    account: int
    draft: int
    submitted: int
    reported: int
    approved: int
    reply_mark: int
    open_mark: int
    summary: int
    issued: int
    paper: int
    old_report: int
    target: int
    export: int
    scan: int
    record: int
    batch: int
    upload: int
    copy: int
    union_code: str = "NOWHERE"
    code: str = CODE
    section: str = "organizing"
    number: int = 1
    format: str = "txt"


#: What nobody has.
MISSING = Things(*[987_654_321] * 19)


@dataclass(frozen=True)
class World:
    """Who is there, and the things of each place."""

    cast: Cast
    plant: Things
    east: Things
    west: Things
    other: Things
    sessions: dict[str, str]

    def browser(self, role: str) -> Client:
        """A browser in which the person of this role is signed in."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def make_world() -> World:
    """The cast and its things, those of the strangers marked."""
    cast = make_cast()
    places = {
        name: make_things(union, account, cast, 110 if name in {"plant", "east"} else number)
        for name, union, account, number in [
            ("plant", cast.plant, cast.liaison, 0),
            ("east", cast.east, cast.clerk, 0),
            ("west", cast.west, cast.west_clerk, WEST_NUMBER),
            ("other", cast.other_town, cast.other_clerk, OTHER_NUMBER),
        ]
    }
    for county, keeper in [(cast.county, cast.stat), (cast.other_county, cast.other_stat)]:
        make_county_things(county, keeper)
    plant_canary(cast.west, WEST)
    plant_canary(cast.other_county, OTHER)
    for account, mark in [(cast.clerk, ""), (cast.west_clerk, WEST), (cast.other_clerk, OTHER)]:
        make_reveal(account, f"核对申请人{mark}")
    sessions = {role: signed_in(cast.of(role)).cookies[settings.SESSION_COOKIE_NAME].value for role in NAMES}
    return World(cast=cast, sessions=sessions, **places)


def make_things(union: Union, account: User, cast: Cast, number: int) -> Things:
    """Returns in every state, what was said about them, a draft summary and an issued one, a target."""
    indicator = Indicator.objects.get(code=CODE)
    values = {CODE: number, "member_new": number, "union_total": number}
    states = {"approved": "2026-03", "reported": "2026-04", "submitted": "2026-05", "draft": "2026-06"}
    returns = {
        state: make_return(union, month, values, state=state, by=account)
        for state, month in states.items()
        if not (state == "submitted" and union.level == "base")
    }
    marks = {
        state: CellMark.objects.create(monthly_return=returns[state], indicator=indicator, text="请核实", by=account)
        for state in ("draft", "reported")
    }
    for monthly_return in returns.values():
        FigureChange.objects.create(monthly_return=monthly_return, indicator=indicator, old="1", new="2", by=account)
        RuleNote.objects.create(
            monthly_return=monthly_return, rule="A01", severity="warning", message="少", reason="企业停产", by=account
        )
    ReviewEvent.objects.filter(monthly_return__union=union).update(reason="请尽快")
    SectionTick.objects.create(monthly_return=returns["reported"], section="S02", by=account)
    draft = make_summary(union, "2026-01", "2026-06", kind="half_year", words={"theme": "主题"})
    SectionText.objects.create(summary=draft, key="organizing", text="我们的话", by=account)
    issued = make_summary(union, "2025-01", "2025-12", state="approved", words={"theme": "主题"})
    sent = SummaryEvent.objects.create(summary=issued, action="submit", to_state="reported", by=account, version=2)
    SummaryEvent.objects.create(
        summary=issued, action="approve", from_state="reported", to_state="approved", reason="好", by=account, version=3
    )
    frozen = freeze(empty_document(union))
    SummaryDraft.objects.create(event=sent, document=frozen)
    version = make_version(issued, frozen, by=account, correction=frozen, reason="人数有误")
    IssuedFile.objects.create(version=version, part="annexed", format="txt", content=b"", digest="0" * 64)
    target = Target.objects.create(
        union=union, indicator=indicator, year=2026, target=number or 1, document="工发〔2026〕1号", note="说明"
    )
    TargetChange.objects.create(union=union, indicator=indicator, year=2026, by_month=12, old="1", new="2", by=account)
    paper = BasePaper.objects.create(
        union=union, year=2025, title="上年年报.png", stored=f"{union.pk}.png", size=8, digest="0" * 64, by=account
    )
    (folder() / paper.stored).write_bytes(b"\x89PNG\r\n\x1a\n")
    scan = SignedSheet.objects.create(
        monthly_return=returns["reported"], title="签章.png", stored=f"signed{union.pk}.png", size=8,
        digest="0" * 64, by=account,
    )  # fmt: skip
    (folder() / scan.stored).write_bytes(b"\x89PNG\r\n\x1a\n")
    old = OldReport.objects.create(
        union=union, year=2025, title="旧总结.txt", stored=f"{union.pk}.txt", size=8, digest="0" * 64, by=account,
        text="全镇共有会员5人。", said_year=2025,
        figures=[
            {
                "indicator": CODE, "label": "会员人数", "value": "5", "approximate": "", "unit": "人", "kind": "value",
                "section": "organizing", "quote": "全镇共有会员5人", "certain": True, "at": 6, "end": 8,
                "said_unit": "人", "fits": True, "state": "",
            }
        ],
    )  # fmt: skip
    export = Export.objects.create(
        by=account, title="2025年年度总结1份", format="pdf", status=ExportStatus.DONE, stored=f"{union.pk}.zip"
    )
    (exports.folder() / export.stored).write_bytes(b"PK")
    FormerPlace.objects.create(union=union, path="/0/", until=parse_month("2001-01"))
    AccountEvent.objects.create(actor=account, subject=account.username, kind="changed", result="姓名")
    record = make_record(union, account)
    follow_ledgers(returns["draft"], by=account)  # so that looking at it later writes nothing
    county = cast.county if union.path.startswith(cast.county.path) else cast.other_county
    kept = {"outline": None, "sentences": {}}
    copy = OutlineCopy.objects.create(
        union=county, kind="annual", since=2027 + len(OutlineCopy.objects.all()), source="旧", before=kept, after=kept,
        by=cast.stat,
    )  # fmt: skip
    keys = {state: monthly_return.pk for state, monthly_return in returns.items()}
    return Things(
        union=union.pk, account=account.pk, draft=keys["draft"], reported=keys["reported"], approved=keys["approved"],
        submitted=keys.get("submitted", keys["reported"]), reply_mark=marks["draft"].pk,
        open_mark=marks["reported"].pk, summary=draft.pk, issued=issued.pk, paper=paper.pk,
        old_report=old.pk, target=target.pk,
        export=export.pk, scan=scan.pk, record=record, batch=make_upload(union, account, BatchState.CONFIRMED),
        upload=make_upload(union, account, BatchState.PREVIEWED), copy=copy.pk, union_code=union.code,
    )  # fmt: skip


def make_county_things(county: Union, keeper: User) -> None:
    """What a county says and changes of its own accord: a change in the catalogue, a sentence and its change."""
    indicator = Indicator.objects.get(code=CODE)
    IndicatorChange.objects.create(indicator=indicator, what="口径", old="旧", new="新", by=keeper)
    CountySentence.objects.create(
        union=county, code="P02-901", key="organizing", since=2020, text="全县工会组织健全。", by=keeper
    )
    SentenceChange.objects.create(union=county, code="P02-901", since=2020, old="旧", new="新", by=keeper)


def make_record(union: Union, account: User) -> int:
    """A dispute with something to read in every text, one of them sealed."""
    disputes = LEDGERS["dispute_case"]
    record = disputes.model(
        union=union, accepted_on=date(2026, 5, 3), cause="pay", case_no="调1", applicant="申请人", employer_name="厂",
        mediator="调解员", agreement_no="协1", summary="案情", remark="备注",
    )  # fmt: skip
    keep(disputes, record, by=account)
    return int(record.pk)


def make_upload(union: Union, account: User, state: str) -> int:
    """A sheet of one dispute, waiting or taken."""
    batch = ImportBatch(union=union, ledger="dispute_case", file_name="争议.xlsx", by=account, state=state)
    batch.hold([("争议", [["案号", "受理日期", "争议类型"], ["调9", "2026-05-03", "劳动报酬"]])])
    batch.save()
    return int(batch.pk)


def make_reveal(account: User, reason: str) -> None:
    """Somebody has read a sealed field."""
    record = LEDGERS["dispute_case"].model.objects.filter(union=account.union).get()
    Reveal.objects.create(
        actor=account, ledger="dispute_case", record=record.key, number=record.pk, field="applicant", reason=reason
    )


def empty_document(union: Union) -> Document:
    """An issued report that holds nothing but its title and one number."""
    name = union.name
    number = Paragraph((Bound(CODE, union.code, "2025-01", "2025-12", "value", "5", "5"),))
    sections = (Section("organizing", "", 0, (number,)),)
    return Document(f"{name}2025年工作总结", name, "", "2025年", union.code, "2025-01", "2025-12", sections)
