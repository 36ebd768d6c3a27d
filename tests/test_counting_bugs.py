"""Seeded bugs in the counting: each of them must be told by the second reckoning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from counting_check import disagreements
from counting_county import Maker
from django.db import transaction
from django.db.models import Q

from reports.indicators import counting
from reports.indicators.counting import Count, Scope
from reports.indicators.declaration import Condition

COUNT, SHARE, FALLS, HELD = counting._count, counting._share, counting._falls, counting.held_on
HOLDS, VALUE = Condition.holds, counting._value
USED, THROUGH = counting.used_ledgers, counting._through
SEEDS = range(12)


def the_last_day_is_lost(scope: Scope) -> date:
    return (scope.month + timedelta(days=31)).replace(day=1) - timedelta(days=2)


def the_month_has_a_day_too_many(scope: Scope) -> date:
    return (scope.month + timedelta(days=31)).replace(day=1)


def former_values_of_the_last_day_count_on(scope: Scope) -> dict[Any, str]:
    from members.ledgers.record import FormerValue

    later = FormerValue.objects.filter(until__gte=scope.end).order_by("-until")
    return {row[:3]: row[3] for row in later.values_list("ledger", "record", "field", "value")}


def the_latest_former_value_wins(scope: Scope) -> dict[Any, str]:
    from members.ledgers.record import FormerValue

    later = FormerValue.objects.filter(until__gt=scope.end).order_by("until")
    return {row[:3]: row[3] for row in later.values_list("ledger", "record", "field", "value")}


def no_former_values(scope: Scope) -> dict[Any, str]:
    return {}


def voided_ones_count(scope: Scope, slug: str) -> Any:
    return counting.LEDGERS[slug].model._default_manager.filter(union__in=scope.unions)


def all_unions_below_count(union: Any, month: date) -> list[int]:
    return list(type(union).objects.below(union).values_list("pk", flat=True))


def nobody_ever_moved(union: Any, month: date) -> list[int]:
    below = list(type(union).objects.below(union))
    filing = [each.path for each in below if each.files_in(month)]
    return [each.pk for each in below if max((p for p in filing if each.path.startswith(p)), key=len, default="")
            == union.path]  # fmt: skip


def only_itself_counts(union: Any, month: date) -> list[int]:
    return [union.pk]


def things_are_added(rows: Any) -> Any:
    return sum((len(share) if isinstance(share, tuple) else share for _, share in rows), counting.Decimal(0))


def one_row_is_lost(*given: Any) -> Count | None:
    count = COUNT(*given)
    return Count(count.ledger, count.value, count.rows[1:]) if count and len(count.rows) > 1 else count


def not_in_is_in(self: Condition, value: str, ranks: tuple[str, ...] = ()) -> bool:
    return value in self.values if self.op == "not in" else HOLDS(self, value, ranks)


def unset_is_set(self: Condition, value: str, ranks: tuple[str, ...] = ()) -> bool:
    return bool(value) if self.op == "unset" else HOLDS(self, value, ranks)


def not_below_is_above(self: Condition, value: str, ranks: tuple[str, ...] = ()) -> bool:
    if self.op == ">=":
        return ranks.index(value) > ranks.index(self.values[0])
    return HOLDS(self, value, ranks)


def the_end_is_never_included(scope: Scope, ledger: Any, declaration: Any, row: Any) -> bool:
    held = ledger.held
    lost = declaration.held and held.end and row[held.end] == scope.end
    return not lost and FALLS(scope, ledger, declaration, row)


def whatever_has_no_start_is_out(ledger: Any, day: date) -> Q:
    return HELD(ledger, day) & Q(**{f"{ledger.held.start}__isnull": False})


def references_say_what_they_say_now(scope: Scope, ledger: Any, path: str, row: Any) -> str:
    return counting.as_text(row[path.replace(".", "__")]) if "." in path else VALUE(scope, ledger, path, row)


def a_missing_number_is_nought(*given: Any) -> Any:
    share = SHARE(*given)
    return counting.Decimal(1) if share is None else share


def only_the_first_line_counts(*given: Any) -> dict[int, list[str]]:
    return {pk: things[:1] for pk, things in THROUGH(*given).items()}


def only_the_main_date_keeps_a_ledger(scope: Scope, slugs: Any, days: Any) -> set[str]:
    return USED(scope, slugs, {})


BUGS: list[tuple[Any, str, Any]] = [
    (Scope, "end", property(the_last_day_is_lost)),
    (Scope, "end", property(the_month_has_a_day_too_many)),
    (Scope, "former", property(no_former_values)),
    (Scope, "former", property(former_values_of_the_last_day_count_on)),
    (Scope, "former", property(the_latest_former_value_wins)),
    (Scope, "valid", voided_ones_count),
    (counting, "counted_unions", all_unions_below_count),
    (counting, "counted_unions", nobody_ever_moved),
    (counting, "counted_unions", only_itself_counts),
    (counting, "total", things_are_added),
    (counting, "_count", one_row_is_lost),
    (Condition, "holds", not_in_is_in),
    (Condition, "holds", unset_is_set),
    (Condition, "holds", not_below_is_above),
    (counting, "_falls", the_end_is_never_included),
    (counting, "held_on", whatever_has_no_start_is_out),
    (counting, "_value", references_say_what_they_say_now),
    (counting, "_share", a_missing_number_is_nought),
    (counting, "_through", only_the_first_line_counts),
    (counting, "used_ledgers", only_the_main_date_keeps_a_ledger),
]


def name_of(bug: tuple[Any, str, Any]) -> str:
    return (bug[2].fget if isinstance(bug[2], property) else bug[2]).__name__


def test_every_seeded_bug_is_told(db, monkeypatch):
    untold = {name_of(bug): bug for bug in BUGS}
    for seed in SEEDS:
        with transaction.atomic():
            county = Maker(seed).county
            for name, (where, what, wrong) in list(untold.items()):
                with monkeypatch.context() as patch:
                    patch.setattr(where, what, wrong)
                    if next(disagreements(county), None):
                        del untold[name]
            transaction.set_rollback(True)
        if not untold:
            break
    assert list(untold) == [] and len(BUGS) == 20
