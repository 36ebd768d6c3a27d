from reports.models.figure import Figure, FigureChange
from reports.models.indicator import Indicator
from reports.models.monthly_return import MonthlyReturn, State
from reports.models.review import CellMark, ReviewEvent, RuleNote, SectionTick
from reports.models.summary import SectionText, Summary, SummaryEvent, SummaryVersion
from reports.models.target import Target

__all__ = [
    "CellMark",
    "Figure",
    "FigureChange",
    "Indicator",
    "MonthlyReturn",
    "ReviewEvent",
    "RuleNote",
    "SectionText",
    "SectionTick",
    "State",
    "Summary",
    "SummaryEvent",
    "SummaryVersion",
    "Target",
]
