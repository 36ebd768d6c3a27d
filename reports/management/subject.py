"""Which union and which months does a command line mean?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from members.management.loader import ensure_tables
from members.models import Union
from members.months import PERIOD_HELP, PeriodError, Span, parse_period


def add_subject(parser: ArgumentParser) -> None:
    """The arguments --union, --period and --provisional."""
    parser.add_argument("--union", required=True, metavar="CODE", help="工会代码；连同其所有下级一并汇总")
    parser.add_argument("--period", required=True, metavar="P", help=f"报告期：{PERIOD_HELP}")
    parser.add_argument("--provisional", action="store_true", help="连同已填报而未审核通过的数据")


def subject_of(options: dict[str, Any]) -> tuple[Union, Span]:
    """The union and the span meant. Raises CommandError."""
    ensure_tables()
    union = Union.objects.select_related("parent").filter(code=options["union"]).first()
    if union is None:
        raise CommandError(f"没有代码为“{options['union']}”的工会")
    try:
        return union, parse_period(options["period"])
    except PeriodError as error:
        raise CommandError(str(error)) from error
