"""The form in which a county words a sentence, and the place of a mistake in it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django import forms

from reports.models.sentence import LONGEST_TEXT
from reports.sentences import PatternError, alike, parse, parse_condition

YEARS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), "年份请填四位数字，如2026")
PARAGRAPH = dict.fromkeys(("required", "invalid", "min_value", "max_value"), "段号请填1至9")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mistake in a line of a field: what stands before it, what it begins with, what follows, and the reason."""

    field: str
    before: str
    wrong: str
    after: str
    reason: str


def mark(field: str, line: str, error: PatternError) -> Mark:
    """The line cut at the place of the error; a mistake at its end is shown as a gap."""
    at = min(error.at, len(line))
    return Mark(field, line[:at], line[at : at + 1] or "　", line[at + 1 :], str(error))


class SentenceForm(forms.Form):
    """A wording a line, when it is said, in which paragraph, and from which year on. `marks` show each mistake."""

    use_required_attribute = False
    text = forms.CharField(
        label="句式（一行一种说法）",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
        error_messages={"required": "请写句式；不想要这一句，请用“停用”", "max_length": f"不超过{LONGEST_TEXT}字"},
    )
    when = forms.CharField(
        label="什么时候写", required=False, max_length=500, widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"max_length": "条件最多500个字"},
    )  # fmt: skip
    paragraph = forms.IntegerField(label="第几段", min_value=1, max_value=9, error_messages=PARAGRAPH)
    since = forms.IntegerField(label="自何年起", min_value=1949, max_value=2999, error_messages=YEARS)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def __init__(self, data: Any = None, *, codes: Container[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.codes = codes
        self.marks: list[Mark] = []

    def clean_text(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
        patterns = []
        for line in lines:
            try:
                patterns.append(parse(line, self.codes))
            except PatternError as error:
                self.marks.append(mark("text", line, error))
        if self.marks:
            raise forms.ValidationError([each.reason for each in self.marks])
        if not lines:
            raise forms.ValidationError("请写句式；不想要这一句，请用“停用”")
        for other in patterns[1:]:
            if not alike(patterns[0], other):
                raise forms.ValidationError(
                    f"各种说法要用同样的指标和文字槽，“{other.text[:20]}…”与第一种不同；意思不同的，请另加一句"
                )
        return "\n".join(lines)

    def clean_when(self) -> str:
        text: str = self.cleaned_data["when"].strip()
        try:
            parse_condition(text, self.codes)
        except PatternError as error:
            self.marks.append(mark("when", text, error))
            raise forms.ValidationError(str(error)) from error
        return text

    @property
    def told(self) -> list[tuple[str, list[Mark], list[str]]]:
        """What is wrong with each field, said once: mistakes at their place, and what has none."""
        return [
            (name, marks, [] if marks else [str(error) for error in self.errors.get(name, ())])
            for name in self.fields
            for marks in [[mark for mark in self.marks if mark.field == name]]
        ]
