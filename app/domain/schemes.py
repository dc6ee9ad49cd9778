"""Schemes: 诊断项目 → 诊断要素 → 诊断点, with owners, dates and rules, all of it data with source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.documents import Span


@dataclass(frozen=True)
class Criterion:
    """One 影响因素: `text` with page cuts closed up, `spans` its characters in the source."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Point:
    """诊断点. Points have no number of their own in print; `id` is ours: scheme:element.order."""

    id: str  # "foshan:6.2.1"
    name: str
    element: str  # "6.2"
    criteria: tuple[Criterion, ...]
    lines: tuple[int, ...]
    spans: tuple[Span, ...]  # the physical lines of the row, without line ends
    name_inferred: str = ""  # reason, where the printed table has lost the name
    lead: str | None = None  # 牵头部门
    participants: tuple[str, ...] = ()  # 参与部门
    due: str | None = None  # 完成时间, "2021-05"
    platform_numbers: tuple[str, ...] = ()  # 数据管理平台相应编号
    platform_raw: str = ""  # as printed, where damaged
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what the reader must know of the row (damage, blank cells)

    @property
    def order(self) -> int:
        return int(self.id.rsplit(".", 1)[1])

    @property
    def scheme(self) -> str:
        return self.id.split(":", 1)[0]


@dataclass(frozen=True)
class Element:
    """诊断要素."""

    code: str  # "6.2"
    name: str
    points: tuple[Point, ...]
    lines: tuple[int, ...]
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """诊断项目."""

    code: str  # "6"
    name: str
    elements: tuple[Element, ...]
    lines: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Post:
    """A post in a body: 组长, 成员, … and who or what holds it, as printed."""

    title: str
    holders: tuple[str, ...]  # names of people or departments
    lines: tuple[int, ...]
    details: tuple[str, ...] = ()  # per holder: their own post outside, "" where none is printed


@dataclass(frozen=True)
class Body:
    """A committee, group or office the document sets up."""

    name: str
    posts: tuple[Post, ...]
    lines: tuple[int, ...]
    aliases: tuple[str, ...] = ()
    duties: str = ""
    duties_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Quoted:
    """Words of the document, verbatim, and their lines."""

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Limit:
    """A character limit of the report."""

    part: str  # 自我诊断意见
    maximum: int  # 字
    lines: tuple[int, ...]
    aliases: tuple[str, ...] = ()
    of: str = ""  # overview, opinion, measures or effects


@dataclass(frozen=True)
class WordRule:
    """A rule that is broken by certain words: regular expressions, and those that excuse a match they overlap."""

    rule: Quoted
    patterns: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class GradeRule(WordRule):
    """A rule against grades. `patterns` break it unless they are of others, `when_ours` only where they are of us."""

    when_ours: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()  # what is diagnosed, besides the scheme's own names
    whole: tuple[str, ...] = ()  # the school or the work as a whole: ours where nobody else is named
    others: tuple[str, ...] = ()  # whose grade is a fact


@dataclass(frozen=True)
class PredictionRule(WordRule):
    """A rule against predictions. `promises` break it only in a sentence that tells of nothing seen yet."""

    promises: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShareRule:
    """A rule that some parts of the opinion take a share of it, `low` to `high` in our reading of the words."""

    rule: Quoted
    parts: tuple[str, ...]  # 存在问题, 原因分析
    low: float
    high: float


@dataclass(frozen=True)
class ReportForm:
    """The official form of the report, as printed."""

    title: tuple[str, ...]  # a paragraph each
    school: str  # 学校名称：
    overview: str  # 一、自我诊改工作概述（500字以内）
    table: str  # 二、自我诊断与改进报告表
    header: tuple[str, ...]  # project, element, opinion, measures, effects
    signature: str
    date: str
    notes: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class WritingRules:
    """How a self-diagnosis report is written under this scheme."""

    limits: tuple[Limit, ...]
    opinion_parts: tuple[str, ...]
    opinion_parts_lines: tuple[int, ...]
    share: str  # as printed: 存在问题与原因分析应占一半左右篇幅
    share_lines: tuple[int, ...]
    observed_effects_only: bool
    observed_effects_lines: tuple[int, ...]
    no_grades: bool
    no_grades_lines: tuple[int, ...]
    form: ReportForm | None = None
    shares: ShareRule | None = None
    grades: GradeRule | None = None
    predictions: PredictionRule | None = None
    truthful: Quoted | None = None  # the report must be true
    targeted: Quoted | None = None  # measures must answer what is wrong

    def limit(self, of: str) -> Limit | None:
        """The limit of the overview, the opinion, the measures or the effects."""
        return next((limit for limit in self.limits if limit.of == of), None)


