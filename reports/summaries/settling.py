"""How a finding of the number check is settled: the figure put in, the number bound, or a word on why it may stand."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from members import permissions
from members.models import User
from reports.models import ChangeKind, NoteKind, NumberNote, Summary
from reports.proofing import numbers
from reports.proofing.agreeing import agrees, written
from reports.summaries.binding import new_binding, units_of
from reports.summaries.compose import Composition
from reports.summaries.editing import EditRefused, compose_summary, edits_of
from reports.summaries.proofing import Entry, check_summary
from reports.summaries.rebinding import plain
from reports.summaries.saving import edit_section

GONE = "这处文字或数据刚有变动，请看过最新的核对结果再处理"


@transaction.atomic
def settle(
    summary: Summary, key: str, entry_id: str, action: str, *, by: User, choice: str = "", reason: str = ""
) -> str:
    """Do one thing about one entry: replace, bind, not_a_figure, waive or undo; what was done, in Chinese.

    Raises PermissionDenied, EditRefused.
    """
    locked = Summary.objects.select_for_update(of=("self",)).select_related("union__parent").get(pk=summary.pk)
    if not permissions.may_record(by, locked.union):
        raise PermissionDenied
    if not locked.is_open:
        raise EditRefused(f"总结{locked.get_state_display()}，须退回或撤回后才能修改")
    composition = compose_summary(locked)
    entries = check_summary(locked, composition)
    entry = next((each for each in entries if each.key == key and each.id == entry_id), None)
    if entry is None:
        raise EditRefused(GONE)
    if action == "replace" and entry.may_replace:
        return _replace(locked, entry, composition, by)
    if action == "bind" and entry.edited and entry.names:
        return _bind(locked, entry, composition, choice, by)
    if action == NoteKind.NOT_A_FIGURE and entry.may_be_no_figure:
        return _note(locked, entry, NoteKind.NOT_A_FIGURE, "", by)
    if action == NoteKind.NOT_A_FIGURE and entry.may_stay and entry.is_open:
        raise EditRefused(f"“{entry.finding.text}”{entry.called}，请改正，确要保留的请写明理由")
    if action == "waive" and entry.may_stay:
        if not reason.strip():
            raise EditRefused("请写明保留这个数字的理由")
        return _note(locked, entry, NoteKind.WAIVED, reason.strip()[:200], by)
    if action == "undo" and entry.note:
        entry.note.delete()
        return "已撤销，请重新处理"
    raise EditRefused("没有这项操作，请刷新页面后重试")


def _replace(summary: Summary, entry: Entry, composition: Composition, by: User) -> str:
    text, finding = plain(edits_of(summary, composition)[entry.key].paragraphs), entry.finding
    text = text[: finding.start] + finding.replacement + text[finding.end :]
    edit_section(summary, entry.key, text, by=by, kind=ChangeKind.CHECKED)
    return f"已把“{finding.text}”改为“{finding.replacement}”"


def _bind(summary: Summary, entry: Entry, composition: Composition, choice: str, by: User) -> str:
    """Bind the number to the chosen figure, or to the only one there is; it is written as today's figure."""
    chosen = [each for each in entry.names if f"{each[0]}:{each[1]}" == choice or len(entry.names) == 1]
    if not chosen:
        raise EditRefused("请选择这个数字是哪个指标")
    code, aspect, name = chosen[0]
    figures, text = composition.figures, plain(edits_of(summary, composition)[entry.key].paragraphs)
    found = {number.start: number for number in numbers(text, units_of(figures))}
    number, value = found.get(entry.finding.start), figures.value(code, aspect)
    if number is None or value is None:
        raise EditRefused(GONE)
    if not agrees(number, value, figures.label(code), aspect):
        shown = written(figures, code, aspect, number)
        text = text[: number.start] + shown + text[number.end :]
        edit_section(summary, entry.key, text, by=by, kind=ChangeKind.CHECKED)
        number = replace(number, text=shown)
    edit = summary.texts.get(key=entry.key)
    binding = new_binding(entry.finding.clause, number, code, aspect, figures)
    edit.bindings = [each for each in edit.bindings if each["clause"] != binding["clause"]] + [binding]
    edit.save(update_fields=["bindings", "at"])
    Summary.objects.filter(pk=summary.pk).update(version=F("version") + 1)
    return f"已把“{number.text}”绑定到“{name}”，数据变了它会跟着变"


def _note(summary: Summary, entry: Entry, kind: NoteKind, reason: str, by: User) -> str:
    NumberNote.objects.update_or_create(
        summary=summary, key=entry.key, clause=entry.answered_by, quote=entry.finding.text[:60],
        defaults={"kind": kind, "reason": reason, "by": by},
    )  # fmt: skip
    said = "已确认不是统计数据" if kind == NoteKind.NOT_A_FIGURE else "已说明理由，予以保留"
    return f"“{entry.finding.text}”{said}"
