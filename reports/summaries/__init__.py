"""Summaries: composed from figures, edited with their numbers bound, frozen when issued."""

from reports.summaries.compose import Composition, compose, document_of
from reports.summaries.editing import SectionEdit, edits_of
from reports.summaries.issuing import issued_document, issued_version, open_summary
from reports.summaries.saving import accept_section, edit_section, reset_section

__all__ = [
    "Composition",
    "SectionEdit",
    "accept_section",
    "compose",
    "document_of",
    "edit_section",
    "edits_of",
    "issued_document",
    "issued_version",
    "open_summary",
    "reset_section",
]
