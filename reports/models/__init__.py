from reports.models.base_paper import BasePaper
from reports.models.figure import Figure, FigureChange
from reports.models.former_definition import FormerDefinition
from reports.models.indicator import Indicator, OffYears
from reports.models.indicator_change import IndicatorChange
from reports.models.monthly_return import MonthlyReturn, State
from reports.models.review import CellMark, ReviewEvent, RuleNote, SectionTick
from reports.models.summary import SectionText, Summary, SummaryEvent, SummaryVersion
from reports.models.target import Target, TargetChange
from reports.models.threshold import ThresholdSetting

__all__ = [
    "BasePaper",
    "CellMark",
    "Figure",
    "FigureChange",
    "FormerDefinition",
    "Indicator",
    "IndicatorChange",
    "MonthlyReturn",
    "OffYears",
    "ReviewEvent",
    "RuleNote",
    "SectionText",
    "SectionTick",
    "State",
    "Summary",
    "SummaryEvent",
    "SummaryVersion",
    "Target",
    "TargetChange",
    "ThresholdSetting",
]
