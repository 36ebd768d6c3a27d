"""Months first, in one pass over the figures: the one module that speaks SQL to the roll-up.

Parameterised; the same statement runs on SQLite and PostgreSQL and is compared with `reports.arithmetic` by
property tests. Values are integers of ten-thousandths, so sums are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from members.months import Span, due_months
from reports.arithmetic import UnitValue
from reports.models.scaled import from_scaled

STATEMENT = """
with spans(tag, first_month, last_month, all_kinds) as (values {spans}),
due(month, quarter, half_year) as (values {due}),
rr as (
  select s.tag, s.all_kinds, r.id, r.union_id, r.month, d.quarter, d.half_year,
    dense_rank() over (order by r.month) as ord
  from spans s
  join reports_monthlyreturn r on r.month between s.first_month and s.last_month
  join due d on d.month = r.month
  where r.union_id in ({unions}) {approved}
),
sums as (
  select rr.tag, rr.union_id, f.indicator_id, sum(f.value) as value, null as month,
    count(f.value) as n, count(case when rr.quarter = 1 then f.value end) as nq,
    count(case when rr.half_year = 1 then f.value end) as nh,
    count(*) as m, sum(rr.quarter) as mq, sum(rr.half_year) as mh, max(f.approximate) as approximate
  from rr
  join reports_figure f on f.monthly_return_id = rr.id
  join reports_indicator i on i.id = f.indicator_id
  where i.month_agg = 'sum' and rr.all_kinds = 1
  group by rr.tag, rr.union_id, f.indicator_id
),
picks as (
  select rr.tag, rr.union_id, f.indicator_id, f.value, rr.month, f.approximate,
    count(f.value) over w as n, count(case when rr.quarter = 1 then f.value end) over w as nq,
    count(case when rr.half_year = 1 then f.value end) over w as nh,
    count(*) over w as m, sum(rr.quarter) over w as mq, sum(rr.half_year) over w as mh,
    row_number() over (
      partition by rr.tag, rr.union_id, f.indicator_id
      order by case when i.month_agg = 'first' then -rr.ord else rr.ord end desc
    ) as place
  from rr
  join reports_figure f on f.monthly_return_id = rr.id
  join reports_indicator i on i.id = f.indicator_id
  where i.month_agg <> 'sum'
  window w as (partition by rr.tag, rr.union_id, f.indicator_id)
)
select tag, union_id, indicator_id, value, cast(month as text), n, nq, nh, m, mq, mh, approximate from sums
union all
select tag, union_id, indicator_id, value, cast(month as text), n, nq, nh, m, mq, mh, approximate
from picks where place = 1
"""

#: Where the counts of a frequency stand in a row: numbers, and all answers.
COUNTS = {"month": (5, 8), "quarter": (6, 9), "half_year": (7, 10)}


def months_first(
    spans: Sequence[tuple[Span, bool]],
    unions: Sequence[int],
    due_of: Mapping[int, tuple[str, str]],
    *,
    approved_only: bool,
) -> list[dict[int, dict[str, UnitValue]]]:
    """Per span: union id → code → value over the span. One query.

    `spans` come with whether flows are wanted too (a base needs stocks only); `due_of` maps an indicator's id to
    its code and frequency.
    """
    result: list[dict[int, dict[str, UnitValue]]] = [{} for _ in spans]
    if not spans or not unions:
        return result
    for row in _rows(spans, unions, approved_only):
        if row[2] not in due_of:
            continue
        code, due = due_of[row[2]]
        numbers, answers = COUNTS[due]
        result[row[0]].setdefault(row[1], {})[code] = UnitValue(
            None if row[3] is None else from_scaled(int(row[3])),
            None if row[4] is None else date.fromisoformat(row[4]),
            row[numbers],
            row[answers] - row[numbers],
            row[11],
        )
    return result


def _rows(spans: Sequence[tuple[Span, bool]], unions: Sequence[int], approved_only: bool) -> list[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datefield_value
    placeholder = "cast(%s as date)" if connection.vendor == "postgresql" else "%s"
    months = sorted({month for span, _ in spans for month in span})
    parameters: list[Any] = []
    for tag, (span, all_kinds) in enumerate(spans):
        parameters += [tag, adapt(span.first), adapt(span.last), int(all_kinds)]
    for month in months:
        alone = Span(month, month)
        parameters += [adapt(month), len(due_months(alone, "quarter")), len(due_months(alone, "half_year"))]
    parameters += unions
    statement = STATEMENT.format(
        spans=", ".join([f"(%s, {placeholder}, {placeholder}, %s)"] * len(spans)),
        due=", ".join([f"({placeholder}, %s, %s)"] * len(months)),
        unions=", ".join(["%s"] * len(unions)),
        approved="and r.state = 'approved'" if approved_only else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
