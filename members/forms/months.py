"""A month in an ordinary form, as the browser's month field sends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from members.months import PeriodError, month_text, parse_month


class MonthInput(forms.DateInput):
    """The browser's own month picker; a plain text box where there is none."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        return month_text(value) if isinstance(value, date) else value


class MonthField(forms.Field):
    """`2026-05` → the first day of the month; empty → None."""

    widget = MonthInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, date) else parse_month(str(value))
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True
