"""公文格式 of a report: whom it goes to, its red head and imprint, and what it draws."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.forms.letter import LetterForm
from reports.forms.periods import said
from reports.summaries.editing import EditRefused, compose_summary, write_letter
from reports.views.summaries import own_summary, report_page


@require_POST
def summary_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the 公文格式 of an open report; the page again with what was typed where something is wrong."""
    summary = own_summary(request, pk)
    if not summary.is_open:
        messages.error(request, f"总结{summary.get_state_display()}，须退回或撤回后才能修改")
        return redirect("summary-edit", pk)
    composition = compose_summary(summary)
    form = LetterForm(own_summary(request, pk), composition.rolled, request.POST)
    if not form.is_valid():
        messages.error(request, said(form))
        return report_page(request, summary, composition, form, status=422)
    try:
        write_letter(summary, {**form.cleaned_data, "charts": form.charts}, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "已保存公文格式")
    except EditRefused as error:
        messages.error(request, str(error))
    return redirect("summary-edit", pk)
