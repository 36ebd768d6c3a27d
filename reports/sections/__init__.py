"""The sections of a summary, in the order they are read; each has its prose file of the same key."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.indicators.catalogue import built_in_codes
from reports.sentences import Prose, read_prose

PROSE = Path(__file__).parent / "prose"

SECTIONS = (
    "lead",
    "basics",
    "organizing",
    "contracts",
    "democracy",
    "disputes",
    "law",
    "competition",
    "training",
    "aid",
    "mutual",
    "safety",
    "women",
    "culture",
    "models",
    "funds",
    "selfbuild",
    "problems",
    "plans",
)

#: What reports of other kinds consist of; a congress's report tells of the work as the others do, over a term.
OF_KIND: dict[str, tuple[str, ...]] = {
    "plan": ("plan_lead", "plan_organizing", "plan_rights", "plan_skills", "plan_service", "plan_self"),
    "targets": ("targets_lead", "targets_done", "targets_next"),
    "election": ("election_lead", "election_votes", "election_result"),
    "audit": ("audit_lead", "audit_accounts", "audit_work", "audit_advice"),
    "letter": ("letter_body",),
    "congress": ("congress_lead", *SECTIONS[1:-2], "congress_plans"),
}
#: Every section there is, each once.
EVERY = tuple(dict.fromkeys((*SECTIONS, *(key for keys in OF_KIND.values() for key in keys))))

#: Sections that state no catalogue section of their own, or leave its table to the section that follows.
WITHOUT_TABLE = frozenset({"lead", "basics", "problems", "plans", *EVERY[len(SECTIONS) :]})
#: What an election's record states: code → what it is called.
BALLOT = {
    "election_eligible": "应到人数",
    "election_present": "实到人数",
    "election_absent": "缺席人数",
    "election_issued": "发出选票",
    "election_returned": "收回选票",
    "election_valid": "有效票",
    "election_invalid": "无效票",
    "election_seats": "应选名额",
    "election_elected": "当选人数",
}


def sections_of(kind: str) -> tuple[str, ...]:
    """The built-in sections of this kind of report, in order."""
    return OF_KIND.get(kind, SECTIONS)


@cache
def prose_of(key: str) -> Prose:
    """The section's prose file, read once."""
    return read_prose((PROSE / f"{key}.toml").read_text(encoding="utf-8"), {*built_in_codes(), *BALLOT})
