"""A county with records of every kind, as one hash: what a restored database is compared with."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from makers import Cast, make_cast, make_return
from racing import make_catalogue

from members.ledgers.hardship_archive import HardshipArchive
from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.member import Member
from members.ledgers.mutual_claim import MutualClaim
from reports import papers
from reports.models import State

ID = "110101199001010015"
PHONE, ACCOUNT = "13857120086", "6222021001009876543"
ILLNESS, FAMILY = "慢性肾功能衰竭五期", "妻王桂香下岗，子赵小虎就读青山二中"
CANARIES = (ID, PHONE, ACCOUNT, ILLNESS, FAMILY)


def make_people(cast: Cast) -> dict[str, Any]:
    """One record with every canary in it in each ledger that holds such things."""
    rows: dict[str, Any] = {
        "member": Member(union=cast.east, name="赵大山", id_number=ID, phone=PHONE, join_on=date(2020, 1, 1)),
        "hardship_archive": HardshipArchive(
            union=cast.east, name="赵大山", id_number=ID, phone=PHONE, health=ILLNESS, family=FAMILY, address=FAMILY,
            disability=ILLNESS, bank_account=ACCOUNT, difficulty_class="deep", cause_main="own_illness",
            opened_on=date(2020, 1, 1),
        ),
        "mutual_claim": MutualClaim(
            union=cast.east, claim_no="给付1", plan="serious", person=FAMILY, id_number=ID, phone=PHONE,
            bank_account=ACCOUNT, illness=ILLNESS, applied_on=date(2020, 2, 1),
        ),
    }  # fmt: skip
    for slug, row in rows.items():
        keep(LEDGERS[slug], row, by=cast.clerk)
        row.remark = "已核对"
        keep(LEDGERS[slug], row, by=cast.chair, reason="补登")
    return rows


def make_drill() -> tuple[Cast, dict[str, Any]]:
    """Returns, ledgers with sealed fields and papers."""
    make_catalogue()
    cast = make_cast()
    make_return(cast.east, "2020-05", {"member_total": 120}, state=State.APPROVED, by=cast.stat)
    for number in range(3):
        papers.keep_bytes(b"%PDF-" + bytes([number]) * 5000, f"扫描{number}", ".pdf", "扫描件")
    return cast, make_people(cast)


def digest() -> str:
    """One hash of every row of every table; sessions come and go."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if model is Session:
            continue
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.order_by("pk").values_list(*names):
            found.update(repr((model._meta.db_table, row)).encode())
    for path in sorted(papers.folder().iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def swept(path: Path) -> bytes:
    """All bytes under a path, for looking for what must not be there."""
    files = [path] if path.is_file() else [each for each in sorted(path.rglob("*")) if each.is_file()]
    return b"".join(each.read_bytes() for each in files)