@dataclass(frozen=True)
class ReviewRule:
    """复核结论 from counts of matching elements. Where print leaves “and”/“or” open, `unclear` says so."""

    elements: int
    effective: str  # 有效
    effective_minimum: int
    effective_measures: str
    abnormal: str  # 异常
    abnormal_below: int
    abnormal_measures: str
    otherwise: str  # 待改进
    unclear: str
    lines: tuple[int, ...]  # one line a conclusion, in the order effective, abnormal, otherwise
    materials: tuple[Quoted, ...] = ()  # what a school under review hands in
    published: Quoted | None = None  # that they are made public
    published_days: int = 0  # … so many days before the review begins


@dataclass(frozen=True)
class Scheme:
    """A scheme: a file of `corpus/schemes/`, every value checked against its source lines at loading."""

    id: str
    title: str
    short: str  # 佛山方案
    place: str  # 佛山
    document: str
    table: str  # table id of the diagnosis table
    projects: tuple[Project, ...]
    names: tuple[str, ...]  # what people call it in a question: 佛山, 佛职院, 我校…
    count_lines: tuple[int, ...]  # where the text itself says how many there are
    has_owners: bool
    has_due: bool
    has_platform_numbers: bool
    bodies: tuple[Body, ...] = ()
    writing: WritingRules | None = None
    review: ReviewRule | None = None
    file: str = ""
    weak_names: tuple[str, ...] = ()  # 我校, 本校…: mean this scheme only where nothing else names one

    @property
    def called(self) -> tuple[str, ...]:
        """Everything that names this scheme outright."""
        return (*self.names, self.short, self.place, self.title)

    def elements(self) -> Iterator[Element]:
        for project in self.projects:
            yield from project.elements

    def points(self) -> Iterator[Point]:
        for element in self.elements():
            yield from element.points

    def table_names(self) -> Iterator[str]:
        """What the table calls its projects, elements and points."""
        yield from (project.name for project in self.projects)
        yield from (element.name for element in self.elements())
        yield from (point.name for point in self.points())

    def project(self, code: str) -> Project | None:
        return next((project for project in self.projects if project.code == code), None)

    def element(self, code: str) -> Element | None:
        return next((element for element in self.elements() if element.code == code), None)

    def point(self, id_: str) -> Point | None:
        return next((point for point in self.points() if point.id == id_), None)


@dataclass(frozen=True)
class ElementLink:
    """One row of the crosswalk between elements; codes by scheme id."""

    codes: tuple[tuple[str, str], ...]  # (("foshan", "6.2"), ("chongqing", "5.2"))
    relation: str  # 一一对应 | 两个要素并为一个


@dataclass(frozen=True)
class PointLink:
    """One row of the crosswalk between points; `relation` of content is our reading, `note` says why."""

    ids: tuple[str, ...]  # ("foshan:6.2.1", "chongqing:5.2.1")
    relation: str  # 相同 | 重庆较宽 | 佛山较宽 | 部分重合
    note: str


@dataclass(frozen=True)
class Crosswalk:
    """Which elements and points of two schemes answer to one another."""

    schemes: tuple[str, str]
    elements: tuple[ElementLink, ...]
    points: tuple[PointLink, ...]

    def element_partners(self, scheme: str, code: str, other: str) -> tuple[str, ...]:
        """Codes of `other` that answer to element `code` of `scheme`."""
        found: list[str] = []
        for link in self.elements:
            if (scheme, code) in link.codes:
                found.extend(partner for place, partner in link.codes if place == other)
        return tuple(dict.fromkeys(found))

    def point_link(self, id_: str) -> PointLink | None:
        """The row that holds point `id_`."""
        return next((link for link in self.points if id_ in link.ids), None)


def speaks_of(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` stands in `text`; a Latin name must not be part of a longer word."""
    return any(
        re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text, re.IGNORECASE)
        if name.isascii()
        else name in text
        for name in names
        if name
    )
