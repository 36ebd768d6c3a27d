"""The one module that speaks SQL: months first in one pass over the figures, and writing changed figures.

Parameterised; the same statement runs on SQLite and PostgreSQL and is compared with `reports.arithmetic` by
property tests. Values are integers of ten-thousandths, so sums are exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from members.months import Span, due_months
from reports.arithmetic import UnitValue
from reports.models.scaled import from_scaled

STATEMENT = """
with spans(tag, first_month, last_month, all_kinds) as (values {spans}),
due(month, ord, quarter, half_year) as (values {due}),
rr as materialized (
  select s.tag, s.all_kinds, r.id, r.union_id, d.ord, d.quarter, d.half_year
  from spans s
  join reports_monthlyreturn r on r.month between s.first_month and s.last_month
  join due d on d.month = r.month
  where r.union_id in ({unions}) {approved}
)
select rr.tag, {unit} as whose, f.indicator_id, sum(f.value), null, {counts}, max(f.approximate)
from rr
join reports_figure f on f.monthly_return_id = rr.id
join reports_indicator i on i.id = f.indicator_id
where i.month_agg = 'sum' and rr.all_kinds = 1 {only}
group by f.indicator_id, whose, rr.tag
union all
select rr.tag, rr.union_id, f.indicator_id, {value}, max({order}), {counts}, {approximate}
from rr
join reports_figure f on f.monthly_return_id = rr.id
join reports_indicator i on i.id = f.indicator_id
where i.month_agg <> 'sum' {only}
group by f.indicator_id, rr.union_id, rr.tag
"""
#: Is the indicator due in the return's month? And how many numbers and answers there are in such months.
IS_DUE = "case i.due when 'month' then 1 when 'quarter' then rr.quarter else rr.half_year end"
COUNTS = f"count(case when {IS_DUE} = 1 then f.value end), sum({IS_DUE})"
#: Which month a stock's value comes from: the last one stated, or the first for an opening balance.
ORDER = "case when i.month_agg = 'first' then -rr.ord else rr.ord end"
#: What the row with the greatest order says. SQLite takes bare columns from the row of a lone max().
DIALECT = {
    "sqlite": {"value": "f.value", "approximate": "f.approximate"},
    "postgresql": {
        "value": f"(array_agg(f.value order by {ORDER} desc))[1]",
        "approximate": f"(array_agg(f.approximate order by {ORDER} desc))[1]",
    },
}
#: The unit under which flows stand that are wanted for all units together.
TOGETHER = 0


def months_first(
    spans: Sequence[tuple[Span, bool]],
    unions: Sequence[int],
    codes: Mapping[int, str],
    *,
    approved_only: bool,
    unit_by_unit: Collection[int] | None = (),
    only: Sequence[int] = (),
) -> list[dict[int, dict[str, UnitValue]]]:
    """Per span: union id → code → value over the span. One query.

    `spans` come with whether flows are wanted too (a base needs stocks only); `codes` maps an indicator's id to
    its code. Flows come summed under `TOGETHER`, but unit by unit for the indicators in
    `unit_by_unit` (None: for all); stocks and stated rates always come unit by unit. `only` are the ids of
    indicators wanted, where it is not all of them.
    """
    result: list[dict[int, dict[str, UnitValue]]] = [{} for _ in spans]
    if not spans or not unions:
        return result
    months = sorted({month for span, _ in spans for month in span})
    for row in _rows(spans, months, unions, approved_only, unit_by_unit, only):
        if code := codes.get(row[2]):
            result[row[0]].setdefault(row[1], {})[code] = UnitValue(
                None if row[3] is None else from_scaled(int(row[3])),
                months[row[4] - 1] if row[4] and row[4] > 0 else None,
                int(row[5]),
                int(row[6]) - int(row[5]),
                row[7],
            )
    return result


UPSERT = """
insert into reports_figure (monthly_return_id, indicator_id, value, not_applicable, approximate, note)
values (%s, %s, %s, %s, %s, '')
on conflict (monthly_return_id, indicator_id) do update
set value = excluded.value, not_applicable = excluded.not_applicable, approximate = excluded.approximate
"""
LOG = """
insert into reports_figurechange (monthly_return_id, indicator_id, old, new, by_id, at) values (%s, %s, %s, %s, %s, %s)
"""


def upsert(monthly_return: int, figures: Iterable[tuple[int, int | None, str]]) -> None:
    """Write figures of a return: (indicator id, ten-thousandths or None for 不适用, approximation). One statement."""
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, [(monthly_return, pk, value, value is None, word) for pk, value, word in figures])


def log_changes(monthly_return: int, by: int, at: datetime, changes: Iterable[tuple[int, str, str]]) -> None:
    """Log what changed in a return: (indicator id, old text, new text). One statement."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.executemany(LOG, [(monthly_return, pk, old, new, by, moment) for pk, old, new in changes])


def _rows(
    spans: Sequence[tuple[Span, bool]],
    months: Sequence[date],
    unions: Sequence[int],
    approved_only: bool,
    unit_by_unit: Collection[int] | None,
    only: Sequence[int],
) -> list[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datefield_value
    day = "cast(%s as date)" if connection.vendor == "postgresql" else "%s"
    parameters: list[Any] = []
    for tag, (span, all_kinds) in enumerate(spans):
        parameters += [tag, adapt(span.first), adapt(span.last), int(all_kinds)]
    for place, month in enumerate(months, start=1):
        alone = Span(month, month)
        parameters += [adapt(month), place, len(due_months(alone, "quarter")), len(due_months(alone, "half_year"))]
    parameters += unions
    if unit_by_unit is None:
        unit = "rr.union_id"
    else:
        alone_ids = sorted(unit_by_unit) or [0]
        parameters += alone_ids
        unit = (
            f"case when f.indicator_id in ({', '.join(['%s'] * len(alone_ids))}) then rr.union_id else {TOGETHER} end"
        )
    parameters += [*only, *only]
    statement = STATEMENT.format(
        only=f"and f.indicator_id in ({', '.join(['%s'] * len(only))})" if only else "",
        spans=", ".join([f"(%s, {day}, {day}, %s)"] * len(spans)),
        due=", ".join([f"({day}, %s, %s, %s)"] * len(months)),
        unions=", ".join(["%s"] * len(unions)),
        approved="and r.state = 'approved'" if approved_only else "",
        unit=unit,
        counts=COUNTS,
        order=ORDER,
        **DIALECT[connection.vendor],
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
