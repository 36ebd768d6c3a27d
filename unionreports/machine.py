"""Which programs and fonts outside Python are missing, and can we install them? Standard library only."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

RUNTIME = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "fontconfig"]
TESTING = ["chromium", "postgresql", "poppler-utils"]
FONT_DIR = Path("/usr/local/share/fonts/gongwen")
FONTS = ["FandolFang-Regular.otf", "FandolKai-Regular.otf"]
FONT_PACKAGE = "texlive-lang-chinese"
FONT_COMMANDS = f"""\
  cd "$(mktemp -d)" && apt-get download {FONT_PACKAGE} && mkdir -p {FONT_DIR}
  dpkg-deb --fsys-tarfile {FONT_PACKAGE}_*.deb | tar -x -C {FONT_DIR} --strip-components=9 \\
    --wildcards '*/FandolFang-Regular.otf' '*/FandolKai-Regular.otf' && fc-cache -f"""
RETRY_SECONDS = 24 * 3600


def prepare(testing: bool, var: Path, environ: Mapping[str, str]) -> None:
    """Install what is missing when we may, else print the exact command; never ends the program."""
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        return
    packages = missing(wanted(testing))
    fonts = [name for name in FONTS if not (FONT_DIR / name).exists()]
    if not packages and not fonts:
        return
    if os.geteuid() != 0 or environ.get("NO_APT") == "1":
        print(advice(packages, bool(fonts)), file=sys.stderr, flush=True)
        return
    install(packages, fonts, var)


def wanted(testing: bool) -> list[str]:
    """Which Debian packages does this command need?"""
    venv = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    return venv + RUNTIME + (TESTING if testing else [])


def missing(packages: list[str]) -> list[str]:
    """Which of these Debian packages are not installed?"""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}|${Package}\n", *packages]
    listed = subprocess.run(query, capture_output=True, text=True).stdout
    present = {line.split("|")[1] for line in listed.splitlines() if line.startswith("ii")}
    return [name for name in packages if name not in present]


def advice(packages: list[str], fonts: bool) -> str:
    """What should somebody with root's rights run, and what does not work until then?"""
    lines = ["还缺少下列系统软件，相关功能暂不可用，其余照常。请以 root 身份执行："]
    if packages:
        lines.append(f"  apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}")
    if fonts:
        lines += ["公文用的仿宋、楷体（缺少时以宋体代替）：", FONT_COMMANDS]
    return "\n".join(lines)


def install(packages: list[str], fonts: list[str], var: Path) -> None:
    """Install packages, then fonts; a failure is told and passed over."""
    attempt = var / "fonts_attempt"
    recent = attempt.exists() and time.time() - attempt.stat().st_mtime < RETRY_SECONDS
    if not packages and recent:
        return
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(
        "正在以 root 身份安装系统软件（设 NO_APT=1 可关闭）："
        + "、".join([*packages, *(["仿宋、楷体字体"] if fonts else [])]),
        flush=True,
    )
    subprocess.run(["apt-get", "update", "-qq"], env=environ)
    if packages:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        if subprocess.run(command, env=environ, stdout=subprocess.DEVNULL).returncode:
            print(advice(packages, False), file=sys.stderr, flush=True)
    if fonts:
        try:
            install_fonts()
        except (OSError, ValueError, subprocess.CalledProcessError, tarfile.TarError) as error:
            # Tomorrow is soon enough to try again: the next start must be quick.
            attempt.parent.mkdir(exist_ok=True)
            attempt.touch()
            print(f"没有装上仿宋、楷体（{error}），文件将以宋体代替。", file=sys.stderr, flush=True)


def install_fonts() -> None:
    """Take two fonts out of a Debian package without installing the other 278 MB it asks for."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        subprocess.run(["apt-get", "download", "-qq", FONT_PACKAGE], cwd=folder, check=True)
        [package] = Path(folder).glob("*.deb")
        FONT_DIR.mkdir(parents=True, exist_ok=True)
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as unpack:
            take(unpack)
    subprocess.run(["fc-cache", "-f"], check=True)


def take(unpack: subprocess.Popen[bytes]) -> None:
    """Copy the two font files out of the stream of the package's files."""
    with tarfile.open(fileobj=unpack.stdout, mode="r|") as archive:
        for member in archive:
            name = Path(member.name).name
            content = archive.extractfile(member) if name in FONTS and member.isfile() else None
            if content:
                (FONT_DIR / name).write_bytes(content.read())
