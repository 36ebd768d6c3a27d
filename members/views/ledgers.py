"""The ledgers as pages: which there are, what stands in one, and which records a name may mean."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.ledgers.display import in_words, shown
from members.ledgers.ledger import LEDGERS, Ledger
from members.ledgers.listing import Asked, Search, added, records, sortable, totals, volumes, years
from members.ledgers.references import suggestions
from members.models import Role, Union, User
from members.models.union import Level
from members.permissions import has_data_rights
from members.sections import SECTIONS

PAGE = 25
LONGEST_SEARCH = 40
#: Where the session keeps what is searched for in a ledger.
SEARCH = "ledger-search-"
YES_NO = (("yes", "是"), ("no", "否"))


def reader(request: HttpRequest) -> User:
    """Whoever works with figures reads the ledgers of his own place."""
    user: User = request.user  # type: ignore[assignment]
    if not has_data_rights(user):
        raise PermissionDenied
    return user


def asked_ledger(slug: str) -> Ledger:
    """The ledger of this address; 404 for none."""
    if slug not in LEDGERS:
        raise Http404
    return LEDGERS[slug]


def keeps_any(user: User) -> bool:
    """Does the user write ledgers at all?"""
    return user.role in {Role.BASE_LIAISON, Role.TOWN_CLERK, Role.TOWN_CHAIR, Role.COUNTY_STAT, Role.COUNTY_DEPT}


@require_GET
def ledger_home(request: HttpRequest) -> HttpResponse:
    """All ledgers by line of business, with how much stands in each."""
    user = reader(request)
    found = volumes(user)
    groups = [
        (name, [each for each in found if each.ledger.section == section])
        for section, name in SECTIONS.items()
        if any(each.ledger.section == section for each in found)
    ]
    context = {"groups": groups, "may_add": keeps_any(user), "number": sum(each.number for each in found)}
    return render(request, "members/ledger_home.html", context)


@require_http_methods(["GET", "POST"])
def ledger_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The records of a ledger: searched, narrowed, sorted, added up, 25 a page.

    What is searched for may be a person's name or number: it is posted and kept in the session, never in an address.
    """
    user, ledger = reader(request), asked_ledger(slug)
    if request.method == "POST":
        search = Search.of(ledger, request.POST.get("q", "").strip()[:LONGEST_SEARCH])
        request.session[SEARCH + slug] = search.as_dict()
        return redirect(f"{reverse('ledger-list', args=[slug])}?{_address(request.GET, found=bool(search.shown))}")
    unions = _unions(user)
    asked = asked_of(request, ledger, user, unions)
    rows = records(ledger, user, asked)
    number, sums = totals(ledger, rows)
    pages = Paginator(rows, PAGE)
    pages.count = number  # counted together with the sums
    page = pages.get_page(request.GET.get("page"))
    context = {
        "ledger": ledger,
        "section": SECTIONS[ledger.section],
        "asked": asked,
        "page": page,
        "heads": [_head(ledger, name, asked) for name in ledger.columns],
        "lines": [(row, _cells(ledger, row)) for row in page],
        "sums": [in_words(ledger.field(name), sums.get(name)) for name in ledger.columns] if added(ledger) else [],
        "filters": [_filter(ledger, name, asked) for name in ledger.narrow],
        "years": years(ledger, user),
        "unions": unions,
        "narrowed": bool(asked.codes or asked.year or asked.union or asked.search.shown or asked.voided),
        "may_add": keeps_any(user),
        "several": len(unions) > 1,
        "query": _address(request.GET, page=None),
        "export": _link("ledger-export", slug),
        "import": _link("ledger-import", slug),
    }
    return render(request, "members/ledger_list.html", context)


def _cells(ledger: Ledger, row: Any) -> list[tuple[str, str]]:
    """The columns of a record, each with how it is set: numbers to the right, days and codes in one line."""
    return [(shown(ledger, row, name), _set(ledger, name)) for name in ledger.columns]


def _set(ledger: Ledger, name: str) -> str:
    if _is_number(ledger, name):
        return "num"
    return "when" if name in ledger.date_fields() or name in ledger.coded_fields() else ""


def asked_of(request: HttpRequest, ledger: Ledger, user: User, unions: list[Union] | None = None) -> Asked:
    """What an address asks of a ledger; what it cannot mean is left out. `found` stands for the search kept before."""
    get, kept = request.GET, request.session.get(SEARCH + ledger.slug)
    unions = _unions(user) if unions is None else unions
    codes = {
        name: str(get[name])
        for name in ledger.narrow
        if get.get(name) in [code for code, _ in choices_of(ledger, name)]
    }
    union = next((each for each in unions if str(each.pk) == get.get("of")), None)
    year = get.get("in", "")
    return Asked(
        search=Search(**kept) if kept and get.get("found") else Search(),
        codes=codes,
        year=int(year) if year.isdecimal() and len(year) == 4 and int(year) else None,
        union=union,
        alone=bool(union and union.pk == user.union_id),
        voided=get.get("void") == "1",
        sort=get.get("sort", ""),
    )


def choices_of(ledger: Ledger, name: str) -> list[tuple[str, str]]:
    """What a coded field may say: its codes, or yes and no."""
    field = ledger.field(name)
    if isinstance(field, BooleanField):
        return list(YES_NO)
    return [(str(code), str(label)) for code, label in field.flatchoices if code not in ("", None)]


def _filter(ledger: Ledger, name: str, asked: Asked) -> dict[str, Any]:
    label = ledger.label(name)
    return {"name": name, "label": label, "choices": choices_of(ledger, name), "chosen": asked.codes.get(name, "")}


def _is_number(ledger: Ledger, name: str) -> bool:
    return name in ledger.number_fields()


def _head(ledger: Ledger, name: str, asked: Asked) -> dict[str, Any]:
    """A column's head: its words, and the order that a click on it asks for."""
    here = asked.sort.removeprefix("-") == name
    down = here and asked.sort.startswith("-")
    sort = "" if name not in sortable(ledger) else name if down or not here else f"-{name}"
    state = ("descending" if down else "ascending") if here and sort else ""
    return {"label": ledger.label(name), "number": _is_number(ledger, name), "sort": sort, "state": state}


def _unions(user: User) -> list[Union]:
    """The unions a list may be narrowed to: the county's townships, a township's grassroots unions, and the own."""
    found = Union.objects.visible_to(user)
    if user.union.level == Level.COUNTY:
        found = found.exclude(level=Level.BASE)
    return list(found)


def _address(get: QueryDict, **changes: Any) -> str:
    """The address asked for with these changes, as a query string; a changed search begins at its first page."""
    query = get.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = "1"
    return query.urlencode()


def _link(name: str, slug: str) -> str:
    """The address of a page of this ledger; empty while there is none."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


@require_POST
def record_find(request: HttpRequest, slug: str) -> JsonResponse:
    """The records a name being typed may mean. Posted, since names of persons do not belong into addresses."""
    user, ledger = reader(request), asked_ledger(slug)
    found = suggestions(ledger.model, user, request.POST.get("q", "")[:LONGEST_SEARCH])
    return JsonResponse({"found": [{"name": name, "union": union} for name, union in found]})
