from reports.models.base_paper import BasePaper
from reports.models.counted import Counted
from reports.models.export import Export, ExportStatus
from reports.models.figure import Figure, FigureChange
from reports.models.former_definition import FormerDefinition
from reports.models.indicator import Indicator, OffYears
from reports.models.indicator_change import IndicatorChange
from reports.models.kept import IssuedFile, Part, SummaryDraft
from reports.models.monthly_return import MonthlyReturn, State
from reports.models.number_note import NoteKind, NumberNote
from reports.models.old_report import OldReport
from reports.models.review import CellMark, ReviewEvent, RuleNote, SectionTick
from reports.models.section_change import ChangeKind, SectionChange
from reports.models.section_draft import SectionDraft
from reports.models.sentence import CountySentence, Outline, OutlineCopy, SentenceChange
from reports.models.signed_sheet import SignedSheet
from reports.models.summary import SectionText, Summary, SummaryEvent, SummaryVersion
from reports.models.target import Target, TargetChange
from reports.models.threshold import ThresholdSetting

__all__ = [
    "BasePaper",
    "CellMark",
    "ChangeKind",
    "Counted",
    "CountySentence",
    "Export",
    "ExportStatus",
    "Figure",
    "FigureChange",
    "FormerDefinition",
    "Indicator",
    "IndicatorChange",
    "IssuedFile",
    "MonthlyReturn",
    "NoteKind",
    "NumberNote",
    "OffYears",
    "OldReport",
    "Outline",
    "OutlineCopy",
    "Part",
    "ReviewEvent",
    "RuleNote",
    "SectionChange",
    "SectionDraft",
    "SectionText",
    "SectionTick",
    "SentenceChange",
    "SignedSheet",
    "State",
    "Summary",
    "SummaryDraft",
    "SummaryEvent",
    "SummaryVersion",
    "Target",
    "TargetChange",
    "ThresholdSetting",
]
