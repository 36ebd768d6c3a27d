"""Bringing 5,000 members in from a sheet, against reading it bare and inserting rows without any question asked."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import xlsxwriter
from django.db import transaction

from benchmarks.harness import Comparison
from benchmarks.world import make_union
from members.ledgers.comparing import compare
from members.ledgers.ledger import LEDGERS
from members.ledgers.sheet_reading import grids_of, read_grids
from members.ledgers.taking import take
from members.models import Role, User
from members.workbooks import ROSTER_LIMITS, parse_sheets

MEMBERS = 5_000


def run(write: Callable[[str], object]) -> None:
    county = make_union("sheets-county", "基准县总工会", "county", None)
    town = make_union("sheets-town", "基准镇总工会", "township", county)
    clerk = User.objects.create(username="sheets-clerk", full_name="基准", role=Role.TOWN_CLERK, union=town)
    ledger, data = LEDGERS["member"], make_sheet()

    def read() -> object:
        return compare(ledger, read_grids(ledger, grids_of(data, "会员.xlsx")), clerk, town, [town])

    def ours() -> None:
        with transaction.atomic():
            take(ledger, read(), by=clerk, update=False, reason="基准")  # type: ignore[arg-type]
            transaction.set_rollback(True)

    def bare() -> None:
        (_, rows), *_ = parse_sheets(data, ROSTER_LIMITS)
        with transaction.atomic():
            made = [ledger.model(union=town, name=row[0], join_on=row[2], phone=row[4]) for row in rows[1:]]
            ledger.model._default_manager.bulk_create(made, batch_size=500)
            transaction.set_rollback(True)

    Comparison(
        f"Bringing in a sheet of {MEMBERS} members, checked and with history",
        {"read, compare, take": ours, "read and compare alone": read, "bare read and bulk insert": bare},
        {"bare read and bulk insert": 6},
        rounds=3,
    ).run(write)


def make_sheet() -> bytes:
    """A roster as a township sends it."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet("会员")
    sheet.write_row(0, 0, ["姓名", "性别", "入会日期", "证件类别", "移动电话", "证件号码", "农民工", "岗位（工种）"])
    for number in range(1, MEMBERS + 1):
        joined = (date(2015, 1, 1) + timedelta(days=number % 3000)).isoformat()
        person = [f"会员{number}", "男" if number % 2 else "女", joined, "其他", f"138{number:08d}", f"X{number:08d}"]
        sheet.write_row(number, 0, [*person, "是" if number % 3 else "否", "装配"])
    book.close()
    return data.getvalue()
