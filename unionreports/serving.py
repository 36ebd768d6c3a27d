"""How is the site served on this machine alone, and the browser opened when it answers?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

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


def serve(port: int, *, browser: bool) -> None:
    """Serve until Ctrl+C. Raises PortTaken."""
    if answers(port):
        raise PortTaken(f"端口 {port} 已被占用，请换一个，例如：python3 manage.py demo --port {port % 65535 + 1}")
    if browser:
        threading.Thread(target=open_browser, args=(port,), daemon=True).start()
    try:
        serve_posix(port) if os.name == "posix" else serve_plain(port)
    except KeyboardInterrupt:
        print("已停止。", flush=True)


def serve_posix(port: int) -> None:
    """With gunicorn, in processes of their own."""
    command = [sys.executable, "-m", "gunicorn", "unionreports.wsgi:application", "--bind", f"{HOST}:{port}"]
    command += ["--workers", str(WORKERS), "--log-level", "warning", "--timeout", "120"]
    with subprocess.Popen(command) as process:
        try:
            process.wait()
        except KeyboardInterrupt:
            process.wait()
            raise


def serve_plain(port: int) -> None:
    """With the standard library, where gunicorn does not run."""
    from unionreports.wsgi import application

    with make_server(HOST, port, application, ThreadedServer, QuietHandler) as server:
        server.serve_forever()


def open_browser(port: int) -> None:
    """Show the page once the server answers."""
    for _ in range(PATIENCE * 5):
        if answers(port):
            webbrowser.open(f"http://{HOST}:{port}/")
            return
        time.sleep(0.2)
