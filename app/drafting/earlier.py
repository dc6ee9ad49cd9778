"""Earlier reports searched sentence by sentence: words in common, rare ones worth more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.drafts import OVERVIEW, PartKey, Report, ReportKind
from app.drafting.alike import Weights, pairs
from app.drafting.text import sentences

_LEAST = 0.3  # share of what the question says in words that reports know


@dataclass(frozen=True)
class EarlierHit:
    """A sentence of an earlier report."""

    report: str  # id
    label: str  # 示例职业技术学院 2024
    kind: ReportKind
    element: str
    name: str  # of the element
    part: PartKey
    text: str
    score: float


class EarlierReports:
    """The sentences of `reports` (by id), ready to be searched. `names`: of elements, by (scheme, code)."""

    def __init__(
        self, reports: Mapping[str, tuple[str, Report]], names: Mapping[tuple[str, str], str]
    ) -> None:
        self._told: list[tuple[EarlierHit, frozenset[str]]] = []
        for id_, (label, report) in reports.items():
            for cell in report.cells:
                name = names.get(
                    (report.scheme, cell.element), "" if cell.element != OVERVIEW else "自我诊改工作概述"
                )
                about = pairs(f"{name} {label}")
                for part in cell.parts:
                    for text in sentences(part.text):
                        if text.strip():
                            hit = EarlierHit(
                                id_, label, report.kind, cell.element, name, part.key, text.strip(), 0.0
                            )
                            self._told.append((hit, pairs(text) | about))
        self._weights = Weights(hit.text for hit, _ in self._told)
        self._known = frozenset(pair for _, words in self._told for pair in words)

    def search(self, question: str, most: int = 10) -> tuple[EarlierHit, ...]:
        """The sentences that say most of what the question says, best first."""
        wanted = pairs(question) & self._known  # words of asking stand in no report
        found = []
        for hit, words in self._told:
            score = self._weights.covered(wanted, words)
            if (
                score >= _LEAST
                and len(wanted & words) >= min(2, len(wanted))
                and wanted & words & pairs(hit.text)
            ):
                found.append((score, hit))
        found.sort(key=lambda one: -one[0])
        return tuple(replace(hit, score=score) for score, hit in found[:most])
