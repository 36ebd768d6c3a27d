"""Documents printed in a process of their own, which is ended when it takes too long or too much memory."""

from __future__ import annotations

import contextlib
from multiprocessing import get_context
from typing import Any

from reports.blocks import Document

#: How long one document may take, in seconds, and how much memory its process may ask for, in bytes.
SECONDS = 60
MEMORY = 3 * 1024**3


class PressStopped(Exception):
    """The document was not made; the message is Chinese and says why."""


class Press:
    """A process that makes one document after another; it starts with the first and again after an accident."""

    def __init__(self, memory: int = MEMORY) -> None:
        self.memory = memory
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def render(self, suffix: str, document: Document, seconds: float = SECONDS) -> bytes:
        """The document as a file of this kind. Raises PressStopped."""
        if self._process is None or not self._process.is_alive():
            self._start()
        try:
            self._pipe.send((suffix, document))
            if not self._pipe.poll(seconds):
                raise PressStopped(f"超过{seconds:g}秒仍未生成，已停止")
            content, problem = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise PressStopped("生成时内存不足或程序意外中断，已停止") from error
        except PressStopped:
            self.stop()
            raise
        if problem:
            raise PressStopped(problem)
        return bytes(content)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = self._pipe = None

    def _start(self) -> None:
        self.stop()
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.memory), daemon=True)
        self._process.start()
        theirs.close()


def _serve(pipe: Any, memory: int) -> None:
    """What the process does: take a document, give back its bytes or what went wrong."""
    _limit(memory)
    from reports.documents import FORMATS, DocumentUnavailable

    while True:
        try:
            suffix, document = pipe.recv()
        except EOFError:
            return
        try:
            answer: tuple[bytes, str] = FORMATS[suffix].render(document), ""
        except DocumentUnavailable as problem:
            answer = b"", str(problem)
        except MemoryError:
            answer = b"", "内存不足，未能生成"
        except Exception as problem:
            answer = b"", f"生成出错（{type(problem).__name__}）"
        pipe.send(answer)


def _limit(memory: int) -> None:
    """Let the process ask for no more memory than this, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
