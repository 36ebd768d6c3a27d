"""Is everything installed that this command needs? If not, install it and start again. Standard library only."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from unionreports import machine
from unionreports.environment import Refused

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
RUNTIME, TESTING = "requirements.txt", "requirements-test.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Prepare the machine and run one command; the exit code is the command's own."""
    command = arguments[0] if arguments else ""
    lock = TESTING if command == "test" else RUNTIME
    if command in {"demo", "test"}:
        machine.prepare(testing=command == "test", var=BASE / "var", environ=os.environ)
    if not is_ready(lock):
        install_and_restart(lock, arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    try:
        if command == "test":
            from unionreports.checks import run_checks

            return run_checks(arguments[1:])
        from django.core.management import execute_from_command_line

        execute_from_command_line([str(BASE / "manage.py"), *arguments])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def pins(text: str) -> dict[str, str]:
    """Which packages does a lock file pin, name to version?"""
    return {name: version for name, version in PIN.findall(text)}


def installed(name: str) -> str | None:
    """Which version of a package does this interpreter see?"""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def lacking(wanted: Mapping[str, str], version_of: Callable[[str], str | None] = installed) -> list[str]:
    """Which pinned packages are missing here, or present in another version?"""
    return [name for name, version in wanted.items() if version_of(name) != version]


def venv_python(venv: Path = VENV) -> Path:
    """Which interpreter belongs to the project's own environment?"""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def digest(lock: str) -> str:
    """What tells this lock file from every other?"""
    return hashlib.sha256((BASE / lock).read_bytes()).hexdigest()


def stamped(lock: str, venv: Path = VENV) -> bool:
    """Did an installation of exactly this lock file into `venv` run to its end?"""
    stamp = venv / f"{lock}.sha256"
    return venv_python(venv).exists() and stamp.exists() and stamp.read_text().strip() == digest(lock)


def is_ready(lock: str) -> bool:
    """Can this very interpreter run the command: by the stamp inside our environment, else pin by pin?"""
    if Path(sys.prefix).resolve() == VENV.resolve() and stamped(lock):
        return True
    return not lacking(pins((BASE / lock).read_text(encoding="utf-8")))


def install_and_restart(lock: str, arguments: list[str]) -> NoReturn:
    """Make `.venv` hold what the lock file pins, unless it does, and run the same command inside."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not stamped(lock):
        if not venv_python().exists():
            make_venv()
        install(lock)
    elif inside:
        sys.exit(f"{VENV} 的内容与 {lock} 不符，请删除后重试。")
    call = [str(venv_python()), str(BASE / "manage.py"), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(call))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(call[0], call)


def make_venv() -> None:
    """Create the project's own environment; says what to install where Debian leaves the module out."""
    # Debian's package may have arrived since this process last looked.
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("这个 Python 没有 venv 模块，请先以 root 身份执行：apt-get install -y python3-venv")
    say(f"正在建立 Python 环境 {VENV} ……")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def install(lock: str) -> None:
    """Install the pinned packages with the user's own pip configuration, and stamp the environment when done."""
    say(f"正在按 {lock} 安装 Python 软件包，首次约需一两分钟……")
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(BASE / lock)]
    if subprocess.run(command).returncode:
        sys.exit(f"安装没有成功。请检查网络或 pip 的镜像设置，再试一次；也可手工执行：\n  {' '.join(command)}")
    # The test list holds everything the runtime list does.
    for name in {lock, RUNTIME}:
        (VENV / f"{name}.sha256").write_text(digest(name) + "\n")


def say(text: str) -> None:
    """Tell at once what is going on."""
    print(text, flush=True)
