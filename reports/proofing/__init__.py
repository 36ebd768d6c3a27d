"""The number check: which numbers does a text state, and do they agree with the figures? Pure."""

from reports.proofing.numerals import Number, numbers

__all__ = ["Number", "numbers"]
