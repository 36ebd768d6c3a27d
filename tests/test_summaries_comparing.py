"""Two texts side by side: every paragraph of both is shown, once, in order."""

from __future__ import annotations

from random import Random

import pytest

from reports.summaries.comparing import Row, merged, rows

pytestmark = pytest.mark.pure


def test_two_texts_side_by_side_lose_no_paragraph() -> None:
    random = Random(7)
    for _ in range(200):
        left = [random.choice(["甲乙丙", "甲乙丁", "丙丁戊己", "庚"]) for _ in range(random.randrange(6))]
        right = [random.choice(["甲乙丙", "甲乙丁", "丙丁戊己", "辛"]) for _ in range(random.randrange(6))]
        found = rows(left, right)
        assert [row.left for row in found if row.left >= 0] == list(range(len(left)))
        assert [row.right for row in found if row.right >= 0] == list(range(len(right)))
        assert ["".join(r.text for r in row.left_runs) for row in found if row.left >= 0] == left
        assert ["".join(r.text for r in row.right_runs) for row in found if row.right >= 0] == right
        assert all(left[row.left] == right[row.right] for row in found if row.same)


def as_one(row: Row) -> str:
    """The row as one text: what is struck between minuses, what came between pluses."""
    return "".join(
        old.text if old and new else f"+{new.text}+" if new else f"-{old.text}-"  # type: ignore[union-attr]
        for old, new in merged(row.left_runs, row.right_runs)
    )


def test_a_changed_sentence_is_told_once_with_what_was_struck_and_what_came() -> None:
    for old, new, told in (
        (
            "新发展会员48人，完成任务的80%。",
            "新发展会员58人，完成任务的96.7%。",
            "新发展会员-48-+58+人，完成任务的-80%-+96.7%+。",
        ),
        ("共走访企业。", "共走访慰问企业。", "共走访+慰问+企业。"),
        ("共走访慰问企业。", "共走访企业。", "共走访-慰问-企业。"),
    ):
        (row,) = rows([old], [new])
        assert as_one(row) == told
    assert [as_one(row) for row in rows(["甲乙丙。"], ["新写的一句。"])] == ["-甲乙丙。-", "+新写的一句。+"]


def test_what_is_told_once_holds_both_texts() -> None:
    random = Random(5)
    for _ in range(300):
        old = "".join(random.choices("甲乙丙丁，12。", k=random.randint(0, 30)))
        new = "".join(each for each in old if random.random() > 0.2) + random.choice(["", "完。"])
        for row in rows([old], [new]):
            told = list(merged(row.left_runs, row.right_runs))
            assert "".join(run.text for run, _ in told if run) == "".join(run.text for run in row.left_runs)
            assert "".join(run.text for _, run in told if run) == "".join(run.text for run in row.right_runs)
