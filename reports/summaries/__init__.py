"""Summaries: composed from figures, edited with their numbers bound, frozen when issued."""

from reports.summaries.compose import Composition, compose, document_of
from reports.summaries.editing import SectionEdit, edit_section, edits_of, reset_section
from reports.summaries.issuing import issued_document, open_summary

__all__ = [
    "Composition",
    "SectionEdit",
    "compose",
    "document_of",
    "edit_section",
    "edits_of",
    "issued_document",
    "open_summary",
    "reset_section",
]
