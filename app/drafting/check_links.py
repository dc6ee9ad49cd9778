"""Checks of links: each problem has its measure, each measure its problem, each effect its ground.

A link is what somebody set (`Sentence.answers`). Where a measure carries none, it is taken to answer a problem that
it names by number (“针对问题2”) or that speaks of the same thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.domain.drafts import OVERVIEW, Cell, PartKey, Sentence
from app.domain.numbering import value
from app.domain.rules import Finding, Severity
from app.drafting.alike import pairs, speaks_of_same
from app.drafting.bench import Bench
from app.drafting.dates import is_date
from app.drafting.text import MISSING, is_numbered, items, said, shortened

Item = tuple[Sentence, ...]
NOT_YET = re.compile(r"尚未(?:开始)?(?:实施|启动|开展|落实|执行|出台|建成|完成)|还没有实施|暂未实施|未实施")
_NTH = r"[一二三四五六七八九十\d]{1,2}"
_POINTS_AT = re.compile(
    rf"(?:针对|对应|解决)[^，。；]{{0,4}}?(?:第\s*({_NTH})\s*[个项条]?\s*问题|问题\s*[（(]?({_NTH}))"
)
_NO_PROBLEM = re.compile(r"^(?:暂无|无|没有|未发现|暂未发现)(?:明显|突出|重大)?(?:问题|不足)?$")


def check(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Findings on how problems, measures and effects answer one another."""
    if cell.element == OVERVIEW:
        return
    problems = [one for one in items(cell.part(PartKey.PROBLEMS)) if not _NO_PROBLEM.match(said(one))]
    measures = list(items(cell.part(PartKey.MEASURES)))
    effects = list(items(cell.part(PartKey.EFFECTS)))
    yield from _problems(bench, cell, problems, measures)
    yield from _measures(bench, cell, problems, measures)
    yield from _effects(bench, cell, measures, effects)


def _problems(
    bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item]
) -> Iterator[Finding]:
    if not measures:
        return  # an empty part is told of already
    rule, matching = bench.rule("problem-measure"), _Matching(bench, cell, problems, measures)
    for number, problem in enumerate(problems, 1):
        if _owed(problem) or any(matching.answers(measure, number) for measure in measures):
            continue
        words = said(problem)
        ordered = matching.in_order
        yield Finding(
            rule,
            Severity.NOTE if ordered else rule.severity,
            cell.element,
            f"问题“{shortened(words)}”没有对应的措施"
            + (f"；第 {number} 条措施只在次序上对得上。" if ordered else "。"),
            "补一条针对它的措施；已有的措施请标明对应哪个问题。",
            PartKey.PROBLEMS,
            problem[0].id,
            shortened(words),
        )


def _measures(
    bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item]
) -> Iterator[Finding]:
    rule, matching = bench.rule("measure-problem"), _Matching(bench, cell, problems, measures)
    for place, measure in enumerate(measures, 1):
        if _owed(measure) or any(matching.answers(measure, number) for number in range(1, len(problems) + 1)):
            continue
        words = said(measure)
        ordered = matching.in_order
        yield Finding(
            rule,
            Severity.NOTE if ordered else rule.severity,
            cell.element,
            f"措施“{shortened(words)}”没有对应的问题"
            + (f"；第 {place} 个问题只在次序上对得上。" if ordered else "。"),
            "标明它解决哪个问题；“存在问题”里没有写的，补写出来，或删去这条措施。",
            PartKey.MEASURES,
            measure[0].id,
            shortened(words),
        )


class _Matching:
    """The problems and measures of one cell."""

    def __init__(self, bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item]) -> None:
        element = bench.element(cell.element)
        self._aside = pairs(element.name) if element else frozenset()  # what everything in the cell says
        self._problems = problems
        told = [pairs(said(item)) - self._aside for item in (*problems, *measures)]
        counts = Counter(pair for one in told for pair in one)
        self._single = frozenset(
            pair for pair, number in counts.items() if number == 2 and not pair.isascii()
        )
        linked = any(sentence.answers for measure in measures for sentence in measure)
        # As many as there are problems, each with its number: written to be read in order.
        numbered = all(is_numbered(item) for item in (*problems, *measures))
        self.in_order = not linked and numbered and len(problems) == len(measures) > 1

    def answers(self, measure: Item, number: int) -> bool:
        """Whether `measure` answers the `number`-th problem."""
        problem = self._problems[number - 1]
        links = {id_ for sentence in measure for id_ in sentence.answers}
        if links & {sentence.id for one in self._problems for sentence in one}:
            return bool(links & {sentence.id for sentence in problem})
        text, other = said(measure), said(problem)
        if match := _POINTS_AT.search(text):
            return value(match[1] or match[2]) == number
        if speaks_of_same(other, text, self._aside):
            return True
        # A word that nothing else in the cell has is enough by itself.
        return bool(pairs(other) & pairs(text) & self._single)


def _effects(
    bench: Bench, cell: Cell, measures: Sequence[Item], effects: Sequence[Item]
) -> Iterator[Finding]:
    rule = bench.rule("effect-ground")
    dated = {piece.id for piece in cell.evidence if is_date(piece.dated)}
    if not cell.evidence and any(not _owed(effect) and not not_yet(effect) for effect in effects):
        yield Finding(
            rule,
            Severity.NOTE,
            cell.element,
            "这一格没有附证据，成效有没有实据看不出来。",
            "读入的报告不带证据；接着用时请补上注明日期的证据。",
            PartKey.EFFECTS,
        )
    for effect in effects if cell.evidence else ():
        if _owed(effect) or not_yet(effect) or any(dated & set(sentence.evidence) for sentence in effect):
            continue
        words = said(effect)
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            f"成效“{shortened(words)}”没有注明日期的证据，也没有写“尚未实施”。",
            "连上一条有日期的证据；措施还没有做的，写明“尚未实施”并说明。",
            PartKey.EFFECTS,
            effect[0].id,
            shortened(words),
        )
    if not effects or any(not_yet(effect) and not _names_one(effect, measures) for effect in effects):
        return  # nothing written yet, or all of it said not to be done yet
    rule = bench.rule("measure-effect")
    for measure in measures:
        if _owed(measure) or any(_shows(effect, measure, measures) for effect in effects):
            continue
        words = said(measure)
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            f"措施“{shortened(words)}”没有写成效。",
            "写已经看到的效果并附证据，或写明“尚未实施”。",
            PartKey.MEASURES,
            measure[0].id,
            shortened(words),
        )


def not_yet(effect: Item) -> bool:
    """Whether an effect says that it is not there yet."""
    return any(sentence.done is False or NOT_YET.search(sentence.text) for sentence in effect)


def _names_one(effect: Item, measures: Sequence[Item]) -> bool:
    return any(_shows(effect, measure, measures) for measure in measures)


def _shows(effect: Item, measure: Item, measures: Sequence[Item]) -> bool:
    links = {id_ for sentence in effect for id_ in sentence.answers}
    if links & {sentence.id for one in measures for sentence in one}:
        return bool(links & {sentence.id for sentence in measure})
    return speaks_of_same(said(measure), said(effect))


def _owed(item: Item) -> bool:
    """Whether it is a 【待补充】, which is told of as such."""
    text = "".join(sentence.text for sentence in item)
    return not MISSING.sub("", text).strip("。；; \n")
