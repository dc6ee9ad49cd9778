"""Sentences that stand in another cell, or stood in last year's report, too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.drafts import OVERVIEW, Cell, PartKey, Report
from app.domain.numbering import fold_width
from app.domain.rules import Finding
from app.drafting.bench import Bench
from app.drafting.text import MISSING, sentences, shortened

_LONG = 16  # characters, marks apart: shorter sentences are alike by nature
_ALIKE = 0.75  # of their runs of three characters in common
_RUN = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTERS = re.compile(r"[\u3400-\u9fff0-9A-Za-z.]")


@dataclass(frozen=True)
class _Told:
    """A sentence as it is compared."""

    cell: str
    key: PartKey
    id: str
    text: str
    bare: str
    numbers: tuple[str, ...]
    runs: frozenset[str]


class Repeats:
    """The sentences of a report and of last year's, ready to be compared."""

    def __init__(self, report: Report, last: Report | None) -> None:
        self._own = _told(report.cells)
        self._last = _told(last.cells) if last else []
        self._cycle = (last.cycle or "上一轮") if last else ""
        self._near_own, self._near_last = _by_run(self._own), _by_run(self._last)

    def of(self, bench: Bench, cell: Cell, earlier_only: bool = False) -> Iterator[Finding]:
        """Findings on one cell; `earlier_only`: of two cells that share a sentence, the later one is told of."""
        rule = bench.rule("repeated")
        order = {code: i for i, code in enumerate((OVERVIEW, *(e.code for e in bench.scheme.elements())))}
        for one in (told for told in self._own if told.cell == cell.element):
            others = (
                other
                for other in _alike(one, self._own, self._near_own)
                if other.cell != one.cell
                and (not earlier_only or order.get(other.cell, 99) < order.get(one.cell, 99))
            )
            if twin := next(others, None):
                yield Finding(
                    rule,
                    rule.severity,
                    cell.element,
                    f"“{shortened(one.text)}”与 {twin.cell} 的文字重复。",
                    "各要素写各自的事实；同一件事只在最相关的要素里写。",
                    one.key,
                    one.id,
                    shortened(one.text),
                )
            elif twin := next(iter(_alike(one, self._last, self._near_last)), None):
                yield Finding(
                    rule,
                    rule.severity,
                    cell.element,
                    f"“{shortened(one.text)}”与 {self._cycle} 年报告 {twin.cell} 的文字重复。".replace(
                        "上一轮 年", "上一轮"
                    ),
                    "写本轮的新情况和新数据；情况没有变的，写明原因。",
                    one.key,
                    one.id,
                    shortened(one.text),
                )


def _told(cells: Iterable[Cell]) -> list[_Told]:
    found = []
    for cell in cells:
        for key, sentence in cell.sentences():
            for piece in sentences(sentence.text):  # a part that was read from a file is one piece
                bare = "".join(_LETTERS.findall(fold_width(MISSING.sub("", piece))))
                if len(bare) >= _LONG:
                    numbers = tuple(_NUMBER.findall(bare))
                    found.append(_Told(cell.element, key, sentence.id, piece, bare, numbers, _runs(bare)))
    return found


def _runs(bare: str) -> frozenset[str]:
    return frozenset(bare[i : i + _RUN] for i in range(len(bare) - _RUN + 1))


def _by_run(told: list[_Told]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        for run in one.runs:
            places[run].append(i)
    return places


def _alike(one: _Told, told: list[_Told], places: dict[str, list[int]]) -> Iterator[_Told]:
    """Those of `told` that say the same with the same numbers, the most alike first."""
    common = Counter(i for run in one.runs for i in places.get(run, ()))
    for i, number in common.most_common(20):
        other = told[i]
        if other is one or other.numbers != one.numbers:
            continue
        if number / len(one.runs | other.runs) >= _ALIKE:
            yield other
