"""Random ledgers, changed, corrected, voided and moved: every month counts what a second reckoning says."""

from __future__ import annotations

import pytest
from counting_check import disagreements
from counting_county import Maker

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_month_of_every_union_counts_what_its_timeline_says(db, seed):
    assert list(disagreements(Maker(seed).county)) == []
