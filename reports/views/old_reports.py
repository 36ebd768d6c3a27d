"""An old report becomes last year's base: upload or paste it, decide on each figure beside the paper's text."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.models import Union, User
from members.models.union import short_name
from members.permissions import may_keep_catalogue, may_take_in
from reports import bases
from reports.forms.old_report import OldReportForm
from reports.models import OldReport
from reports.oldreports import proposals
from reports.oldreports.archive import FileRefused
from reports.oldreports.outline import lines_of
from reports.oldreports.patterns import pattern_of
from reports.oldreports.reading import KINDS
from reports.sections import prose_of
from reports.sections.rewording import heading_of
from reports.views.bases import chosen_year

#: A report says in its title and first lines whose it is.
OPENING = 300
Piece = tuple[str, int | None]


@require_http_methods(["GET", "POST"])
def old_report_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload or paste a union's report of last year, or of an earlier one."""
    user: User = request.user  # type: ignore[assignment]
    union = get_object_or_404(Union.objects.visible_to(user), pk=pk)
    if not may_take_in(user, union):
        raise PermissionDenied
    year = chosen_year(request)
    posted = request.method == "POST"
    form = OldReportForm(*((request.POST, request.FILES) if posted else ()))
    if posted and bases.has_returns(union, year):
        form.add_error(None, f"“{union.name}”{year}年报过月报，数据应在月报里改正，不用再补基数")
    if posted and form.is_valid():
        try:
            name, data = form.named
            report = proposals.keep_report(union, year, name, data, by=user)
            return redirect("old-report", report.pk)
        except FileRefused as refusal:
            form.add_error(None, str(refusal))
    mine = OldReport.objects.visible_to(user).filter(union=union, year=year).select_related("by")
    context = {"form": form, "union": union, "year": year, "reports": mine}
    return render(request, "reports/old_report_add.html", context, status=422 if posted else 200)


def report_or_404(request: HttpRequest, pk: int) -> OldReport:
    """The report, for those who may take in its union's history."""
    user: User = request.user  # type: ignore[assignment]
    report = get_object_or_404(OldReport.objects.visible_to(user).select_related("union", "by"), pk=pk)
    if not may_take_in(user, report.union):
        raise PermissionDenied
    return report


@require_GET
def old_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures proposed, beside the paper's text with each marked."""
    report = report_or_404(request, pk)
    context = {
        "report": report,
        "lines": [line_of(request, report, number) for number in range(len(report.figures))],
        "paragraphs": list(paragraphs(report)),
        "indicators": bases.asked(report.union),
        "warnings": [each for each in (of_whom(request, report), warning_of(report)) if each],
    }
    return render(request, "reports/old_report.html", context)


def line_of(request: HttpRequest, report: OldReport, number: int) -> dict[str, object]:
    """One figure as the list shows it."""
    kept = report.figures[number]
    user: User = request.user  # type: ignore[assignment]
    may_word = may_keep_catalogue(user) and kept["section"] and kept["state"] == proposals.TAKEN
    wording = (
        reverse("sentence-edit", args=[f"{prose_of(kept['section']).code}-new"]) + f"?old={report.pk}&figure={number}"
    ) if may_word else ""  # fmt: skip
    return {
        **kept,
        "number": number,
        "part": part_name(kept["section"]),
        "kind_label": KINDS[kept["kind"]],
        "wording": wording,
        "report": report,
    }


def part_name(section: str) -> str:
    """What a section of the summary is called."""
    return heading_of(section) if section else ""


def paragraphs(report: OldReport) -> Iterator[tuple[str, list[Piece]]]:
    """The text in paragraphs of pieces, each with its section where that changes.

    A piece with a number is the figure of that place in the list.
    """
    places = sorted((each["at"], each["end"], number) for number, each in enumerate(report.figures))
    start, last = 0, ""
    for paragraph in lines_of(report.text):
        line = paragraph.text
        pieces: list[Piece] = []
        done, end = start, start + len(line)
        for at, until, number in places:
            if done <= at and until <= end:
                pieces += [(report.text[done:at], None), (report.text[at:until], number)]
                done = until
        part = part_name(paragraph.section)
        shown = [piece for piece in [*pieces, (report.text[done:end], None)] if piece[0]]
        yield part if part != last else "", shown
        start, last = end + 1, part


