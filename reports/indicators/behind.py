"""Which ledger records stand behind a number, as they stood when it was sent?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from members.ledgers.ledger import LEDGERS, Ledger
from reports.indicators.counting import Row, Share, total
from reports.models import Counted, Indicator, MonthlyReturn


@dataclass(frozen=True, slots=True)
class Behind:
    """A return's count of an indicator: the rows with their shares, what they come to, what the return says."""

    monthly_return: MonthlyReturn
    counted: Counted
    shares: tuple[Row, ...]
    figure: Decimal | None

    @property
    def recount(self) -> Decimal:
        """What the rows come to, added up afresh."""
        return total(self.shares)

    @property
    def differs(self) -> bool:
        """Does the return say something else than its rows?"""
        return self.figure != self.recount


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One record behind a number: as it was then, what it brings, and what became of it since (empty: nothing)."""

    monthly_return: MonthlyReturn
    ledger: Ledger
    record: Any
    share: Share
    since: str


def behind(returns: Iterable[MonthlyReturn], indicator: Indicator) -> list[Behind]:
    """The counts of an indicator in these returns, in their order. Two queries."""
    by_pk = {each.pk: each for each in returns}
    counted = {each.monthly_return_id: each for each in Counted.objects.filter(
        monthly_return__in=by_pk, indicator=indicator
    )}  # fmt: skip
    figures = dict(indicator.figures.filter(monthly_return__in=counted).values_list("monthly_return", "value"))
    return [
        Behind(each, counted[pk], counted[pk].shares(), figures.get(pk)) for pk, each in by_pk.items() if pk in counted
    ]


def rows_of(groups: Sequence[Behind], first: int, last: int) -> list[RowBehind]:
    """The rows from number `first` up to (not including) `last`. Two queries for each return they belong to."""
    found: list[RowBehind] = []
    at = 0
    for group in groups:
        shares = group.shares[max(0, first - at) : max(0, last - at)]
        at += len(group.shares)
        if not shares:
            continue
        for ledger, picked in _by_ledger(group, shares):
            now = {each.pk: each for each in ledger.model._default_manager.filter(pk__in=picked).select_related()}
            then = now if group.monthly_return.is_open else _as_of(ledger, list(picked), group)
            for pk, share in picked.items():
                record = then.get(pk) or now.get(pk)
                if record is not None:
                    since = _since(record, now.get(pk))
                    found.append(RowBehind(group.monthly_return, ledger, record, share, since))
    return found


def _by_ledger(group: Behind, shares: Iterable[Row]) -> list[tuple[Ledger, dict[int, Share]]]:
    """The rows' ids with their shares, ledger by ledger."""
    found: dict[str, dict[int, Share]] = {}
    for key, share in shares:
        slug, _, pk = key.partition(":") if isinstance(key, str) else (group.counted.ledger, "", key)
        found.setdefault(slug, {})[int(pk)] = share
    return [(LEDGERS[slug], picked) for slug, picked in found.items()]


def _as_of(ledger: Ledger, pks: list[int], group: Behind) -> dict[int, Any]:
    """The records as they stood when the return was counted last."""
    history = ledger.model.history  # type: ignore[attr-defined]
    return {record.pk: record for record in history.as_of(group.counted.at).filter(id__in=pks)}


def _since(then: Any, now: Any) -> str:
    """What became of a record since: 已删除, 已作废, 已修改."""
    if now is None:
        return "已删除"
    if now.voided and not then.voided:
        return "已作废"
    return "" if now.version == then.version else "已修改"
