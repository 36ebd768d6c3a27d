"""While a section is being written: keep the draft, and say which of its figures have changed meanwhile."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from members import permissions
from members.models import User
from reports.blocks import Bound
from reports.models import Summary
from reports.sections import EVERY
from reports.summaries.drafts import DraftElsewhere, keep_draft, others_writing, said_of
from reports.summaries.editing import EditRefused, compose_summary, today
from reports.summaries.marks import Name, name_of
from reports.summaries.naming import Names
from reports.summaries.saving import last_change
from reports.summaries.stated import named_in, opened, remembered, sealed
from reports.views.paper import Linker, names_of, record_url
from reports.views.proofing import once
from reports.views.summaries import own_summary

ODD = "数据格式不对，请刷新页面后重试"


@require_POST
def section_draft(request: HttpRequest, pk: int, key: str) -> JsonResponse:
    """Keep what is being written, as JSON: text, marks, seen, version, and `stated`, the figures of the page.

    Says when, who else is at it, and where `figures` is asked for which of them say something else by now; `look`
    asks for that alone and keeps nothing.
    """
    summary = own_summary(request, pk)
    if key not in EVERY:
        raise Http404
    user: User = request.user  # type: ignore[assignment]
    try:
        sent = json.loads(request.body)
        text, seen, version = sent["text"], sent["seen"], sent["version"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return JsonResponse({"error": ODD}, status=400)
    if not isinstance(text, str) or not all(type(each) is int and 0 <= each < 2**31 for each in (seen, version)):
        return JsonResponse({"error": ODD}, status=400)
    stated = opened(pk, sent.get("stated"))
    answer: dict[str, Any] = {}
    try:
        if sent.get("look") is True:
            if not permissions.may_record(user, summary.union):
                raise PermissionDenied
        else:
            marks = remembered(sent.get("marks"), stated)
            draft = keep_draft(summary, key, text, marks, by=user, seen=seen, version=version)
            answer = {"at": f"{timezone.localtime(draft.at):%H:%M}", "version": draft.version}
    except DraftElsewhere as error:
        return JsonResponse({"error": str(error)}, status=409)
    except PermissionDenied:
        raise
    except EditRefused as error:
        return JsonResponse({"closed": str(error)}, status=409)
    latest = last_change(summary, key)
    behind = f"{latest.by}已保存过这一部分，您保存时会看到两边的文字" if latest and latest.pk != seen else ""
    writing = said_of(others_writing(summary, key, user))
    if sent.get("figures") is True or sent.get("look") is True:
        answer |= moving(summary, named_in(sent.get("marks"), stated), stated)
    return JsonResponse({**answer, "behind": behind, "writing": writing})


def moving(summary: Summary, figures: list[Bound], stated: dict[Name, Bound]) -> dict[str, Any]:
    """Which of these figures changed since the page stated them: what they are called there, said and say.

    A figure that is gone says nothing. `stated` is what the page states from now on.
    """
    if not figures:
        return {"moved": []}
    composition = compose_summary(summary)
    linker = Linker(
        names_of(composition.document, composition.rolled),
        composition.rolled,
        provisional=True,
        record=record_url(summary),
    )
    names = Names({each.code: each for each in composition.rolled.indicators}, {})
    moved, also = [], []
    for bound in figures:
        new = today(bound, composition)
        if new.shown == bound.shown:
            continue
        told = {"was": list(name_of(bound)), "name": names.indicator(bound), "shown": "", "title": "", "card": ""}
        if isinstance(new, Bound):
            also.append(new)
            piece = linker.piece(new)
            told |= {"shown": new.shown, "title": once(bound.shown, piece.title), "card": piece.card}
        moved.append(told)
    return {"moved": moved, "stated": sealed(summary.pk, (*stated.values(), *also))} if moved else {"moved": []}
