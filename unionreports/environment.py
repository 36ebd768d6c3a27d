"""Which settings does the machine's administrator give, and are they usable? Standard library only."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

HOST = re.compile(r"\*|\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
ORIGIN = re.compile(r"https?://(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}

DATABASE_FORMS = "sqlite:///相对路径、sqlite:////绝对路径，或 postgres://用户:口令@主机:端口/库名"
POSTGRES_OPTIONS = {"host", "sslmode", "sslrootcert", "connect_timeout"}


class Refused(Exception):
    """A setting has a value we cannot start with; the text names the variable and what it accepts."""

    def __init__(self, name: str, found: str, accepts: str) -> None:
        super().__init__(f"环境变量 {name} 不能用：{found}。可以填：{accepts}。")
        self.name = name


def flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    """Is this switch on? Raises `Refused` for anything but a yes or a no."""
    value = environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in YES | NO:
        raise Refused(name, f"“{value}”既不是开也不是关", "1（开）或 0（关），也可写 true/false、yes/no、on/off")
    return value in YES


def names(
    environ: Mapping[str, str], name: str, default: list[str], pattern: re.Pattern[str], accepts: str
) -> list[str]:
    """Which names does this comma-separated list hold? Raises `Refused` at the first that is none."""
    found = [part.strip() for part in environ.get(name, "").split(",") if part.strip()]
    for part in found:
        if not pattern.fullmatch(part):
            raise Refused(name, f"“{part}”的写法不对", accepts)
    return found or default


def allowed_hosts(environ: Mapping[str, str]) -> list[str]:
    """Under which host names is the site reached?"""
    accepts = "逗号分隔的主机名或地址，不带协议和端口，如 gonghui.example.cn,192.0.2.10"
    return names(environ, "DJANGO_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], HOST, accepts)


def trusted_origins(environ: Mapping[str, str]) -> list[str]:
    """From which origins may forms come? An https one says that the site is served over TLS."""
    accepts = "逗号分隔、带协议的网址，不带路径，如 https://gonghui.example.cn"
    return names(environ, "DJANGO_CSRF_TRUSTED_ORIGINS", [], ORIGIN, accepts)


def database(environ: Mapping[str, str], base: Path) -> dict[str, object]:
    """Which database holds the records, as Django wants it told? Relative SQLite paths start at `base`."""
    url = environ.get("DATABASE_URL", "").strip() or "sqlite:///var/unionreports.sqlite3"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        if parts.netloc or not path or path.endswith("/"):
            raise Refused("DATABASE_URL", "没有写出数据库文件", DATABASE_FORMS)
        return sqlite(base / path)
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(url)
    raise Refused("DATABASE_URL", f"不认识“{parts.scheme or '（空）'}”这种数据库", DATABASE_FORMS)


def sqlite(path: Path) -> dict[str, object]:
    """How is a SQLite file opened so that concurrent savers wait in line and a power cut loses nothing saved?"""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        # With IMMEDIATE, a request-wide transaction would make every page view take the write lock.
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;",
        },
    }


def postgres(url: str) -> dict[str, object]:
    """How is this PostgreSQL database reached? The password is never repeated in a refusal."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("DATABASE_URL", "端口不是 1 到 65535 之间的整数", DATABASE_FORMS) from None
    name = unquote(parts.path.removeprefix("/"))
    if not re.fullmatch(r"[^/]+", name):
        raise Refused("DATABASE_URL", "没有写出库名", DATABASE_FORMS)
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - POSTGRES_OPTIONS):
        raise Refused("DATABASE_URL", f"不认识参数“{unknown[0]}”", DATABASE_FORMS)
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }


def secret_key(environ: Mapping[str, str], var: Path) -> str:
    """Which key signs sessions and forms? Made and kept under `var` when none is given."""
    given = environ.get("DJANGO_SECRET_KEY", "")
    accepts = "至少 50 个字符的随机串；不填则自动生成，保存在 var/secret_key"
    if given and (len(given) < 50 or len(set(given)) < 5):
        raise Refused("DJANGO_SECRET_KEY", "太短或太简单", accepts)
    return given or kept(var / "secret_key", "DJANGO_SECRET_KEY", accepts)


def field_keys(environ: Mapping[str, str], var: Path) -> tuple[bytes, ...]:
    """Which 32-byte keys open personal data; the first one seals. Made under `var` on first start.

    A named file must exist.
    """
    accepts = (
        "一个只有本人可读（权限 0600）的文件，内容为 64 位十六进制数；更换密钥时每行一个，新的写在第一行；"
        "不填则自动生成 var/field_key"
    )
    given = environ.get("FIELD_KEY_FILE", "").strip()
    path = Path(given) if given else var / "field_key"
    # A typing error in the path must not quietly start a second key.
    if given and not path.is_file():
        raise Refused("FIELD_KEY_FILE", f"找不到文件 {path}", accepts)
    lines = [line.strip() for line in kept(path, "FIELD_KEY_FILE", accepts).splitlines() if line.strip()]
    if not lines or not all(re.fullmatch(r"[0-9a-fA-F]{64}", line) for line in lines):
        raise Refused("FIELD_KEY_FILE", f"文件 {path} 的内容不是每行 64 位十六进制数", accepts)
    return tuple(dict.fromkeys(bytes.fromhex(line) for line in lines))


def kept(path: Path, name: str, accepts: str) -> str:
    """What does this private file hold? A missing one is filled with 32 random bytes in hexadecimal."""
    try:
        if not path.exists():
            make_private(path, secrets.token_hex(32))
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Refused(name, f"文件 {path} 别人也能读，请执行 chmod 600 {path}", accepts)
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(name, f"文件 {path} 不能读写（{error}）", accepts) from None


def make_private(path: Path, text: str) -> None:
    """Write a file only its owner reads; of two processes that start at once, the first one's content stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        try:
            os.link(name, path)
        except FileExistsError:
            return
    finally:
        os.unlink(name)
