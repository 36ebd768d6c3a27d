"""Several people at the same moment: each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from reports.indicators.catalogue import fill
from reports.models import Indicator

CATALOGUE: list[Indicator] = []


def make_catalogue() -> None:
    """The built-in indicators again: the database is emptied after each test that really commits."""
    if not CATALOGUE:
        fill(Indicator)
        CATALOGUE.extend(Indicator.objects.all())
    elif not Indicator.objects.exists():
        Indicator.objects.bulk_create(CATALOGUE)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """What each action returns or raises; all start together."""
    start = threading.Barrier(len(actions))
    results: list[Any] = [None] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[place] = action()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def kinds(results: Sequence[Any]) -> list[type]:
    """The exceptions among the results, by their types."""
    return [type(result) for result in results if isinstance(result, Exception)]
