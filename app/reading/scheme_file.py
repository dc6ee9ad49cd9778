"""A scheme file (`corpus/schemes/<id>.yaml`) as it is written: the models at the border.

Every value has source lines, its own or those of the entry around it. `inferred` names values that the source
has lost, each with the reason; they are not looked for in the source. README: corpus/schemes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PositiveInt, StringConstraints

from app.reading.yaml_files import Entry

Text = Annotated[str, StringConstraints(min_length=1)]
Texts = Annotated[list[Text], Field(default_factory=list)]
Strings = Annotated[list[str], Field(default_factory=list)]
OptionalLines = Annotated[list[PositiveInt], Field(default_factory=list)]
LineNumbers = Annotated[list[PositiveInt], Field(min_length=1)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
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


class OpinionEntry(Entry):
    parts: Annotated[list[Text], Field(min_length=1)]
    lines: LineNumbers


class WritingEntry(Entry):
    limits: list[LimitEntry]
    opinion: OpinionEntry
    share: QuoteEntry | None = None
    observed_effects_only: QuoteEntry | None = None
    no_grades: QuoteEntry | None = None


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
