"""Damaged workbooks: whatever is done to an honest one, it is read or refused with a sentence, and quickly."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
from openpyxl import Workbook

from members import workbooks
from members.workbooks import LOAD_LIMITS, WorkbookError

MUTANTS = 1_000
READ = 25


def honest(dice: random.Random) -> bytes:
    book = Workbook()
    for _ in range(dice.randint(1, 30)):
        book.worksheets[0].append([dice.choice(["T1", "2010-01", 12.5, None, "不适用", True]) for _ in range(6)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def mutant(dice: random.Random) -> bytes:
    """A workbook with bytes changed, cut, or a part's text changed before it is packed again."""
    data = bytearray(honest(dice))
    match dice.randrange(4):
        case 0:
            for _ in range(dice.randint(1, 20)):
                data[dice.randrange(len(data))] = dice.randrange(256)
        case 1:
            del data[dice.randrange(len(data)) :]
        case 2:
            start = dice.randrange(len(data))
            data[start:start] = dice.randbytes(dice.randint(1, 50))
        case _:
            return repacked(bytes(data), dice)
    return bytes(data)


def repacked(data: bytes, dice: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen, dropped = dice.choice(names), dice.choice([*names, ""])
        for name in names:
            text = bytearray(old.read(name))
            if name == chosen and text:
                start = dice.randrange(len(text))
                text[start : start + dice.randint(0, 40)] = dice.choice([b"", b"<", b"&x;", b"\xff\xfe", b'"1e999"'])
            if name != dropped:
                new.writestr(name, bytes(text))
    return file.getvalue()


def test_a_damaged_workbook_never_gets_past_the_guard_with_an_error_of_its_own() -> None:
    dice = random.Random(7)
    slowest, accepted = 0.0, []
    for _ in range(MUTANTS):
        data = mutant(dice)
        start = time.perf_counter()
        try:
            workbooks.check(data, LOAD_LIMITS)
            accepted.append(data)
        except WorkbookError as refusal:
            assert str(refusal)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < 1
    assert 0 < len(accepted) < MUTANTS
    for data in accepted[:READ]:
        try:
            assert isinstance(workbooks.read(data, LOAD_LIMITS), list)
        except WorkbookError as refusal:
            assert str(refusal)


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_workbook_is_never_refused(seed: int) -> None:
    assert workbooks.read(honest(random.Random(seed)))
