"""Do many savers at once wait for each other instead of failing, on the settings we ship?"""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

WRITERS, ROUNDS = 4, 15

pytestmark = pytest.mark.django_db


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_what_was_said_to_be_saved_survives_a_power_cut() -> None:
    if connection.vendor == "sqlite":
        assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)
        assert (pragma("temp_store"), pragma("secure_delete")) == (2, 1)
    else:
        assert connection.settings_dict["CONN_MAX_AGE"] is None


@pytest.mark.django_db(transaction=True)
def test_threads_that_read_and_then_write_never_find_the_database_locked() -> None:
    now = timezone.now()
    Session.objects.create(session_key="counter", session_data="0", expire_date=now)
    start, errors = threading.Barrier(WRITERS), []

    def save() -> None:
        try:
            start.wait()
            for _ in range(ROUNDS):
                with transaction.atomic():
                    row = Session.objects.select_for_update().get(session_key="counter")
                    row.session_data = str(int(row.session_data) + 1)
                    row.save()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Session.objects.get(session_key="counter").session_data == str(WRITERS * ROUNDS)
