"""Does `manage.py demo` load a county once, keep away from real data, and serve it?"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory

from members.ledgers.union_org import UnionOrg
from members.models import Role, Union, User
from members.months import parse_period, shift
from reports import demo, rules, todo
from reports.demo.county import Schedule, maker_of
from reports.demo.places import TOWNSHIPS
from reports.following import follow_ledgers
from reports.indicators.drifting import drifted
from reports.models import CellMark, Indicator, MonthlyReturn, ReviewEvent, RuleNote, State, Summary, Target
from reports.models.monthly_return import OPEN_STATES
from reports.rollup import rollup
from reports.summaries.editing import compose_summary
from tests.makers import make_county
from unionreports import serving

pytestmark = pytest.mark.django_db
BASE = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", "--no-serve", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The county of one day, loaded once for all tests here and taken away afterwards."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        set_the_day(patch)
        run()
        yield
        transaction.set_rollback(True)


def set_the_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    patch.setattr("reports.demo.schedule", lambda: Schedule(TODAY))


@pytest.fixture
def county(loaded: None, db: None) -> Union:
    return Union.objects.get(code="YL")


def test_every_role_has_an_account_that_signs_in(county: Union) -> None:
    shown = run()
    assert {user.role for user in User.objects.all()} == set(Role.values)
    assert demo.PASSWORD in shown
    for role, union, name, username in demo.accounts():
        assert username in shown and role and union and name
        assert authenticate(RequestFactory().post("/"), username=username, password=demo.PASSWORD) is not None
    assert not User.objects.filter(must_change_password=True).exists()


def test_a_second_start_changes_nothing(county: Union) -> None:
    before = Counter(MonthlyReturn.objects.values_list("state", flat=True)), Union.objects.count()
    run()
    assert (Counter(MonthlyReturn.objects.values_list("state", flat=True)), Union.objects.count()) == before


def test_real_unions_keep_the_demo_out(county: Union) -> None:
    make_county("真实县总工会")
    before = Union.objects.count()
    with pytest.raises(CommandError, match="已有工会"):
        run()
    with pytest.raises(CommandError, match="已有工会"):
        run("--reset")
    assert Union.objects.count() == before


def test_a_reset_starts_afresh_with_the_whole_catalogue(county: Union) -> None:
    count = Indicator.objects.count()
    User.objects.filter(username="donggang_tianbao").update(full_name="别人")
    connection.check_constraints()  # PostgreSQL empties no table while checks of this transaction are outstanding
    run("--reset")
    assert Indicator.objects.count() == count
    assert User.objects.get(username="donggang_tianbao").full_name == "林晓岚"


def test_there_is_one_of_everything_to_see(county: Union) -> None:
    last = date(2026, 10, 1)
    states = dict(MonthlyReturn.objects.filter(month=last).values_list("union__code", "state"))
    assert states["YL-02"] == State.RETURNED and states["YL-03"] == State.SUBMITTED
    assert states["YL-04"] == State.REPORTED and states["YL-06"] == State.DRAFT
    assert "YL-05" not in states
    assert CellMark.objects.filter(monthly_return__union__code="YL-02", monthly_return__month=last).count() == 2
    assert Summary.objects.filter(state=State.APPROVED, kind="half_year", versions__number=1).count() == 2
    assert Summary.objects.filter(state=State.DRAFT, kind="annual", last=date(2026, 11, 1)).count() == 2
    assert Target.objects.filter(union=county, year=2026).count() > 5
    late = todo.not_reported(User.objects.get(username="xian_tongji"), last)
    assert {status.union.code for status in late if status.days_late} >= {"YL-05", "YL-06"}


def test_each_kind_of_report_has_an_example_over_a_plausible_term(county: Union) -> None:
    kinds = dict(Summary.objects.exclude(kind__in=("annual", "half_year")).values_list("kind", "state"))
    issued = dict.fromkeys(("plan", "election", "audit", "letter"), State.APPROVED)
    assert kinds == {**issued, "targets": State.REPORTED, "congress": State.DRAFT}
    audit = compose_summary(Summary.objects.get(kind="audit"))
    assert len(audit.rolled.span.years) == 3 and audit.coverage.complete
    assert not any("没有数据" in note for note in audit.document.notes)
    last = max(UnionOrg.objects.filter(status="active").values_list("term_end", flat=True))
    assert last <= date(2031, 11, 30)


def test_this_month_is_open_and_empty_for_the_newcomer(county: Union) -> None:
    clerk = User.objects.get(username="donggang_tianbao")
    status = todo.current(todo.months_of(clerk.union))
    assert status is not None and status.monthly_return is not None
    assert (status.month, status.state) == (date(2026, 11, 1), State.DRAFT)
    assert not status.monthly_return.figures.exists()


def test_states_come_from_events_in_the_order_of_time(county: Union) -> None:
    for each in MonthlyReturn.objects.exclude(state=State.DRAFT).prefetch_related("events"):
        events = list(each.events.all())
        assert events[-1].to_state == each.state
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert events[-1].version == each.version
    newest = ReviewEvent.objects.latest("at")
    assert newest.at.date() <= date.today() or newest.at.date() <= TODAY


def test_what_was_sent_had_every_warning_explained(county: Union) -> None:
    explained = 0
    for each in MonthlyReturn.objects.filter(month__gte=date(2026, 9, 1)).exclude(state__in=OPEN_STATES):
        assert rules.open_findings(each) == []
        explained += each.rule_notes.count()
    assert explained >= 1


def test_the_countys_totals_cover_every_township(county: Union) -> None:
    months = Schedule(TODAY).months
    total = rollup(county, parse_period("2026H1")).totals["member_total"]
    assert total.reported == total.expected == 9 * 6
    assert months[0] == date(2025, 1, 1) and shift(months[-1], 1) == date(2026, 12, 1)


def test_what_was_sent_this_year_rests_on_its_ledgers(county: Union) -> None:
    sent = MonthlyReturn.objects.filter(month__year=2026, union__level="township").exclude(state=State.DRAFT)
    unlike = [
        (each.union.code, each.month.month, counted.indicator.code)
        for each in sent.prefetch_related("counted__indicator")
        for figures in [dict(each.figures.values_list("indicator__code", "value"))]
        for counted in each.counted.all()
        if figures.get(counted.indicator.code) not in (None, counted.value)
    ]
    odd = {(code, month) for code, month, _ in unlike}
    assert odd == {("YL-02", 10), ("YL-04", 10)}
    assert all(each.counted.count() > 60 for each in sent)
    reason = RuleNote.objects.get(rule="B08:employee_total", monthly_return__union__code="YL-04")
    assert "台账" in reason.reason


def test_a_dispute_entered_late_is_told_as_a_change_of_the_ledgers(county: Union) -> None:
    ((late, what),) = drifted(User.objects.get(username="xian_tongji"))
    assert (late.union.code, late.month) == ("YL-07", date(2026, 9, 1))
    assert {each.indicator.code: each.now - each.then for each in what}["dispute_accepted"] == 1


def test_the_newcomers_month_is_filled_from_the_ledgers_when_it_is_opened(county: Union) -> None:
    mine = MonthlyReturn.objects.get(union__code="YL-01", month=date(2026, 11, 1))
    with transaction.atomic():
        filled = follow_ledgers(mine, by=User.objects.get(username="donggang_tianbao"))
        transaction.set_rollback(True)
    place = next(place for place in TOWNSHIPS if place.code == "YL-01")
    wanted = maker_of(place, list(Indicator.objects.filter(enabled=True)), Schedule(TODAY)).month(mine.month)
    assert len(filled) > 60
    assert {code for code, entry in filled.items() if code in wanted and entry.value != wanted[code]} == set()


def test_a_port_in_use_is_named_before_anything_is_loaded() -> None:
    before = Union.objects.count()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(serving.PortTaken, match=str(port)):
            serving.serve(port, browser=False)
        out = StringIO()
        with pytest.raises(CommandError, match=str(port)):
            call_command("demo", "--port", str(port), "--no-browser", stdout=out)
        assert out.getvalue() == "" and Union.objects.count() == before


@pytest.mark.pure  # its database is a file of its own, whatever the others use
def test_the_site_answers_and_stops_when_told_to(tmp_path: Path) -> None:
    """The command as a newcomer runs it, in a process and a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "NO_APT": "1"}
    call = [sys.executable, str(BASE / "manage.py"), "demo", "--port", str(port), "--no-browser"]
    with subprocess.Popen(call, env=environ, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as site:
        try:
            for _ in range(3000):
                if serving.answers(port) or site.poll() is not None:
                    break
                time.sleep(0.1)
            browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            browser.request("GET", "/login/")
            assert browser.getresponse().status == 200
        finally:
            site.terminate()
            shown = site.communicate(timeout=60)[0]
    assert f"http://127.0.0.1:{port}/" in shown and demo.PASSWORD in shown
    assert not serving.answers(port)
