"""What every test starts from: fast passwords, no network, its own database files, a browser on demand."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import time
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import override_settings
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

# The same examples in every run, and no failure only because the machine was busy.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")

UNFINISHED: list[str] = []
#: What takes longest begins first, so that no core waits at the end for one last file.
LONGEST = [
    "test_demo_chain.py",
    "test_access_table.py",
    "test_demo_command.py",
    "test_reference_random.py",
    "test_backup_alone.py",
    "test_prose_years.py",
    "test_proofing_corpus.py",
    "test_counting_bugs.py",
    "test_ledger_sheet_properties.py",
    "test_setup_checks.py",
    "test_workbook_mutants.py",
]


@pytest.fixture(scope="session", autouse=True)
def suite_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash passwords fast, and serve styles from their sources whatever was packed before."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_BUILT=False,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        VAR_DIR=tmp_path_factory.mktemp("var"),
        WHITENOISE_USE_FINDERS=True,
        ALLOWED_HOSTS=["testserver", "localhost", "127.0.0.1"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def styles_found_once(suite_settings: None) -> Iterator[None]:
    """Look for the style and script files once, not anew for every `Client()`: that took longer than most pages."""
    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        place = (settings.STATIC_ROOT, *settings.STATICFILES_DIRS, self.static_prefix)
        if place not in found:
            find(self)
            found[place] = dict(self.files)
        self.files.update(found[place])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file: in memory it has neither the write-ahead log nor a second connection."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def cast(db: None) -> Any:
    """Two townships of one county, another county, and an account for every role."""
    from makers import make_cast

    return make_cast()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import expect, sync_playwright

    # Patience costs nothing where all is well, and other tests share the cores.
    expect.set_options(timeout=15_000)
    # Playwright keeps an event loop on this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=quiet + root)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer a slow line: what reads a page before it has come fails there every time, not once in a while."""
    parser.addoption("--slow-line", type=int, default=0, metavar="MS", help="delay every answer to the browser by MS")


@pytest.fixture(scope="session")
def slow_line(request: pytest.FixtureRequest) -> Iterator[None]:
    """Answer late, and send the first bytes of an answer before the rest, when `--slow-line` asks for it."""
    delay, answer = request.config.getoption("--slow-line") / 1000, WSGIHandler.__call__

    def slowly(self: WSGIHandler, environ: Any, start_response: Any) -> Iterator[bytes]:
        time.sleep(delay)
        response = answer(self, environ, start_response)
        content = b"".join(response)
        response.close()
        yield content[:16]
        time.sleep(delay)
        yield content[16:]

    with pytest.MonkeyPatch.context() as patch:
        if delay:
            patch.setattr(WSGIHandler, "__call__", slowly)
        yield


@pytest.fixture
def page(chromium: Any, live_server: Any, slow_line: None) -> Iterator[Any]:
    """A fresh window on the running site; a script error or a refused inline script fails the test."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(30_000)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    yield window
    context.close()
    assert complaints == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a window is a browser test; what touches no database need not run again on another one."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "chromium" in names:
            item.add_marker(pytest.mark.browser)
        if not item.get_closest_marker("django_db") and not {"db", "transactional_db", "live_server"} & set(names):
            item.add_marker(pytest.mark.pure)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: who looks for garbage need not walk through them after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits ends with every table emptied; the catalogue, which came with the migrations, comes back."""
    yield
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", []))
    commits = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & names
    if commits and nextitem:  # after the last test the database itself is gone
        from racing import make_catalogue

        with item.config.stash[blocking_manager_key].unblock():
            make_catalogue()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        UNFINISHED.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        UNFINISHED.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where a missing program must not pass for success, a skipped test is a failed run."""
    if UNFINISHED and os.environ.get("CI") == "true" and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if UNFINISHED and os.environ.get("CI") == "true":
        terminalreporter.write_line(f"CI allows no skipped test: {', '.join(UNFINISHED)}", red=True)
