"""The world of the access table: the same things in four places, and a mark in every field of those of strangers.

Whatever stands in 柳溪镇 carries `WEST`, whatever stands in the other county carries `OTHER`; a page that shows one of
them to somebody who may not know of that place gives it away.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpResponse, StreamingHttpResponse
from makers import Cast, make_cast, make_return, make_summary, make_version

from members.models import AccountEvent, FormerPlace, Union, User
from members.months import parse_month
from reports import exports
from reports.bases import folder
from reports.blocks import Document
from reports.models import (
    BasePaper,
    CellMark,
    CountySentence,
    Export,
    ExportStatus,
    Figure,
    FigureChange,
    FormerDefinition,
    Indicator,
    IndicatorChange,
    MonthlyReturn,
    OffYears,
    Outline,
    ReviewEvent,
    RuleNote,
    SectionText,
    SectionTick,
    SentenceChange,
    Summary,
    SummaryEvent,
    SummaryVersion,
    Target,
    TargetChange,
    ThresholdSetting,
)
from reports.summaries.frozen import freeze

WEST, OTHER = "Ψ柳7f3a", "Ω白9c2b"
#: Figures that stand nowhere else.
WEST_NUMBER, OTHER_NUMBER = 7654321, 6543217
CODE = "member_total"
#: How a row of each model is found from the union it belongs to; None: not anybody's.
OWNED: dict[type[models.Model], str | None] = {
    Union: "path__startswith",
    User: "union__path__startswith",
    FormerPlace: "union__path__startswith",
    AccountEvent: "actor__union__path__startswith",
    MonthlyReturn: "union__path__startswith",
    Figure: "monthly_return__union__path__startswith",
    FigureChange: "monthly_return__union__path__startswith",
    ReviewEvent: "monthly_return__union__path__startswith",
    CellMark: "monthly_return__union__path__startswith",
    SectionTick: "monthly_return__union__path__startswith",
    RuleNote: "monthly_return__union__path__startswith",
    Target: "union__path__startswith",
    Summary: "union__path__startswith",
    SectionText: "summary__union__path__startswith",
    SummaryEvent: "summary__union__path__startswith",
    SummaryVersion: "summary__union__path__startswith",
    CountySentence: "union__path__startswith",
    Outline: "union__path__startswith",
    SentenceChange: "union__path__startswith",
    TargetChange: "union__path__startswith",
    BasePaper: "union__path__startswith",
    IndicatorChange: "by__union__path__startswith",
    Export: "by__union__path__startswith",
    # The catalogue and its limits are the same for everybody.
    Indicator: None,
    FormerDefinition: None,
    OffYears: None,
    ThresholdSetting: None,
}
#: Texts that a page reads before it shows them, and secrets that no page shows.
KEPT = {
    "path", "code", "password", "action", "document", "key", "composed",
    "digest", "kind", "approximate", "rule", "stored", "severity", "keys", "when",
}  # fmt: skip


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
    target: int
    export: int
    union_code: str = "NOWHERE"
    code: str = CODE
    section: str = "organizing"
    number: int = 1
    format: str = "txt"


#: What nobody has.
MISSING = Things(*[987_654_321] * 13)


@dataclass(frozen=True)
class World:
    """Who is there, and the things of each place."""

    cast: Cast
    plant: Things
    east: Things
    west: Things
    other: Things


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
    return World(cast=cast, **places)


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
    SummaryEvent.objects.create(
        summary=issued, action="approve", from_state="reported", to_state="approved", reason="好", by=account, version=2
    )
    make_version(issued, freeze(empty_document(union)), by=account)
    target = Target.objects.create(
        union=union, indicator=indicator, year=2026, target=number or 1, document="工发〔2026〕1号", note="说明"
    )
    TargetChange.objects.create(union=union, indicator=indicator, year=2026, by_month=12, old="1", new="2", by=account)
    paper = BasePaper.objects.create(
        union=union, year=2025, title="上年年报.png", stored=f"{union.pk}.png", size=8, digest="0" * 64, by=account
    )
    (folder() / paper.stored).write_bytes(b"\x89PNG\r\n\x1a\n")
    export = Export.objects.create(
        by=account, title="2025年年度总结1份", format="pdf", status=ExportStatus.DONE, stored=f"{union.pk}.zip"
    )
    (exports.folder() / export.stored).write_bytes(b"PK")
    FormerPlace.objects.create(union=union, path="/0/", until=parse_month("2001-01"))
    AccountEvent.objects.create(actor=account, subject=account.username, kind="changed", result="姓名")
    keys = {state: monthly_return.pk for state, monthly_return in returns.items()}
    return Things(
        union=union.pk, account=account.pk, draft=keys["draft"], reported=keys["reported"], approved=keys["approved"],
        submitted=keys.get("submitted", keys["reported"]), reply_mark=marks["draft"].pk,
        open_mark=marks["reported"].pk, summary=draft.pk, issued=issued.pk, paper=paper.pk, target=target.pk,
        export=export.pk, union_code=union.code,
    )  # fmt: skip


def make_county_things(county: Union, keeper: User) -> None:
    """What a county says and changes of its own accord: a change in the catalogue, a sentence and its change."""
    indicator = Indicator.objects.get(code=CODE)
    IndicatorChange.objects.create(indicator=indicator, what="口径", old="旧", new="新", by=keeper)
    CountySentence.objects.create(
        union=county, code="P02-901", key="organizing", since=2020, text="全县工会组织健全。", by=keeper
    )
    SentenceChange.objects.create(union=county, code="P02-901", since=2020, old="旧", new="新", by=keeper)


def empty_document(union: Union) -> Document:
    """An issued report that holds nothing but its title."""
    name = union.name
    return Document(f"{name}2025年工作总结", name, "", "2025年", union.code, "2025-01", "2025-12", sections=())


def plant_canary(place: Union, canary: str) -> None:
    """Write the mark into every free text of the place's rows."""
    path = place.path
    for model, lookup in OWNED.items():
        texts = free_texts(model)
        if not lookup or not texts:
            continue
        for row in model._default_manager.filter(**{lookup: path}):
            for field in texts:
                if isinstance(field, models.JSONField):
                    words = getattr(row, field.name)
                    value: Any = (
                        {key: f"{text}{canary}" for key, text in words.items()} if isinstance(words, dict) else words
                    )
                else:
                    unique = f"{row.pk}" if field.unique else ""
                    value = f"{getattr(row, field.name)}{canary}{unique}"[-(field.max_length or 10_000) :]
                setattr(row, field.name, value)
            row.save(update_fields=[field.name for field in texts])
    for version in SummaryVersion.objects.filter(summary__union__path__startswith=path):
        SummaryVersion.objects.filter(pk=version.pk).update(document=version.document.replace("年工作总结", canary))


def free_texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields in which somebody may have written whatever he liked."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in KEPT
    ]


def read_through(response: Any) -> Any:
    """The answer with its file, if it is one, read and closed."""
    if response.streaming:
        content = b"".join(response.streaming_content)
        response.streaming_content = [content]
    return response


def text_of(response: HttpResponse | StreamingHttpResponse) -> str:
    """What a reader finds in an answer: the page itself, or the text inside a document."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[arg-type, union-attr]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    elif content[:5] == b"%PDF-":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace") + "\n".join(str(value) for value in response.headers.values())


def fingerprint() -> str:
    """A hash of every row of every table but the sessions, which are renewed by looking at a page."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "sessions.Session":
            digest.update(repr((model._meta.label, list(model._default_manager.order_by("pk").values_list()))).encode())
    return digest.hexdigest()


def without_tokens(text: str) -> str:
    """A page without what differs from request to request: form tokens, and the number that was asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"\d{2,}|(?<=/)\d+(?=/)", "#", text)
