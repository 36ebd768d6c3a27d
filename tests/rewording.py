"""A report of two approved months, and an officer who adds to it."""

from __future__ import annotations

from makers import Cast, make_return, make_summary

from reports.models import State, Summary
from reports.summaries import edit_section
from reports.summaries.editing import compose_summary
from reports.summaries.rebinding import plain


def make_two_months(cast: Cast) -> Summary:
    """东港镇's report of May and June, both approved."""
    make_return(cast.east, "2026-05", {"union_new": 1, "training_count": 2}, state=State.APPROVED)
    make_return(cast.east, "2026-06", {"union_new": 3, "member_new": 20}, state=State.APPROVED)
    return make_summary(cast.east, "2026-05", "2026-06", kind="period")


def reword(cast: Cast, summary: Summary, more: str) -> None:
    """Add a line to what is said of organizing."""
    text = plain(compose_summary(summary).paragraphs["organizing"])
    edit_section(summary, "organizing", f"{text}\n{more}", by=cast.clerk)
    summary.refresh_from_db()
