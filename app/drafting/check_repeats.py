"""Sentences that stand in another cell, or stood in last year's report, too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from app.domain.drafts import OVERVIEW, Cell, PartKey, Report
from app.domain.numbering import fold_width
from app.domain.rules import Finding, Rule, Severity
from app.drafting.bench import Bench
from app.drafting.text import MISSING, sentences, shortened

_LONG = 16  # characters, marks apart: shorter sentences are alike by nature
_ALIKE = 0.75  # of their runs of three characters in common
_REWORDED = 0.5  # … of a sentence of another cell that was put in other words
_RUN = 3
_COMMON = 50  # sentences that have a run: one that more have leads nowhere
_CLOSEST = 20  # sentences looked at
_SHORT = 8  # a measure this long that is last year's, word for word
_NUMBERS_ONLY = (
    20  # characters besides its numbers: a shorter sentence with other numbers is how a count is told
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百]+(?=[类级个名项次起件份条场门期所])")
_ENUMERATOR = re.compile(r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）]|[.．、](?!\d))")
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
    plain: int  # characters besides its numbers
    runs: frozenset[str]  # of three characters, every number the same


class Repeats:
    """The sentences of a report and of last year's, ready to be compared."""

    def __init__(self, report: Report, last: Report | None) -> None:
        self._own = _told(report.cells)
        self._last = _told(last.cells) if last else []
        cycle = last.cycle if last else ""
        self._whose = f"{cycle} 年报告" if cycle else "上一轮报告"
        self._near_own, self._near_last = _Alike(self._own), _Alike(self._last)
        self._promised = {one.bare: one for one in self._last if one.key is PartKey.MEASURES}

    def of(self, bench: Bench, cell: Cell, earlier_only: bool = False) -> Iterator[Finding]:
        """Findings on one cell; `earlier_only`: of two cells that share a sentence, the later one is told of."""
        rule = bench.rule("repeated")
        order = {code: i for i, code in enumerate((OVERVIEW, *(e.code for e in bench.scheme.elements())))}
        seen: dict[str, _Told] = {}
        for one in (told for told in self._own if told.cell == cell.element):
            for twin, message, fix in self._twins(one, seen, order, earlier_only):
                same = twin.numbers == one.numbers
                yield Finding(
                    rule,
                    rule.severity if same else Severity.NOTE,
                    cell.element,
                    message + ("重复。" if same else "相同，只改了数字。"),
                    fix if same else "核对数字；情况变了的，把怎样变的也写出来。",
                    one.key,
                    one.id,
                    shortened(one.text),
                )
                break
            else:
                yield from self._reworded(rule, one, order, earlier_only)
            if len(one.bare) >= _LONG:
                seen.setdefault(one.bare, one)

    def _reworded(
        self, rule: Rule, one: _Told, order: dict[str, int], earlier_only: bool
    ) -> Iterator[Finding]:
        """That a sentence says what one of another cell says, in nearly the same words."""
        if one.plain < _NUMBERS_ONLY:
            return
        for twin in self._near_own.of(one, _REWORDED):
            if twin.cell == one.cell or (earlier_only and order.get(twin.cell, 99) > order.get(one.cell, 99)):
                continue
            yield Finding(
                rule,
                Severity.NOTE,
                one.cell,
                f"“{shortened(one.text)}”与 {twin.cell} 的“{shortened(twin.text)}”说法相近。",
                "核对是不是同一件事；是的，只在最相关的要素里写。",
                one.key,
                one.id,
                shortened(one.text),
            )
            return

    def _twins(
        self, one: _Told, seen: dict[str, _Told], order: dict[str, int], earlier_only: bool
    ) -> Iterator[tuple[_Told, str, str]]:
        """What says the same, with the beginning of what is told of it and what mends it, the gravest first."""
        text = shortened(one.text)
        if twin := seen.get(one.bare):
            fix = "同一句话在一格里只写一次。"
            yield twin, f"“{text}”在这一格里写了两遍，文字", fix
        fix = "各要素写各自的事实；同一件事只在最相关的要素里写。"
        others = [
            (twin, f"“{text}”与 {twin.cell} 的文字", fix)
            for twin in self._near_own.of(one)
            if twin.cell != one.cell
            and (not earlier_only or order.get(twin.cell, 99) < order.get(one.cell, 99))
        ]
        fix = "写本轮的新情况和新数据；情况没有变的，写明原因。"
        earlier = [*self._near_last.of(one)]
        if one.key is PartKey.MEASURES and len(one.bare) < _LONG and one.bare in self._promised:
            earlier.append(self._promised[one.bare])
        others += [(twin, f"“{text}”与{_of(self._whose)}{twin.cell} 的文字", fix) for twin in earlier]
        yield from sorted(others, key=lambda found: found[0].numbers != one.numbers)


def _of(whose: str) -> str:
    return f" {whose} " if whose[0].isdigit() else f"{whose} "


def _told(cells: Iterable[Cell]) -> list[_Told]:
    found = []
    for cell in cells:
        for key, sentence in cell.sentences():
            for piece in sentences(sentence.text):  # a part that was read from a file is one piece
                text = _ENUMERATOR.sub("", fold_width(MISSING.sub("", piece)))
                bare = "".join(_LETTERS.findall(text))
                if len(bare) >= (_SHORT if key is PartKey.MEASURES else _LONG):
                    numbers = tuple(_NUMBER.findall(bare))
                    plain = len(bare) - sum(map(len, numbers))
                    runs = _runs(_NUMBER.sub("0", bare))
                    found.append(_Told(cell.element, key, sentence.id, piece, bare, numbers, plain, runs))
    return found


def _runs(bare: str) -> frozenset[str]:
    return frozenset(bare[i : i + _RUN] for i in range(len(bare) - _RUN + 1))


class _Alike:
    """Sentences, ready to be asked which of them say the same as another."""

    def __init__(self, told: Iterable[_Told]) -> None:
        self._exact: defaultdict[str, dict[str, _Told]] = defaultdict(dict)  # by text, then by cell
        self._told: list[_Told] = []
        self._by_run: defaultdict[str, list[int]] = defaultdict(list)
        for one in told:
            if len(one.bare) < _LONG or one.cell in self._exact[one.bare]:
                continue
            self._exact[one.bare][one.cell] = one
            for run in one.runs:
                self._by_run[run].append(len(self._told))
            self._told.append(one)

    def of(self, one: _Told, share: float = _ALIKE) -> Iterator[_Told]:
        """Those that say the same, if with other numbers where they are long, the most alike first."""
        if len(one.bare) < _LONG:
            return
        yield from (twin for twin in self._exact.get(one.bare, {}).values() if twin is not one)
        near = (places for run in one.runs if len(places := self._by_run.get(run, ())) <= _COMMON)
        common = Counter(i for places in near for i in places)
        closest = nsmallest(_CLOSEST, common.items(), key=lambda found: (-found[1], found[0]))
        for i, _ in closest:
            other = self._told[i]
            if other.bare == one.bare or (other.numbers != one.numbers and one.plain < _NUMBERS_ONLY):
                continue
            if len(one.runs & other.runs) >= share * len(one.runs | other.runs):
                yield other
