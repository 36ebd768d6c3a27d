"""Make the files that people have asked for, one batch after another, and those of what was issued, until stopped."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from reports.documents.press import Press
from reports.exports import work_once
from reports.keeping import keep_one
from unionreports.running import Busy, serving

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "在后台生成成批导出的文件；随网站一起启动，按 Ctrl+C 停止"
    requires_system_checks = ()
    keeps = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完排队的导出就结束")
        parser.add_argument("--with-parent", action="store_true", help="启动它的程序结束时也结束")
        parser.add_argument("--pause", type=float, default=1.0, help="没有导出时隔几秒再看，默认 1")

    def handle(self, *args: Any, **options: Any) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        parent = os.getppid()
        try:
            serving()
        except Busy as busy:
            raise CommandError(str(busy)) from None
        with Press() as press:
            try:
                while not options["with_parent"] or os.getppid() == parent:
                    if self._work(press) or self._keep(press):
                        continue
                    if options["once"]:
                        return
                    time.sleep(options["pause"])
            except KeyboardInterrupt:
                return

    def _keep(self, press: Press) -> bool:
        """One file of an issued report; what cannot be made here is left to whoever asks for it."""
        try:
            return self.keeps and keep_one(press.render)
        except Exception:
            logger.exception("a file of an issued report was not made")
            self.keeps = False
            return False

    def _work(self, press: Press) -> bool:
        """One batch; an accident is written down and the next one is tried."""
        close_old_connections()
        try:
            return work_once(press)
        except Exception:
            logger.exception("an export failed")
            return False
