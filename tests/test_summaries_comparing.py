"""Two texts side by side: every paragraph of both is shown, once, in order."""

from __future__ import annotations

from random import Random

import pytest

from reports.summaries.comparing import rows

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
