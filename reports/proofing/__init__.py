"""The number check: which numbers does a text state, and do they agree with the figures? Pure."""

from reports.proofing.alignment import align
from reports.proofing.findings import WRONG, Finding, Verdict
from reports.proofing.labels import labels
from reports.proofing.numerals import Number, numbers
from reports.proofing.verdicts import Checker

__all__ = ["WRONG", "Checker", "Finding", "Number", "Verdict", "align", "labels", "numbers"]
