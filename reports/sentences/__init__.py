"""The sentence language: patterns that a county may edit, and the sentences they make of figures.

    {union_new}             the value; {union_new.previous} another aspect of it
    {dispute_amount|money}  the value with its unit, 66.28万元; {union_new|unit} with its measure word, 20个
    {union_new.yoy}         同比增长12.3%; {union_total.delta} 增加5个; {union_new.done} 完成年度任务的85%
    {town}                  a text slot, see WORDS
    [[，其中女会员{member_female}人]]   left out when a slot in it is unknown, 不适用, zero or without a base
    <企业工会{a}个|机关工会{b}个|和>    items left out one by one, the rest joined by 、 and at last 和

Pure: no Django, no clock. Every number that comes from a figure is a `Bound`.
"""

from reports.sentences.compose import Composed, compose
from reports.sentences.condition import FLAGS, Condition, holds, parse_condition
from reports.sentences.figures import Figures, Label, aspect_value
from reports.sentences.generic import generic, generic_sentence, task_sentence
from reports.sentences.pattern import Pattern, PatternError, parse
from reports.sentences.prose import Prose, ProseError, Said, Sentence, alike, read_prose, read_sentence, say, say_prose
from reports.sentences.units import unit_slips
from reports.sentences.words import GIVEN_WORDS, WORDS, WRITTEN_WORDS

__all__ = [
    "FLAGS", "GIVEN_WORDS", "WORDS", "WRITTEN_WORDS", "Composed", "Condition", "Figures", "Label", "Pattern",
    "PatternError", "Prose", "ProseError", "Said", "Sentence", "alike", "aspect_value", "compose", "generic",
    "generic_sentence", "holds", "parse", "parse_condition", "read_prose", "read_sentence", "say",
    "say_prose", "task_sentence", "unit_slips",
]  # fmt: skip
