"""Self-diagnosis reports (自我诊改报告) as they are written: a cell an element, in parts, sentence by sentence.

The text of a part is its sentences one after the other, white space and line ends included: no character of what
somebody wrote is anywhere else, so nothing can be lost between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

OVERVIEW = "概述"  # the code of the cell that holds the report's overview


class PartKey(StrEnum):
    """The parts of a cell. What they are called in print, the scheme's form says."""

    OVERVIEW = "overview"  # 自我诊改工作概述; the only part of the cell OVERVIEW
    GOALS = "goals"  # 目标达成程度
    ACHIEVEMENTS = "achievements"  # 主要成绩
    PROBLEMS = "problems"  # 存在问题
    CAUSES = "causes"  # 原因分析
    MEASURES = "measures"  # 改进措施
    EFFECTS = "effects"  # 改进成效


OPINION = (PartKey.GOALS, PartKey.ACHIEVEMENTS, PartKey.PROBLEMS, PartKey.CAUSES)  # 自我诊断意见
PARTS = (*OPINION, PartKey.MEASURES, PartKey.EFFECTS)
# What the parts are called where no form names them.
PART_NAMES = {
    PartKey.OVERVIEW: "自我诊改工作概述",
    PartKey.GOALS: "目标达成程度",
    PartKey.ACHIEVEMENTS: "主要成绩",
    PartKey.PROBLEMS: "存在问题",
    PartKey.CAUSES: "原因分析",
    PartKey.MEASURES: "改进措施",
    PartKey.EFFECTS: "改进成效",
}


class Origin(StrEnum):
    """Who put a sentence into words."""

    PERSON = "person"
    COMPOSER = "composer"  # arranged from evidence by rule, without a language model
    MODEL = "model"  # a language model: carries the AI label wherever it is shown or exported


class SourceKind(StrEnum):
    """What a sentence rests on."""

    EVIDENCE = "evidence"  # name: E1, of the same cell
    CLAUSE = "clause"  # name: chongqing:附件2 5.2 第1点
    LAST = "last"  # last year's report; name: 2024 5.2 改进措施
    MISSING = "missing"  # a 【待补充：…】; name: the point or sentence it asks for


@dataclass(frozen=True)
class Source:
    """One thing a sentence rests on."""

    kind: SourceKind
    name: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with the blanks and line end after it. `id` is unique in its cell ("" before it has one)."""

    text: str
    id: str = ""
    sources: tuple[Source, ...] = ()
    origin: Origin = Origin.PERSON
    answers: tuple[str, ...] = ()  # of a measure: ids of problems; of an effect: ids of measures
    done: bool | None = None  # of an effect: 已实施 (True), 尚未实施 (False), not said (None)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the evidence it rests on."""
        return tuple(source.name for source in self.sources if source.kind is SourceKind.EVIDENCE)


@dataclass(frozen=True)
class Part:
    """One part of a cell."""

    key: PartKey
    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


class EvidenceKind(StrEnum):
    """Where a piece of evidence is found."""

    FILE = "file"
    CLAUSE = "clause"
    PLATFORM = "platform"  # a number of the 数据管理平台
    OTHER = "other"


@dataclass(frozen=True)
class Evidence:
    """A fact with its proof. `dated` is the evidence's own date, never the day it was typed in."""

    id: str  # E1, unique in its cell
    text: str
    dated: str = ""  # 2025, 2025-09 or 2025-09-12; "" where nobody said
    kind: EvidenceKind = EvidenceKind.OTHER
    source: str = ""  # a file name, a clause, a platform number
    points: tuple[str, ...] = ()  # 5.2.1 (point) or 5.2.1.2 (its second criterion)
    part: PartKey | None = None  # where it belongs; None: the composer decides


@dataclass(frozen=True)
class Cell:
    """What is written of one element (or of the whole: OVERVIEW)."""

    element: str  # code
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def part(self, key: PartKey) -> Part:
        """The part, an empty one where nothing is written."""
        return next((part for part in self.parts if part.key is key), Part(key))

    def text(self, key: PartKey) -> str:
        return self.part(key).text

    def with_part(self, new: Part) -> Cell:
        """The cell with `new` in place of its part of that key, parts in their order."""
        kept = {part.key: part for part in self.parts} | {new.key: new}
        return replace(self, parts=tuple(kept[key] for key in PartKey if key in kept))

    def sentences(self) -> Iterator[tuple[PartKey, Sentence]]:
        for part in self.parts:
            for sentence in part.sentences:
                yield part.key, sentence

    @property
    def is_empty(self) -> bool:
        return not any(part.text.strip() for part in self.parts)

    @property
    def has_model_text(self) -> bool:
        return any(sentence.origin is Origin.MODEL for _, sentence in self.sentences())


class Status(StrEnum):
    """Where a cell stands."""

    ASSIGNED = "assigned"
    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SIGNED = "signed"


STATUS_NAMES = {
    Status.ASSIGNED: "待撰写",
    Status.DRAFTING: "撰写中",
    Status.SUBMITTED: "已提交",
    Status.RETURNED: "已退回",
    Status.ACCEPTED: "已通过",
    Status.SIGNED: "已签字",
}


class ReportKind(StrEnum):
    """What a report is to the school."""

    DRAFT = "draft"  # being written here
    EARLIER = "earlier"  # an earlier cycle's, read from a file
    SAMPLE = "sample"  # made up, to try things on


class Counting(StrEnum):
    """How 字 are counted."""

    WORD = "word"  # as word processors: each Han character and mark one, a run of Latin letters or digits one
    CHARACTERS = "characters"  # every character but white space
    HAN = "han"  # as WORD, without marks


COUNTING_NAMES = {
    Counting.WORD: "按 Word“字数”：汉字、标点各算 1 字，一串数字或字母算 1 字，空格不计",
    Counting.CHARACTERS: "按字符：数字、字母也逐个算，空格不计",
    Counting.HAN: "按汉字：标点不计，一串数字或字母算 1 字",
}


@dataclass(frozen=True)
class Report:
    """A whole report. `form`: the scheme whose form and writing rules are used, chosen by name; "" for none."""

    scheme: str
    form: str = ""
    school: str = ""
    cycle: str = ""  # 2025, 2024-2025
    due: str = ""  # when it is to be handed in, 2025-12-20; what it says is claimed as of that day
    counting: Counting = Counting.WORD
    kind: ReportKind = ReportKind.DRAFT
    cells: tuple[Cell, ...] = ()
    title: str = field(default="", compare=False)  # what it is called in lists: a file name

    def cell(self, element: str) -> Cell:
        """The cell of an element (or OVERVIEW), an empty one where nothing is written."""
        return next((cell for cell in self.cells if cell.element == element), Cell(element))

    @property
    def overview(self) -> str:
        return self.cell(OVERVIEW).text(PartKey.OVERVIEW)

    @property
    def has_model_text(self) -> bool:
        return any(cell.has_model_text for cell in self.cells)
