"""One record of a ledger: read, added, changed, voided, deleted, and what has become of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.forms.record import Lines, RecordForm, kept_unions, line_forms, record_form
from members.ledgers.display import shown, text_of
from members.ledgers.guard import standing_of
from members.ledgers.keeping import RecordRefused, delete, keep, lines_of, void
from members.ledgers.ledger import Ledger, ledger_of
from members.ledgers.past import former_values, versions
from members.ledgers.record import Record
from members.ledgers.references import label_field
from members.models import Reveal, User
from members.permissions import may_keep, may_reveal
from members.sections import SECTIONS
from members.views.ledgers import asked_ledger, reader

UNSEEN = "（新填内容）"


def asked_record(request: HttpRequest, slug: str, pk: int) -> tuple[User, Ledger, Any]:
    """A record this user may read; 404 for a stranger's and for administrators."""
    user: User = request.user  # type: ignore[assignment]
    ledger = asked_ledger(slug)
    names = [f.name for f in ledger.model._meta.fields if f.is_relation]
    rows: Any = ledger.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    record = rows.select_related(*names).filter(pk=pk).first()
    if record is None:
        raise Http404
    return user, ledger, record


def kept_record(request: HttpRequest, slug: str, pk: int) -> tuple[User, Ledger, Any]:
    """A record this user may change: 404 for a stranger's, 403 for a reader."""
    user, ledger, record = asked_record(request, slug, pk)
    if not may_keep(user, record.union):
        raise PermissionDenied
    return user, ledger, record


@require_GET
def record_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A record as everybody reads it."""
    user, ledger, record = asked_record(request, slug, pk)
    return show_record(request, user, ledger, record)


def show_record(
    request: HttpRequest, user: User, ledger: Ledger, record: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a record, with what its rules say and what may be done with it."""
    lines = {child: lines_of(child.model, record) for child in ledger.children}
    record.lines = [line for group in lines.values() for line in group]
    keeps = may_keep(user, record.union)
    may_see = may_reveal(user, record.union, ledger.section)
    sealed = [name for name in ledger.sealed() if may_see and name in ledger.fields and getattr(record, name)]
    context = {
        "ledger": ledger,
        "section": SECTIONS[ledger.section],
        "record": record,
        "name": getattr(record, label_field(ledger.model) or "", ""),
        "groups": [(legend, [_fact(ledger, record, name) for name in names]) for legend, names in ledger.groups],
        "remark": "" if "remark" in ledger.fields else record.remark,
        "tables": [(child, *_table(child, group)) for child, group in lines.items()],
        "findings": [] if record.voided else list(ledger.findings(record, timezone.localdate())),
        "standing": standing_of(ledger.slug, record),
        "keeps": keeps,
        "may_change": keeps and not record.voided,
        "sealed": [(name, ledger.label(name)) for name in sealed]
        if may_reveal(user, record.union, ledger.section)
        else [],
        **more,
    }
    return render(request, "members/record_show.html", context, status=status)


def _fact(ledger: Ledger, record: Any, name: str) -> dict[str, str]:
    """A field as it is read: its words, its value, and where what it refers to can be read."""
    field, link = ledger.field(name), ""
    if field.is_relation and getattr(record, field.attname) and (other := ledger_of(field.remote_field.model)):
        link = reverse("record-show", args=[other.slug, getattr(record, field.attname)])
    return {"name": name, "label": ledger.label(name), "text": shown(ledger, record, name), "link": link}


def _table(child: Any, lines: list[Any]) -> tuple[list[str], list[list[str]]]:
    heads = [str(child.model._meta.get_field(name).verbose_name) for name in child.columns]
    return heads, [[text_of(line, name) for name in child.columns] for line in lines]


@require_http_methods(["GET", "POST"])
@never_cache
def record_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new record of a union the user keeps."""
    user, ledger = reader(request), asked_ledger(slug)
    unions = kept_unions(user)
    if not unions:
        raise PermissionDenied
    wanted = request.GET.get("of", "")
    own = next((union for union in unions if str(union.pk) == wanted), unions[0])
    record = ledger.model(union=own)
    starting = ledger.start(record, request.GET) if ledger.start and request.method == "GET" else None
    return _edited(request, user, ledger, record, None, starting)


@require_http_methods(["GET", "POST"])
@never_cache
def record_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A record changed by its keepers."""
    user, ledger, record = kept_record(request, slug, pk)
    if record.voided:
        messages.warning(request, "这条记录已作废，不能再修改。")
        return redirect("record-show", slug, pk)
    return _edited(request, user, ledger, record, pk)


