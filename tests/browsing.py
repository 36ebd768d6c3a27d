"""How a test uses a page: sign in without the form, open a grid, type, wait for the words that say it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from makers import Cast, make_return, make_summary, signed_in
from playwright.sync_api import expect

from members.models import Union, User
from members.months import shift
from reports.indicators.catalogue import fill
from reports.locks import this_month
from reports.models import Figure, Indicator, MonthlyReturn, State, Summary

#: A 1366×768 screen less the browser's bars.
SCREEN = {"width": 1366, "height": 625}


def make_catalogue() -> None:
    """The built-in indicators again, after a test that emptied the tables."""
    if not Indicator.objects.exists():
        fill(Indicator)


def make_open_return(union: Union, values: Mapping[str, object] | None = None) -> MonthlyReturn:
    """This month's return in the filler's hands."""
    return make_return(union, this_month(), values)


def make_past(union: Union, back: int, values: Mapping[str, object], **fields: Any) -> MonthlyReturn:
    """The return of so many months ago, approved."""
    return make_return(union, shift(this_month(), -back), values, state="approved", **fields)


def sign_in(page: Any, user: User) -> None:
    """Give the window this person's session."""
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )


def open_grid(page: Any, user: User, monthly_return: MonthlyReturn) -> None:
    """This person's entry page of the return, at the size of a small office screen."""
    page.set_viewport_size(SCREEN)
    sign_in(page, user)
    page.goto(f"/returns/{monthly_return.pk}/")


def make_dispute_report(cast: Cast) -> Summary:
    """东港镇's draft for the half-year, with disputes to write about."""
    values = {"dispute_accepted": 15, "dispute_persons": 31, "dispute_settled": 12}
    make_return(cast.east, "2026-06", values, state=State.APPROVED, by=cast.clerk)
    return make_summary(cast.east, "2026-01", "2026-06", kind="half_year")


def open_editor(page: Any, cast: Cast, summary: Summary) -> Any:
    """The editor of the section on disputes, as the clerk has it before him."""
    sign_in(page, cast.clerk)
    page.goto(f"/summaries/{summary.pk}/section/disputes/")
    editor = page.locator("#editor")
    expect(editor).to_be_visible()
    return editor


def cell(page: Any, code: str) -> Any:
    return page.locator(f"#c-{code}")


def open_cells(page: Any) -> list[tuple[str, bool]]:
    """The cells that can be seen, in order, and whether each is computed; folded sections take no part."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.grid td.cell input:not([type=hidden])')]
           .filter(input => !input.closest('details:not([open])')).map(input => [input.id.slice(2), input.readOnly])"""
    )
    return [(code, computed) for code, computed in found]


def row_texts(page: Any, code: str) -> list[str]:
    """上月, 上年同月, 增减 and 本年累计 of a row."""
    return [text.strip() for text in page.locator(f"#r-{code} td").all_inner_texts()[-4:]]


def saved(page: Any) -> None:
    """Wait until nothing is left to save."""
    expect(page.locator("#status")).to_have_text(re.compile("^已保存"))


def stored(monthly_return: MonthlyReturn) -> dict[str, str]:
    """The figures in the database: code → number as text, or 不适用."""
    figures = Figure.objects.filter(monthly_return=monthly_return).select_related("indicator")
    return {figure.indicator.code: str(figure) for figure in figures}


def copy(page: Any, text: str) -> None:
    """Put text on the real clipboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def paste(page: Any, code: str, text: str) -> None:
    """Ctrl+V into a cell."""
    copy(page, text)
    cell(page, code).focus()
    page.keyboard.press("Control+v")


def report(page: Any) -> str:
    """What the toolbar says of the last paste or fill."""
    return page.locator("#report").inner_text()
