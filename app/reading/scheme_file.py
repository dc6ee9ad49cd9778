"""A scheme file (`corpus/schemes/<id>.yaml`) as it is written: the models at the border.

Every value has source lines, its own or those of the entry around it. `inferred` names values that the source
has lost, each with the reason; they are not looked for in the source. README: corpus/schemes.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PositiveInt, StringConstraints

from app.reading.yaml_files import Entry


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"正则表达式“{value}”有误（{error}）") from None
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Texts = Annotated[list[Text], Field(default_factory=list)]
Strings = Annotated[list[str], Field(default_factory=list)]
OptionalLines = Annotated[list[PositiveInt], Field(default_factory=list)]
LineNumbers = Annotated[list[PositiveInt], Field(min_length=1)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Fraction = Annotated[float, Field(ge=0, le=1)]
Patterns = Annotated[list[Annotated[str, AfterValidator(_pattern)]], Field(default_factory=list)]
Column = Literal["name", "criteria", "lead", "participants", "due", "platform_numbers"]
Inferable = Literal["name", "lead", "participants", "due", "platform_numbers"]


class PointEntry(Entry):
    name: Text
    lines: LineNumbers  # the physical rows of the table
    criteria: Annotated[list[Text], Field(min_length=1)]  # final punctuation kept, circled number left out
    lead: Text | None = None
    participants: Texts
    due: Month | None = None
    platform_numbers: Texts
    platform_raw: str = ""  # as printed, where damaged
    aliases: Texts
    notes: Texts
    inferred: Annotated[dict[Inferable, Text], Field(default_factory=dict)]


class ElementEntry(Entry):
    code: Text
    name: Text
    lines: LineNumbers  # where number and name are printed
    points: Annotated[list[PointEntry], Field(min_length=1)]
    aliases: Texts
    notes: Texts
    code_inferred: str = ""  # reason, where the source prints the name without this number


class ProjectEntry(Entry):
    code: Text
    name: Text
    lines: LineNumbers
    elements: Annotated[list[ElementEntry], Field(min_length=1)]
    aliases: Texts
    code_inferred: str = ""


class PostEntry(Entry):
    title: Text
    holders: Annotated[list[Text], Field(min_length=1)]
    details: Strings  # per holder: their own post outside
    lines: LineNumbers


class BodyEntry(Entry):
    name: Text
    lines: LineNumbers
    aliases: Texts
    posts: Annotated[list[PostEntry], Field(default_factory=list)]
    duties: str = ""  # verbatim
    duties_lines: OptionalLines


class QuoteEntry(Entry):
    quote: Text
    lines: LineNumbers


class LimitEntry(Entry):
    part: Text
    maximum: PositiveInt
    lines: LineNumbers
    aliases: Texts
    of: Literal["overview", "opinion", "measures", "effects", ""] = ""


class OpinionEntry(Entry):
    parts: Annotated[list[Text], Field(min_length=1)]
    lines: LineNumbers


class ShareEntry(QuoteEntry):
    parts: Texts  # of the opinion's
    low: Fraction = 0.4  # our reading of “about half”
    high: Fraction = 0.6


class WordRuleEntry(QuoteEntry):
    patterns: Patterns  # ours: what the rule is broken by
    excepted: Patterns  # a match that overlaps one of these is none


class GradeRuleEntry(WordRuleEntry):
    when_ours: Patterns  # grades only where the clause speaks of what is diagnosed
    ours: Patterns  # what is diagnosed, besides the names in the table
    whole: Patterns  # the school as a whole
    others: Patterns  # whose grade is a fact


class PredictionRuleEntry(WordRuleEntry):
    promises: Patterns  # predictions only where the sentence tells of nothing seen yet


class FormEntry(Entry):
    title: Annotated[list[Text], Field(min_length=1)]
    school: Text
    overview: Text
    table: Text
    header: Annotated[
        list[Text], Field(min_length=5, max_length=5)
    ]  # project, element, opinion, measures, effects
    signature: Text
    date: Text
    notes: Texts
    lines: LineNumbers


class WritingEntry(Entry):
    limits: list[LimitEntry]
    opinion: OpinionEntry
    share: ShareEntry | None = None
    observed_effects_only: PredictionRuleEntry | None = None
    no_grades: GradeRuleEntry | None = None
    truthful: QuoteEntry | None = None
    targeted: QuoteEntry | None = None
    form: FormEntry | None = None


class EffectiveEntry(Entry):
    name: Text
    minimum: PositiveInt
    measures: Text
    line: PositiveInt


class AbnormalEntry(Entry):
    name: Text
    below: PositiveInt
    measures: Text
    line: PositiveInt


class OtherwiseEntry(Entry):
    name: Text
    line: PositiveInt


class ReviewEntry(Entry):
    elements: PositiveInt
    effective: EffectiveEntry
    abnormal: AbnormalEntry
    otherwise: OtherwiseEntry
    unclear: str = ""
    materials: Annotated[list[QuoteEntry], Field(default_factory=list)]
    published: QuoteEntry | None = None
    published_days: int = 0


class SchemeFile(Entry):
    id: Text
    title: Text
    title_lines: LineNumbers
    short: Text
    place: Text
    document: Text
    table: Text
    names: Annotated[list[Text], Field(min_length=1)]
    weak_names: Texts
    count_lines: OptionalLines
    # the order in which a row prints its values; checked where given
    columns: Annotated[list[Column], Field(default_factory=list)]
    projects: Annotated[list[ProjectEntry], Field(min_length=1)]
    bodies: Annotated[list[BodyEntry], Field(default_factory=list)]
    writing: WritingEntry | None = None
    review: ReviewEntry | None = None