def _edited(
    request: HttpRequest, user: User, ledger: Ledger, record: Any, pk: int | None, starting: Any = None
) -> HttpResponse:
    """The form, or where to go once it is kept; whatever is refused comes back with all that was typed."""
    data = request.POST if request.method == "POST" else None
    form, tables = record_form(ledger, user, record, data), line_forms(ledger, user, record, data, starting)
    differences: list[tuple[str, str, str]] = []
    if data is not None:
        was = form["version"].data if pk else ""
        newer = asked_record(request, ledger.slug, pk)[2] if pk else None
        valid = all([form.is_valid(), *(table.is_valid() for table in tables)])
        if newer is not None and str(newer.version) != was:
            differences = _differences(ledger, form, tables, newer)
        elif valid:
            try:
                lines = {table.child.model: table.kept() for table in tables}
                found = keep(
                    ledger, form.instance, by=user, lines=lines, since=form.since() if pk else {},
                    was=int(was) if was else None, reason=data.get("why", "").strip(),
                )  # fmt: skip
            except RecordRefused as refusal:
                form.refuse(refusal.findings)
            else:
                return _kept(request, ledger, form.instance, len(found))
    context = {
        "ledger": ledger,
        "section": SECTIONS[ledger.section],
        "record": record,
        "pk": pk,
        "form": form,
        "tables": tables,
        "differences": differences,
        "note": standing_of(ledger.slug, record).note if pk else "",
    }
    return render(request, "members/record_edit.html", context, status=422 if data is not None else 200)


def _kept(request: HttpRequest, ledger: Ledger, record: Record, warnings: int) -> HttpResponse:
    """Where to go after a record was kept; a note where it falls into a month that is closed.

    What the rules say may name somebody, so a message only counts it; the record's page says it.
    """
    messages.success(request, f"第{record.pk}号记录已保存。")
    if warnings and request.POST.get("next") == "add":
        messages.warning(request, f"第{record.pk}号记录有{warnings}条提醒，请打开这条记录查看。")
    if request.POST.get("next") == "add":
        if note := standing_of(ledger.slug, record).note:
            messages.warning(request, note)
        return redirect(f"{reverse('record-add', args=[ledger.slug])}?of={record.union_id}")
    return redirect("record-show", ledger.slug, record.pk)


def _differences(ledger: Ledger, form: RecordForm, tables: list[Lines], newer: Any) -> list[tuple[str, str, str]]:
    """What somebody saved meanwhile beside what is typed here; saving again keeps what the page shows."""
    found = []
    for name in [n for n in ["union", *ledger.fields, "remark"] if n in form.fields]:
        theirs = shown(ledger, newer, name)
        if name in ledger.sealed():
            if form[name].data:
                found.append((ledger.label(name), theirs, UNSEEN))
            continue
        mine = _typed(ledger, form, name)
        if mine != theirs:
            found.append((ledger.label(name), theirs, mine))
    form.data = {**form.data.dict(), "version": str(newer.version)}  # type: ignore[attr-defined]
    for table in tables:
        stored = lines_of(table.child.model, newer)
        theirs = "；".join("，".join(filter(None, (text_of(row, n) for n in table.child.columns))) for row in stored)
        found.append((table.child.name, theirs, "见下面的表"))
        here = {"", *(str(row.pk) for row in stored)}
        # What was removed meanwhile is a new line if it is saved again.
        gone = {key: "" for each in table.forms if table.data.get(key := f"{each.prefix}-id", "") not in here}
        for each in table.forms:
            each.data = {**table.data.dict(), **gone}  # type: ignore[attr-defined]
    return found


def _typed(ledger: Ledger, form: RecordForm, name: str) -> str:
    """What stands in the form, in words."""
    if name in form.cleaned_data:
        setattr(form.instance, name, form.cleaned_data[name])
        return shown(ledger, form.instance, name)
    return str(form[name].data or "")


@require_GET
def record_history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Every version of a record, the former values of its dated fields, and who read its sealed fields."""
    _, ledger, record = asked_record(request, slug, pk)
    reveals = Reveal.objects.filter(record=record.key).select_related("actor")
    context = {
        "ledger": ledger,
        "record": record,
        "versions": versions(ledger, record),
        "former": former_values(ledger, record),
        "reveals": [(each, label_of(ledger, each.field)) for each in reveals],
    }
    return render(request, "members/record_history.html", context)


def label_of(ledger: Ledger | None, name: str) -> str:
    """What a field is called, also when the ledger has lost it since."""
    return ledger.label(name) if ledger and name in ledger.sealed() else name


@require_POST
def record_void(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a record out of all counting, with a reason."""
    user, ledger, record = kept_record(request, slug, pk)
    reason = request.POST.get("reason", "")
    was = request.POST.get("version", "")
    try:
        void(ledger, record, by=user, reason=reason, was=int(was) if was.isdecimal() else None)
    except RecordRefused as refusal:
        return show_record(request, user, ledger, record, status=422, void_refused=str(refusal), reason=reason)
    messages.success(request, f"第{pk}号记录已作废，不再计入统计。")
    return redirect("record-show", slug, pk)


@require_POST
def record_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a record that was never counted."""
    user, ledger, record = kept_record(request, slug, pk)
    try:
        delete(ledger, record, by=user)
    except RecordRefused as refusal:
        return show_record(request, user, ledger, record, status=422, void_refused=str(refusal))
    messages.success(request, f"第{pk}号记录已删除。")
    return redirect("ledger-list", slug)
