"""Cells as tests write them: a text a part, evidence in short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.drafts import Cell, Evidence, Part, PartKey, Report, Sentence
from app.drafting.text import numbered, part_of

KEYS = {
    "概述": PartKey.OVERVIEW,
    "程度": PartKey.GOALS,
    "成绩": PartKey.ACHIEVEMENTS,
    "问题": PartKey.PROBLEMS,
    "原因": PartKey.CAUSES,
    "措施": PartKey.MEASURES,
    "成效": PartKey.EFFECTS,
}


def cell(element: str, texts: Mapping[str, str], evidence: Sequence[Evidence] = ()) -> Cell:
    """A cell with `texts` by the short name of its part, cut and numbered."""
    parts = tuple(part_of(KEYS[name], text) for name, text in texts.items())
    return numbered(
        Cell(element, tuple(sorted(parts, key=lambda p: list(PartKey).index(p.key))), tuple(evidence))
    )


def read(element: str, texts: Mapping[str, str]) -> Cell:
    """A cell as it comes out of a file: each part one piece."""
    return Cell(element, tuple(Part(KEYS[name], (Sentence(text),)) for name, text in texts.items()))


def report(
    *cells: Cell, due: str = "2025-12-20", scheme: str = "chongqing", form: str = "chongqing"
) -> Report:
    return Report(scheme, form, "示例职业技术学院", "2025", due, cells=cells)
