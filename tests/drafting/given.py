"""A report of two short cells and its schemes, as the tests of exporting are given them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.domain.drafts import (
    OVERVIEW,
    Cell,
    Evidence,
    EvidenceKind,
    Origin,
    Part,
    PartKey,
    Report,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.schemes import Scheme
from app.reading.corpus import read_corpus

CORPUS = Path(__file__).parents[2] / "corpus"
GOALS = "2024 年制定的 5 项质量目标完成 4 项。\n其中：\t毕业生去向落实率 94.1%。\n"
PROBLEMS = "二级学院自查记录 3 份不全。\n\n课程组 < 5 人的 & 专业有 2 个。"
CAUSES = "自查周期没有写进制度。"
MEASURES = "（一）修订自查办法。\n（二）每学期抽查一次。"
EFFECTS = "抽查 2 次，记录全部补齐。"
PROBLEM = Sentence(
    "二级学院自查记录 3 份不全。\n\n",
    "s1",
    (
        Source(SourceKind.EVIDENCE, "E1"),
        Source(SourceKind.CLAUSE, "chongqing:附件2 1.1 第2点"),
        Source(SourceKind.LAST, "2024 1.1 改进措施"),
    ),
)


@cache
def schemes() -> dict[str, Scheme]:
    return dict(read_corpus(CORPUS).schemes)


def chongqing() -> Scheme:
    return schemes()["chongqing"]


def foshan() -> Scheme:
    return schemes()["foshan"]


def part(key: PartKey, text: str, origin: Origin = Origin.PERSON) -> Part:
    """A part of one sentence."""
    return Part(key, (Sentence(text, f"{key}1", origin=origin),))


def report(*cells: Cell, scheme: str = "chongqing") -> Report:
    """A report of these cells with an overview."""
    overview = Cell(OVERVIEW, (part(PartKey.OVERVIEW, "学校成立诊改办公室。\n全年自查 2 次。"),))
    return Report(scheme, "chongqing", "示例职业技术学院", "2025", cells=(overview, *cells))


def concepts(origin: Origin = Origin.PERSON) -> Cell:
    """The cell 1.1 with every part but the achievements; `origin` is that of its measures."""
    return Cell(
        "1.1",
        (
            part(PartKey.GOALS, GOALS),
            Part(PartKey.PROBLEMS, (PROBLEM, Sentence("课程组 < 5 人的 & 专业有 2 个。", "s2"))),
            part(PartKey.CAUSES, CAUSES),
            part(PartKey.MEASURES, MEASURES, origin),
            part(PartKey.EFFECTS, EFFECTS),
        ),
        (Evidence("E1", "抽查 12 份，3 份不全", "2025-09", EvidenceKind.FILE, "自查通报"),),
    )


def long_report() -> Report:
    """Every element written to its limits: a table of many pages, every line of it unlike every other."""
    return report(*(_long(element.code) for element in chongqing().elements()))


def _long(code: str) -> Cell:
    keys = (PartKey.GOALS, PartKey.ACHIEVEMENTS, PartKey.PROBLEMS, PartKey.CAUSES)
    opinion = tuple(part(key, _prose(f"{code}{key}", 120)) for key in keys)
    beside = tuple(part(key, _prose(f"{code}{key}", 195)) for key in (PartKey.MEASURES, PartKey.EFFECTS))
    return Cell(code, opinion + beside)


def _prose(mark: str, length: int) -> str:
    return (mark + "学校按照年度计划开展自查并把发现的事项逐条登记" * 20)[: length - 1] + "。"
