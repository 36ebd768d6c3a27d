"""How is the site served on this machine alone, and the browser opened when it answers?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

BASE = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 30


class PortTaken(Exception):
    """Something else answers at this port; the message is Chinese and says what to do."""


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """The standard library's server, answering several requests at once."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    """Requests are not printed line by line."""

    def log_message(self, format: str, *args: object) -> None:
        return


def answers(port: int) -> bool:
    """Does anything listen at this port?"""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def must_be_free(port: int) -> None:
    """Can a server listen here? Raises PortTaken."""
    if answers(port):
        raise PortTaken(f"端口 {port} 已被占用，请换一个，例如：python3 manage.py demo --port {port % 65535 + 1}")


def serve(port: int, *, browser: bool) -> None:
    """Serve until Ctrl+C. Raises PortTaken."""
    must_be_free(port)
    start_exports()
    if os.name == "posix":
        serve_posix(port, browser=browser)
    else:
        serve_plain(port, browser=browser)


def start_exports() -> None:
    """Beside the server, what makes files in the background; it ends when this process does."""
    command = [sys.executable, str(BASE / "manage.py"), "exports", "--with-parent"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def serve_posix(port: int, *, browser: bool) -> None:
    """Become gunicorn, so that whatever stops this command stops the server and its workers."""
    command = [sys.executable, "-m", "gunicorn", "unionreports.wsgi:application", "--bind", f"{HOST}:{port}"]
    command += ["--chdir", str(BASE), "--workers", str(WORKERS), "--log-level", "warning", "--timeout", "120"]
    sys.stdout.flush()
    if browser and os.fork() == 0:
        open_browser(port)
        os._exit(0)
    os.execv(sys.executable, command)


def serve_plain(port: int, *, browser: bool) -> None:
    """With the standard library, where gunicorn does not run."""
    from unionreports.wsgi import application

    if browser:
        threading.Thread(target=open_browser, args=(port,), daemon=True).start()
    with make_server(HOST, port, application, ThreadedServer, QuietHandler) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


def open_browser(port: int) -> None:
    """Show the page once the server answers."""
    for _ in range(PATIENCE * 5):
        if answers(port):
            webbrowser.open(f"http://{HOST}:{port}/")
            return
        time.sleep(0.2)
