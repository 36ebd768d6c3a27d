"""A new counted indicator: choose a ledger, say what is counted, see it counted on a real month."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from members.ledgers.display import shown
from members.ledgers.ledger import LEDGERS
from members.models import Union
from members.models.union import Level
from members.months import PeriodError, month_text, parse_month
from members.problems import Refused
from reports import catalogue_editing
from reports.formats import show
from reports.forms.counted import CountedForm
from reports.forms.indicator import WAYS
from reports.indicators.counting import Scope, count_ledger
from reports.indicators.declaration import DeclarationError, declare
from reports.indicators.wording import said
from reports.models.indicator import SECTIONS
from reports.todo import month_to_chase
from reports.views.catalogue import _everything, keeper

ROWS, COLUMNS = 10, 4


@require_http_methods(["GET", "POST"])
def indicator_count(request: HttpRequest) -> HttpResponse:
    """Choose a ledger; then the form; a POST adds the indicator."""
    user = keeper(request)
    ledger = LEDGERS.get(request.GET.get("ledger", ""))
    groups = [(SECTIONS[key], [each for each in LEDGERS.values() if each.section == key]) for key in SECTIONS]
    context: dict[str, object] = {"way": "counted", "ways": WAYS.items(), "groups": [g for g in groups if g[1]]}
    if ledger is None:
        return render(request, "reports/catalogue_count.html", context)
    form = CountedForm(_everything(), ledger, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            added = catalogue_editing.add(form.cells(), by=user, asked_of=given["asked_of"], source=given["source"])
        except Refused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, f"已新增“{added.name}”，代码 {added.code}，从“{ledger.name}”计数。")
            return redirect("indicator-edit", added.code)
    units = Union.objects.visible_to(user).filter(files_returns=True).exclude(level=Level.BASE)
    context |= {"form": form, "ledger": ledger, "units": units, "month": month_text(month_to_chase())}
    return render(request, "reports/catalogue_count.html", context, status=422 if form.errors else 200)


@require_POST
def count_preview(request: HttpRequest) -> HttpResponse:
    """What the form would count for one union and month, with its first rows."""
    user = keeper(request)
    ledger = LEDGERS.get(request.GET.get("ledger", ""))
    if ledger is None:
        raise Http404
    form = CountedForm([], ledger, request.POST)
    form.is_valid()  # name and unit may still be missing; only the counting part is asked
    problem, count, words, rows = "", None, "", []
    union = Union.objects.visible_to(user).filter(code=request.POST.get("try_union", "")).first()
    try:
        month = parse_month(request.POST.get("try_month", ""))
        declaration = declare(
            ledger.slug, form.cleaned_data.get("measure", ""), form.cleaned_data.get("date", ""), form.filters()
        )
        words = said(declaration)
        if union is not None:
            count = count_ledger(Scope(union, month), {"": declaration}).get("")
            keys = [key for key, _ in count.rows[:ROWS] if isinstance(key, int)] if count else []
            found = ledger.model.objects.visible_to(user).filter(pk__in=keys).select_related().order_by("pk")
            rows = [[shown(ledger, record, name) for name in ledger.columns[:COLUMNS]] for record in found]
    except (DeclarationError, PeriodError) as error:
        problem = str(error)
    context = {
        "problem": problem,
        "words": words,
        "union": union,
        "value": show(count.value, 4) if count else None,
        "count": len(count.rows) if count else 0,
        "heads": [ledger.label(name) for name in ledger.columns[:COLUMNS]],
        "rows": rows,
    }
    return render(request, "reports/_count_trial.html", context)
