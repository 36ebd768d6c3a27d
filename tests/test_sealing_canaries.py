"""Does a person's number, illness or family stand in the clear anywhere it was not asked for?"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from backup_drill import ACCOUNT, CANARIES, FAMILY, ID, ILLNESS, PHONE, make_drill, swept
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import override_settings
from django.urls import NoReverseMatch, reverse
from makers import Cast, signed_in

from members.ledgers.ledger import LEDGERS
from members.models import User
from members.months import parse_period
from members.views import records
from reports.models.summary import SummaryKind
from reports.summaries import open_summary
from unionreports.backup.archive import checked
from unionreports.backup.making import back_up
from unionreports.logs import Line

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("record-show", "record-edit", "record-history", "record-void", "record-reveal")


@pytest.fixture
def drill(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Cast, dict[str, Any]]]:
    with override_settings(VAR_DIR=tmp_path / "var"):
        yield make_drill()


def found_in(content: bytes | str) -> list[str]:
    text = content if isinstance(content, bytes) else content.encode()
    return [canary for canary in CANARIES if canary.encode() in text]


def opened(content: bytes) -> bytes:
    """A file's bytes, and those within it when it is an archive."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as zip:
        return content + b"".join(zip.read(name) for name in zip.namelist())


def addresses(rows: dict[str, Any]) -> list[str]:
    found = [reverse("ledger-home"), "/ledgers/member/999999/", "/ledgers/none/"]
    for slug, row in rows.items():
        found += [reverse("ledger-list", args=[slug]), reverse("record-add", args=[slug])]
        found += [reverse(name, args=[slug, row.pk]) for name in PAGES]
        try:
            found.append(reverse("ledger-export", args=[slug]))
        except NoReverseMatch:
            continue
    return found


def test_the_canaries_are_really_kept(drill: tuple[Cast, dict[str, Any]]) -> None:
    archive, claim = (LEDGERS[slug].model.objects.get() for slug in ("hardship_archive", "mutual_claim"))
    assert [archive.clear(name) for name in ("id_number", "phone", "health", "family", "bank_account")] == [
        ID, PHONE, ILLNESS, FAMILY, ACCOUNT,
    ]  # fmt: skip
    assert [claim.clear(name) for name in ("id_number", "illness", "person")] == [ID, ILLNESS, FAMILY]


def test_no_page_and_no_sheet_shows_one_to_anybody(drill: tuple[Cast, dict[str, Any]]) -> None:
    cast, rows = drill
    seen = 0
    for user in User.objects.order_by("pk"):
        browser = signed_in(user)
        for address in addresses(rows):
            answer = browser.get(address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert found_in(opened(content)) == [], (user.username, address)
            seen += answer.status_code == 200
    assert seen > 60
    masked = signed_in(cast.clerk).get(reverse("record-show", args=["member", rows["member"].pk])).content.decode()
    assert "110***********0015" in masked


def test_a_search_for_a_number_leaves_nothing_in_the_session(drill: tuple[Cast, dict[str, Any]]) -> None:
    browser = signed_in(drill[0].clerk)
    for slug in ("member", "hardship_archive"):
        answer = browser.post(reverse("ledger-list", args=[slug]), {"q": ID}, follow=True)
        assert "赵大山" in answer.content.decode() and found_in(answer.content) == []
        assert ID not in answer.request["QUERY_STRING"]
    for typed in (ID, PHONE, f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}"):
        answer = browser.post(reverse("ledger-list", args=["mutual_claim"]), {"q": typed}, follow=True)
        assert "给付1" not in answer.content.decode(), "what is sealed without a fingerprint cannot be looked for"
        kept = [session.get_decoded() for session in Session.objects.all()]
        assert typed not in repr(kept) and found_in(repr(kept)) == []
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert kept and found_in(repr(kept)) == []


def test_no_report_holds_one(drill: tuple[Cast, dict[str, Any]]) -> None:
    cast = drill[0]
    summary = open_summary(cast.east, parse_period("2020H1"), SummaryKind.HALF_YEAR, by=cast.clerk)
    browser = signed_in(cast.clerk)
    for kind in ("docx", "xlsx", "txt", "json"):
        answer = browser.get(reverse("summary-download", args=[summary.pk, kind]))
        assert answer.status_code == 200
        assert found_in(opened(answer.content)) == []


def test_the_database_and_its_log_hold_none(drill: tuple[Cast, dict[str, Any]]) -> None:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        content = b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
        assert "赵大山".encode() in content, "this is where the records are"
        assert found_in(content) == []
    for ledger in (LEDGERS[slug] for slug in drill[1]):
        for model in (ledger.model, ledger.model.history.model):
            assert model.objects.exists()
            assert found_in(repr(list(model.objects.values()))) == []


def test_a_backup_holds_none(drill: tuple[Cast, dict[str, Any]], tmp_path: Path) -> None:
    back_up(tmp_path / "a.backup")
    with checked(tmp_path / "a.backup") as archive:
        archive.zip.extractall(tmp_path / "open")
    assert found_in(swept(tmp_path / "open") + (tmp_path / "a.backup").read_bytes()) == []


def test_an_accident_tells_neither_the_page_nor_the_log(
    drill: tuple[Cast, dict[str, Any]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(*args: object, **more: object) -> None:
        raise ValueError(f"cannot show {ID} {PHONE}")

    monkeypatch.setattr(records, "show_record", fall)
    browser = signed_in(drill[0].clerk)
    browser.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        answer = browser.get(reverse("record-show", args=["member", drill[1]["member"].pk]))
    assert answer.status_code == 500 and found_in(answer.content) == []
    said = "\n".join(Line().format(record) for record in caplog.records)
    assert "cannot show" in said and found_in(said) == []


def test_ordinary_work_logs_none(drill: tuple[Cast, dict[str, Any]], caplog: pytest.LogCaptureFixture) -> None:
    browser = signed_in(drill[0].clerk)
    with caplog.at_level(logging.DEBUG):
        for slug, row in drill[1].items():
            browser.get(reverse("record-show", args=[slug, row.pk]))
            browser.post(reverse("record-edit", args=[slug, row.pk]), {"id_number": ID, "phone": PHONE})
            browser.post(reverse("ledger-list", args=[slug]), {"q": ID})
    # Queries are logged only by DEBUG sites; everything else has to be clean as it is.
    said = "\n".join(each.getMessage() for each in caplog.records if each.name != "django.db.backends")
    assert found_in(said) == []
