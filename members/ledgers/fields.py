"""Fields of which a register has dozens: a code, a short text, yes or no, a day, a number that may be missing."""

from __future__ import annotations

from typing import Any

from django.db import models

SHORT = 40


def coded(label: str, codes: Any, default: str = "", **more: Any) -> Any:
    """One of a list of codes; without a default it may be left open."""
    choices = getattr(codes, "choices", codes)
    return models.CharField(label, max_length=20, choices=choices, blank=not default, default=default, **more)


def text(label: str, length: int = SHORT, **more: Any) -> Any:
    """A line of text that may be left empty."""
    return models.CharField(label, max_length=length, blank=True, **more)


def yes(label: str, **more: Any) -> Any:
    """Yes or no; no until somebody says yes."""
    return models.BooleanField(label, default=False, **more)


def day(label: str, **more: Any) -> Any:
    """A day that may be missing."""
    return models.DateField(label, null=True, blank=True, **more)


def number(label: str, **more: Any) -> Any:
    """A count that may be unknown: empty is not nought."""
    return models.PositiveIntegerField(label, null=True, blank=True, **more)
