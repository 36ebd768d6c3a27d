"""Takes the pictures of the guide anew from a fresh demo that is running: `python3 docs/pictures.py 8000`.

Needs what the browser tests need. It changes the demo: start it on a database that nobody minds losing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
PASSWORD = "Yunling-2026"
SCREEN: Any = {"width": 1366, "height": 768}
WRONG = "截至11月底，全镇工会组织共有66个，其中企业工会49个，会员人数比上年末有所下降。"
Shot = Callable[[str], None]


def main(port: str) -> None:
    """All pictures, each by the person who sees the page."""
    site = f"http://127.0.0.1:{port}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])

        @contextmanager
        def person(name: str) -> Iterator[tuple[Page, Shot]]:
            context = browser.new_context(viewport=SCREEN, base_url=site, locale="zh-CN")
            page = context.new_page()
            page.goto("/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/login/" not in url)

            def shot(picture: str) -> None:
                page.wait_for_timeout(800)
                path = IMAGES / f"{picture}.png"
                page.screenshot(path=path)
                lighter(path)

            yield page, shot
            context.close()

        for part in (filling, reviewing, reporting, keeping):
            part(person)
        browser.close()


def lighter(path: Path) -> None:
    """The picture in a few dozen colours: a page has no more, and the guide stays small."""
    with Image.open(path) as picture:
        reduced = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)


def filling(person: Any) -> None:
    """A month from the first look to the chair."""
    with person("donggang_tianbao") as (page, shot):
        page.goto("/returns/")
        page.locator("#c-member_total").focus()
        shot("entry")
    with person("qingshi_tianbao") as (page, shot):
        page.get_by_role("link", name="继续填报").first.click()
        page.get_by_role("button", name="检查并提交").click()
        shot("check")
    with person("liuxi_tianbao") as (page, shot):
        page.get_by_role("link", name="去改正").first.click()
        shot("mend")
    with person("shiqiao_zhuxi") as (page, shot):
        page.get_by_role("link", name="审签").first.click()
        shot("chair")


def reviewing(person: Any) -> None:
    """What the county sees."""
    with person("xian_tongji") as (page, shot):
        shot("home")
        page.goto("/matrix/")
        shot("matrix")
        page.goto("/rollup/member_total/?period=2026-01..2026-10")
        shot("rollup-cell")
        page.goto("/review/")
        page.get_by_role("link", name="审核", exact=True).last.click()
        shot("review")


def reporting(person: Any) -> None:
    """A report: read, opened, reworded wrongly, issued."""
    with person("donggang_tianbao") as (page, shot):
        page.goto("/summaries/")
        page.get_by_role("link", name="2026年工作总结", exact=True).first.click()
        address = page.url
        shot("summary")
        page.locator("article a[data-card]").first.hover()
        page.wait_for_selector("#figure-card:not([hidden])")
        shot("card")
        page.get_by_role("link", name=re.compile("改写")).nth(1).click()
        page.wait_for_load_state()
        shot("rewrite")
        box = page.locator("[contenteditable=true]").first
        box.click()
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.insert_text(WRONG)
        page.get_by_role("button", name="保存", exact=True).click()
        page.goto(address)
        shot("proofing")
        page.goto("/summaries/")
        row = page.locator("tr", has_text="2026年上半年工作总结").filter(has_text="已签发").first
        with page.expect_download() as made, tempfile.TemporaryDirectory() as folder:
            row.get_by_role("link", name="PDF").click()
            file = Path(folder) / "report.pdf"
            made.value.save_as(file)
            picture = ["pdftoppm", "-png", "-singlefile", "-r", "80", "-f", "5", file, IMAGES / "pdf"]
            subprocess.run(picture, check=True)
            lighter(IMAGES / "pdf.png")


def keeping(person: Any) -> None:
    """A ledger of a township."""
    with person("donggang_tianbao") as (page, shot):
        page.goto("/ledgers/dispute_case/")
        shot("ledger")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8000")
