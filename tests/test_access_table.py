"""Who gets what answer where? Every address × role × own, foreign, missing × GET, POST."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import groupby
from typing import Any

import pytest
from access_answers import fingerprint, read_through, text_of, without_tokens
from access_marks import OTHER, OTHER_NUMBER, OWNED, WEST, WEST_NUMBER
from access_rows import ALL, CHAIR, CLERK, LIAISON, STAT, TABLE, Row
from access_world import MISSING, Things, World, make_world
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from makers import signed_in

from members.models import User
from reports.documents import FORMATS

LET_IN = {"get": {200, 302}, "post": {200, 302, 400, 409, 422}}
PUBLIC = {"login"}
NUMBERS = [item.name for item in fields(Things) if item.type == "int"]
ROWS = {name: list(rows) for name, rows in groupby(sorted(TABLE, key=lambda row: row.name), lambda row: row.name)}


@pytest.fixture(scope="module")
def lasting_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Built once, since it takes longer than most of the tests; each of them takes back what it wrote."""
    files = override_settings(VAR_DIR=tmp_path_factory.mktemp("var"))
    with files, django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world: World, db: None) -> World:
    return lasting_world


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address the site knows."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def own_things(world: World, role: str) -> Things:
    return world.plant if role == LIAISON else world.east


def strangers(world: World, role: str) -> list[Things]:
    """Whose things this role must not know of."""
    return [world.west, world.other] if role in {LIAISON, CLERK, CHAIR} else [world.other]


def banned(role: str) -> list[str]:
    """What must not stand in an answer to this role."""
    others = [OTHER, str(OTHER_NUMBER)]
    return [*others, WEST, str(WEST_NUMBER)] if role in {LIAISON, CLERK, CHAIR} else others


def address(row: Row, things: Things) -> str:
    return reverse(row.name, kwargs=row.kwargs(things) if row.kwargs else None) + row.query(things)


def names_a_thing(row: Row) -> bool:
    """Does the address say whose thing is asked for?"""
    return address(row, MISSING) != address(row, replace(MISSING, **dict.fromkeys(NUMBERS, 7), union_code="C1"))


def post(client: Client, row: Row, things: Things) -> HttpResponse:
    """The answer to the row's form; whatever it wrote is taken back."""
    more = {"content_type": "application/json"} if row.json else {}
    with transaction.atomic():
        response = client.post(address(row, things), row.data(things), **more)
        transaction.set_rollback(True)
    return read_through(response)


def get(client: Client, row: Row, things: Things) -> HttpResponse:
    with transaction.atomic():
        response = read_through(client.get(address(row, things)))
        transaction.set_rollback(row.logged)
    return response


ASK = {"get": get, "post": post}


def expected(row: Row, method: str, role: str) -> set[int]:
    """The statuses that are right for one's own thing."""
    roles = getattr(row, method)
    if roles is None:
        return {405}
    if role in roles:
        return LET_IN[method]
    return {404} if role in row.hidden else {403}


def goes_to_login(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(reverse("login") + "?")


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = {pattern.name for pattern in patterns()}
    assert None not in names
    assert names == set(ROWS)


def test_only_the_sign_in_page_is_public() -> None:
    public = {pattern.name for pattern in patterns() if not getattr(pattern.callback, "login_required", True)}
    assert public == PUBLIC


def test_every_model_is_marked_or_known_to_belong_to_nobody() -> None:
    models = {model for label in ("members", "reports") for model in apps.get_app_config(label).get_models()}
    assert models == set(OWNED)


@pytest.mark.parametrize("name", sorted(ROWS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_role_is_answered_as_the_table_says_and_told_nothing_of_strangers(
    world: World, name: str, method: str
) -> None:
    wrong = []
    # The rows of one name differ in what is posted.
    rows = ROWS[name] if method == "post" else ROWS[name][:1]
    before = fingerprint()
    for row in rows:
        for role in sorted(ALL):
            things = own_things(world, role)
            response = ASK[method](world.browser(role), row, things)
            if response.status_code not in expected(row, method, role) or goes_to_login(response):
                wrong.append((role, row.data(things).get("action", ""), response.status_code))
            body = text_of(response)
            wrong += [(role, "shows", word) for word in banned(role) if word in body]
    assert wrong == []
    assert fingerprint() == before, "looking has written something"


@pytest.mark.parametrize("name", sorted(name for name, rows in ROWS.items() if names_a_thing(rows[0])))
def test_a_foreign_thing_is_answered_like_a_missing_one(world: World, name: str) -> None:
    row, wrong = ROWS[name][0], []
    for role in sorted(ALL):
        for method, ask in ASK.items():
            missing = ask(world.browser(role), row, MISSING)
            told = without_tokens(text_of(missing))
            right = {404, 405} if role in (row.get or ()) or role in (row.post or ()) else {403, 404, 405}
            for things in strangers(world, role):
                foreign = ask(world.browser(role), row, things)
                same = foreign.status_code == missing.status_code and without_tokens(text_of(foreign)) == told
                if not same or foreign.status_code not in right:
                    wrong.append((role, method, foreign.status_code, missing.status_code, same))
    assert wrong == []


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_no_file_gives_strangers_away(world: World, format: str) -> None:
    for role in (CLERK, STAT):
        client = world.browser(role)
        for name, pk, more in [("summary-download", "summary", []), ("summary-version", "issued", [1])]:
            own = client.get(reverse(name, args=[getattr(world.east, pk), *more, format]))
            assert own.status_code == 200 and "东港镇" in text_of(own), (role, name)
            assert [word for word in banned(role) if word in text_of(own)] == []
            for things in strangers(world, role):
                assert client.get(reverse(name, args=[getattr(things, pk), *more, format])).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_writes_nothing(world: World) -> None:
    before, client = fingerprint(), Client()
    for row in TABLE:
        if row.name not in PUBLIC:
            url = address(row, world.east)
            answers = [client.get(url), client.post(url, row.data(world.east))]
            assert [goes_to_login(answer) for answer in answers] == [True, True], row.name
    assert fingerprint() == before


def test_a_disabled_account_is_out_at_the_very_next_request(world: World) -> None:
    User.objects.filter(pk=world.cast.stat.pk).update(is_active=False)
    for row in TABLE:
        if row.name not in PUBLIC:
            assert goes_to_login(world.browser(STAT).get(address(row, world.east))), row.name


def test_a_form_without_its_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.browser(CHAIR).cookies
    before = fingerprint()
    for row in TABLE:
        assert client.post(address(row, world.east), row.data(world.east)).status_code == 403, row.name
    assert fingerprint() == before


def test_the_marks_are_found_where_they_may_be_seen(world: World) -> None:
    """The scan has something to find: the neighbour's own people see the marks."""
    for name, args in [("return-edit", [world.west.draft]), ("union-list", []), ("matrix", [])]:
        body = text_of(signed_in(world.cast.west_clerk).get(reverse(name, args=args)))
        assert WEST in body, name
        assert name != "return-edit" or str(WEST_NUMBER) in body
