"""Forms around a summary: which one to open, the words an officer writes, the text of a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from members.ledgers.election import Election
from members.months import PeriodError, Span
from reports.forms.periods import WHICH_YEAR
from reports.models import Summary
from reports.models.summary import OF_TERM, SummaryKind
from reports.sentences import WRITTEN_WORDS

MONTHS = [(number, f"{number}月") for number in range(1, 13)]
LAST_OF_HALF = 6
LONGEST_WORD = 500


#: Which choices a kind needs besides its year: the fields of the form shown for it.
FIELDS = {
    "annual": ("year", "last"), "half_year": ("year", "last"), "period": ("year", "first", "last"),
    "plan": ("year",), "targets": ("year", "last"), "election": ("election",), "letter": ("sent",),
    "audit": ("since", "year", "last"), "congress": ("since", "year", "last"),
}  # fmt: skip
#: What is said of a kind below its name.
EXPLAINED = {
    "annual": "从1月起，可在年底前以较早的月份截止", "half_year": "从1月起，到6月为止", "period": "自选起止月份",
    "plan": "写下一年（或当年）的任务，以上年数作比", "targets": "逐项写年度任务完成了多少、是否按期",
    "election": "按选举台账的一条记录写到会、得票和结果", "letter": "随文上报一份已起草的报告，按公文格式",
    "audit": "写一届几年的经费收支和审查审计", "congress": "写一届几年的工作，逐年列数",
}  # fmt: skip


class NewSummaryForm(forms.Form):
    """Which summary: its kind, year and the month whose figures it ends with; or the election, or what is sent.

    `elections` and `sent` are the choices (number, name).
    """

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="种类",
        choices=SummaryKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择总结种类"),
    )
    year = forms.IntegerField(
        label="年度", min_value=1949, max_value=2999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHICH_YEAR),
    )  # fmt: skip
    since = forms.IntegerField(
        label="届期起始年度", min_value=1949, max_value=2999, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHICH_YEAR),
    )  # fmt: skip
    election = forms.TypedChoiceField(label="选举记录", coerce=int, required=False, empty_value="")
    sent = forms.TypedChoiceField(label="所报文件", coerce=int, required=False, empty_value="")
    first = forms.TypedChoiceField(label="起始月", choices=MONTHS, coerce=int, required=False, empty_value=None)
    last = forms.TypedChoiceField(
        label="数据截止月", choices=MONTHS, coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择数据截止月"),
    )  # fmt: skip

    def __init__(self, *args: Any, elections: Sequence[Election] = (), sent: Sequence[Summary] = (), **more: Any):
        super().__init__(*args, **more)
        self.elections = {each.pk: each for each in elections}
        self.summaries = {each.pk: each for each in sent}
        self._offer("election", [(pk, f"{each.held_on:%Y-%m-%d} {each.title}") for pk, each in self.elections.items()])
        self._offer("sent", [(pk, each.title) for pk, each in self.summaries.items()])

        kind = self["kind"].value()
        for name in ("year", "last"):
            self.fields[name].required = name in FIELDS.get(str(kind), ("year", "last"))

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = f"“{field.label}”请从列表中选择"

    def kinds(self) -> list[tuple[Any, str, str]]:
        """The choices of kind with what is said of each and the fields it needs."""
        return [
            (radio, EXPLAINED[kind], " ".join(FIELDS[kind]))
            for radio, kind in zip(self["kind"], SummaryKind.values, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        kind = cleaned["kind"]
        if kind in (SummaryKind.ELECTION, SummaryKind.LETTER):
            return self._of_subject(cleaned)
        if kind in OF_TERM and not cleaned.get("since"):
            self.add_error("since", "请填写届期起始年度")
            return cleaned
        if kind in OF_TERM and cleaned["since"] > cleaned["year"]:
            self.add_error("since", "届期起始年度晚于届末年度，请核对")
            return cleaned
        first = (cleaned["first"] or 1) if kind == SummaryKind.PERIOD else 1
        last = 12 if kind == SummaryKind.PLAN else cleaned["last"]
        if kind == SummaryKind.HALF_YEAR and last > LAST_OF_HALF:
            self.add_error("last", "半年总结的数据截止月不晚于6月；要写到更后的月份，请选“阶段总结”")
            return cleaned
        since = cleaned["since"] if kind in OF_TERM else cleaned["year"]
        try:
            cleaned["span"] = Span(date(since, first, 1), date(cleaned["year"], last, 1))
        except PeriodError as error:
            self.add_error("first", str(error))
        return cleaned

    def _of_subject(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """An election's report covers its month, a letter what it sends."""
        if cleaned["kind"] == SummaryKind.ELECTION:
            record = self.elections.get(cleaned.get("election") or 0)
            if record is None:
                self.add_error("election", "请选择选举记录；还没有的，先在“选举台账”里登记")
            else:
                month = record.held_on.replace(day=1)
                cleaned |= {"span": Span(month, month), "about": record.pk}
            return cleaned
        sent = self.summaries.get(cleaned.get("sent") or 0)
        if sent is None:
            self.add_error("sent", "请选择所报文件；还没有的，请先起草")
        else:
            cleaned |= {"span": sent.span, "about": sent.pk}
        return cleaned


class WordsForm(forms.Form):
    """The words this report's sentences leave to the officer; empty ones drop their sentence.

    `offers` are words the ledgers have for some of them.
    """

    def __init__(
        self, names: Iterable[str], words: dict[str, str], data: Any = None, offers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data)
        self.offers = offers or {}
        for name in names:
            self.fields[name] = forms.CharField(
                label=WRITTEN_WORDS[name],
                initial=words.get(name, ""),
                required=False,
                max_length=LONGEST_WORD,
                widget=forms.Textarea(attrs={"rows": 2 if len(words.get(name, "")) > 18 else 1}),
                error_messages={"max_length": f"不超过{LONGEST_WORD}字"},
            )

    def asked(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each field with what is offered for it."""
        for name in self.fields:
            yield self[name], self.offers.get(name, "")