def of_whom(request: HttpRequest, report: OldReport) -> str:
    """Whose report this seems to be, where its opening names another union and not the chosen one, or "". One query."""
    opening, own = report.text[:OPENING], report.union
    if short_name(own.name) in opening:
        return ""
    user: User = request.user  # type: ignore[assignment]
    for other in Union.objects.visible_to(user).exclude(pk=own.pk).order_by("path"):
        named = short_name(other.name)
        if named in opening and not own.path.startswith(other.path):
            return f"这份材料开头写的是“{named}”，要补的是{own.name}的基数；请先看清是不是选错了单位。"
    return ""


def warning_of(report: OldReport) -> str:
    """What the paper says of its period that does not go with a base, or ""."""
    if report.said_year and report.said_year != report.year:
        return f"这份材料写的是{report.said_year}年，要补的是{report.year}年的基数；请先看清是哪一年的数。"
    if report.half:
        return "这是上半年总结：发生数填入“上半年”一栏，还要有全年数才能收入；期末数不作上年末的基数。"
    if report.last_month != 12:
        return f"材料只写到{report.last_month}月，接受的数会当作全年（年末）数，请核对。"
    return ""


@require_POST
def old_report_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, correct, ignore or reopen one figure; the row alone for a page that asks by script."""
    report = report_or_404(request, pk)
    sent = request.POST
    number = int(sent["number"]) if sent.get("number", "").isdecimal() and len(sent["number"]) < 6 else -1
    state = sent.get("state", "")
    problem = ""
    try:
        if state not in (proposals.TAKEN, proposals.IGNORED, proposals.OPEN):
            raise proposals.DecisionRefused("没有这种处理，请刷新页面")
        name, text = (sent.get("name", ""), sent.get("text", "")) if sent.get("correct") else ("", "")
        if sent.get("correct") and not (name.strip() and text.strip()):
            raise proposals.DecisionRefused("改正要写明指标和数")
        report = proposals.decide(report, number, state, by=request.user, name=name, text=text)  # type: ignore[arg-type]
    except proposals.DecisionRefused as refusal:
        problem = str(refusal)
    if request.headers.get("X-Row") and 0 <= number < len(report.figures):
        context = {"line": line_of(request, report, number) | {"problem": problem}}
        return render(request, "reports/_old_figure.html", context, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    return redirect(f"{reverse('old-report', args=[pk])}#figure-{max(number, 0)}")


@require_POST
def old_report_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a report that was not used."""
    report = report_or_404(request, pk)
    try:
        proposals.drop(report, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"《{report.title}》已删除，没有动任何数据。")
    except proposals.DecisionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('old-report-add', args=[report.union_id])}?year={report.year}")


def old_sentence(request: HttpRequest) -> dict[str, str]:
    """What the sentence editor begins with to keep a sentence of an old report; {} when none is asked for."""
    user: User = request.user  # type: ignore[assignment]
    pk, number = request.GET.get("old", ""), request.GET.get("figure", "")
    if not (pk.isdecimal() and number.isdecimal() and len(pk) < 12 and len(number) < 6):
        return {}
    report = OldReport.objects.visible_to(user).select_related("union").filter(pk=pk).first()
    if report is None or int(number) >= len(report.figures):
        return {}
    kept = report.figures[int(number)]
    taken = [each for each in report.figures if each["state"] == proposals.TAKEN]
    text = pattern_of(report.text, kept["at"], taken, year=report.said_year, union=report.union.name)
    return {"text": text, "when": f"{kept['indicator']} > 0"}
