"""Checks of links: each problem has its measure, each measure its problem, each effect its ground.

A link is what somebody set (`Sentence.answers`). Where a measure carries none, it is taken to answer a problem that
it names by number (“针对问题2”) or that speaks of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.drafts import OVERVIEW, Cell, PartKey, Sentence
from app.domain.numbering import value
from app.domain.rules import Finding, Severity
from app.drafting.alike import pairs, speaks_of_same
from app.drafting.bench import Bench
from app.drafting.dates import is_date
from app.drafting.text import MISSING, items, said, shortened

Item = tuple[Sentence, ...]
NOT_YET = re.compile(r"尚未(?:开始)?(?:实施|启动|开展|落实|执行)|还没有实施|暂未实施|未实施")
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
    rule, aside = bench.rule("problem-measure"), _aside(bench, cell)
    for number, problem in enumerate(problems, 1):
        if _owed(problem) or any(answers(measure, problem, number, problems, aside) for measure in measures):
            continue
        words = said(problem)
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            f"问题“{shortened(words)}”没有对应的措施。",
            "补一条针对它的措施；已有的措施请标明对应哪个问题。",
            PartKey.PROBLEMS,
            problem[0].id,
            shortened(words),
        )


def _measures(
    bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item]
) -> Iterator[Finding]:
    rule, aside = bench.rule("measure-problem"), _aside(bench, cell)
    for measure in measures:
        if _owed(measure) or any(
            answers(measure, problem, number, problems, aside) for number, problem in enumerate(problems, 1)
        ):
            continue
        words = said(measure)
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            f"措施“{shortened(words)}”没有对应的问题。",
            "标明它解决哪个问题；“存在问题”里没有写的，补写出来，或删去这条措施。",
            PartKey.MEASURES,
            measure[0].id,
            shortened(words),
        )


def answers(
    measure: Item, problem: Item, number: int, problems: Sequence[Item], aside: frozenset[str]
) -> bool:
    """Whether `measure` answers `problem`, the `number`-th of `problems`; `aside`: see `speaks_of_same`."""
    links = {id_ for sentence in measure for id_ in sentence.answers}
    if links & {sentence.id for one in problems for sentence in one}:
        return bool(links & {sentence.id for sentence in problem})
    text = said(measure)
    if match := _POINTS_AT.search(text):
        return value(match[1] or match[2]) == number
    return speaks_of_same(said(problem), text, aside)


def _effects(
    bench: Bench, cell: Cell, measures: Sequence[Item], effects: Sequence[Item]
) -> Iterator[Finding]:
    rule = bench.rule("effect-ground")
    dated = {piece.id for piece in cell.evidence if is_date(piece.dated)}
    # A form that was read from a file carries no evidence at all: one note is enough.
    severity = rule.severity if cell.evidence else Severity.NOTE
    for effect in effects:
        if _owed(effect) or not_yet(effect) or any(dated & set(sentence.evidence) for sentence in effect):
            continue
        words = said(effect)
        yield Finding(
            rule,
            severity,
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


def _aside(bench: Bench, cell: Cell) -> frozenset[str]:
    """Pairs of the element's name, which everything in the cell has."""
    element = bench.element(cell.element)
    return pairs(element.name) if element else frozenset()


def _owed(item: Item) -> bool:
    """Whether it is a 【待补充】, which is told of as such."""
    text = "".join(sentence.text for sentence in item)
    return not MISSING.sub("", text).strip("。；; \n")
