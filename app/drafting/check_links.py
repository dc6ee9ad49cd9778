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
from app.drafting.text import MISSING, items, said, shortened

Item = tuple[Sentence, ...]
NOT_YET = re.compile(r"尚未(?:开始)?(?:实施|启动|开展|落实|执行|出台|建成|完成)|还没有实施|暂未实施|未实施")
_SOMETHING_DONE = re.compile(r"已|了|由[^，。；]*\d|\d\s*[个项名次起件份条场门%]")
_NTH = r"[一二三四五六七八九十\d]{1,2}"
_POINTS_AT = re.compile(
    rf"(?:针对|对应|解决)[^，。；]{{0,4}}?(?:第\s*({_NTH})\s*[个项条]?\s*问题|问题\s*[（(]?({_NTH}))"
)
NO_PROBLEM = re.compile(
    r"^(?:(?:总体|目前|暂时)?[上，]?)?(?:暂无|无|没有|未发现|暂未发现|不存在)(?:任何|明显|突出|重大|较大|大的)*(?:的)?(?:问题|不足|短板)?$"
)


def check(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Findings on how problems, measures and effects answer one another."""
    if cell.element == OVERVIEW:
        return
    problems = [one for one in items(cell.part(PartKey.PROBLEMS)) if not NO_PROBLEM.match(said(one))]
    measures = list(items(cell.part(PartKey.MEASURES)))
    effects = list(items(cell.part(PartKey.EFFECTS)))
    if measures:  # an empty part is told of already
        matching = _Matching(bench, cell, problems, measures, effects)
        yield from _problems(bench, cell, matching)
        yield from _measures(bench, cell, matching)
        yield from _unlike(bench, cell, matching)
    yield from _effects(bench, cell, problems, measures, effects)


def _problems(bench: Bench, cell: Cell, matching: _Matching) -> Iterator[Finding]:
    rule = bench.rule("problem-measure")
    for place, problem in enumerate(matching.problems):
        if owed(problem) or matching.is_answered(place):
            continue
        words = said(problem)
        ordered = matching.in_order
        yield Finding(
            rule,
            Severity.NOTE if ordered else rule.severity,
            cell.element,
            f"问题“{shortened(words)}”没有对应的措施"
            + (f"；第 {place + 1} 条措施只在次序上对得上。" if ordered else "。"),
            "补一条针对它的措施；已有的措施请标明对应哪个问题。",
            PartKey.PROBLEMS,
            problem[0].id,
            shortened(words),
        )


def _measures(bench: Bench, cell: Cell, matching: _Matching) -> Iterator[Finding]:
    rule = bench.rule("measure-problem")
    for place, measure in enumerate(matching.measures):
        if owed(measure) or matching.answers_one(place):
            continue
        words = said(measure)
        ordered = matching.in_order
        yield Finding(
            rule,
            Severity.NOTE if ordered else rule.severity,
            cell.element,
            f"措施“{shortened(words)}”没有对应的问题"
            + (f"；第 {place + 1} 个问题只在次序上对得上。" if ordered else "。"),
            "标明它解决哪个问题；“存在问题”里没有写的，补写出来，或删去这条措施。",
            PartKey.MEASURES,
            measure[0].id,
            shortened(words),
        )


def _unlike(bench: Bench, cell: Cell, matching: _Matching) -> Iterator[Finding]:
    """Measures that somebody set to answer a problem they have not one word in common with."""
    rule = bench.rule("measure-problem")
    for measure in matching.measures:
        links = {id_ for sentence in measure for id_ in sentence.answers}
        answered = [one for one in matching.problems if links & {sentence.id for sentence in one}]
        if not answered or owed(measure) or any(matching.share_a_word(measure, one) for one in answered):
            continue
        words = said(measure)
        yield Finding(
            rule,
            Severity.NOTE,
            cell.element,
            f"措施“{shortened(words)}”与标明对应的问题“{shortened(said(answered[0]))}”没有说到同一件事的字眼。",
            "核对是不是标错了；没有标错的，写明它怎样解决这个问题。",
            PartKey.MEASURES,
            measure[0].id,
            shortened(words),
        )


class _Matching:
    """Which measures of one cell answer which of its problems; problems and measures by their place, from 0."""

    def __init__(
        self,
        bench: Bench,
        cell: Cell,
        problems: Sequence[Item],
        measures: Sequence[Item],
        effects: Sequence[Item],
    ) -> None:
        element = bench.element(cell.element)
        self._aside = pairs(element.name) if element else frozenset()  # what everything in the cell says
        self.problems = problems
        self.measures = measures
        told = [pairs(said(item)) - self._aside for item in (*problems, *measures)]
        counts = Counter(pair for one in told for pair in one)
        self._single = frozenset(
            pair for pair, number in counts.items() if number == 2 and not pair.isascii()
        )
        self._answered = [
            frozenset(place for place in range(len(problems)) if self._answers(measure, place))
            for measure in measures
        ]
        # As many as there are problems, and nobody set links: written to be read in order.
        linked = any(sentence.answers for measure in measures for sentence in measure)
        self.in_order = not linked and len(problems) == len(measures) > 1
        if self.in_order and len(effects) == len(measures):  # an effect may name what was wrong
            for place, (problem, effect) in enumerate(zip(problems, effects, strict=True)):
                if speaks_of_same(said(problem), said(effect), self._aside):
                    self._answered[place] |= {place}

    def is_answered(self, problem: int) -> bool:
        return any(problem in answered for answered in self._answered)

    def answers_one(self, measure: int) -> bool:
        return bool(self._answered[measure])

    def share_a_word(self, measure: Item, problem: Item) -> bool:
        common = (pairs(said(measure)) & pairs(said(problem))) - self._aside
        return any(not pair.isascii() for pair in common)  # 9月 and 9条 are no word in common

    def _answers(self, measure: Item, place: int) -> bool:
        """Whether `measure` answers the problem at `place`."""
        problem = self.problems[place]
        links = {id_ for sentence in measure for id_ in sentence.answers}
        if links & {sentence.id for one in self.problems for sentence in one}:
            return bool(links & {sentence.id for sentence in problem})
        text, other = said(measure), said(problem)
        if match := _POINTS_AT.search(text):
            return value(match[1] or match[2]) == place + 1
        if speaks_of_same(other, text, self._aside):
            return True
        # A word that nothing else in the cell has is enough by itself.
        return bool(pairs(other) & pairs(text) & self._single)


def _effects(
    bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item], effects: Sequence[Item]
) -> Iterator[Finding]:
    yield from _said_to_be_done(bench, cell, effects)
    yield from _of_no_measure(bench, cell, problems, measures, effects)
    rule = bench.rule("effect-ground")
    dated = {piece.id for piece in cell.evidence if is_date(piece.dated)}
    if not cell.evidence and any(not owed(effect) and not not_yet(effect) for effect in effects):
        yield Finding(
            rule,
            Severity.NOTE,
            cell.element,
            "这一格没有附证据，成效有没有实据看不出来。",
            "读入的报告不带证据；接着用时请补上注明日期的证据。",
            PartKey.EFFECTS,
        )
    for effect in effects if cell.evidence else ():
        if owed(effect) or not_yet(effect) or any(dated & set(sentence.evidence) for sentence in effect):
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
        if owed(measure) or any(_shows(effect, measure, measures) for effect in effects):
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


def _said_to_be_done(bench: Bench, cell: Cell, effects: Sequence[Item]) -> Iterator[Finding]:
    """Effects marked as done whose words say that nothing is."""
    rule = bench.rule("effect-ground")
    for effect in effects:
        for sentence in effect:
            if not sentence.done or not (match := NOT_YET.search(sentence.text)):
                continue
            if _SOMETHING_DONE.search(sentence.text[: match.start()]):
                continue  # one thing done, another not yet
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"“{shortened(sentence.text)}”标为已实施，文字却写“{match[0]}”。",
                "改标为“尚未实施”，或改写文字。",
                PartKey.EFFECTS,
                sentence.id,
                match[0],
            )


def _of_no_measure(
    bench: Bench, cell: Cell, problems: Sequence[Item], measures: Sequence[Item], effects: Sequence[Item]
) -> Iterator[Finding]:
    """Effects that came of no measure, as far as can be seen."""
    rule = bench.rule("effect-measure")
    linked = any(sentence.answers for effect in effects for sentence in effect)
    if not measures or (not linked and len(measures) == len(effects)):
        return  # written to be read in order
    for effect in effects:
        if owed(effect) or any(_shows(effect, measure, measures) for measure in measures):
            continue
        words = said(effect)
        if NOT_YET.match(words) or any(speaks_of_same(said(one), words) for one in problems):
            continue
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            f"成效“{shortened(words)}”看不出是哪条措施带来的。",
            "标明它来自哪条措施；不是措施带来的，写进主要成绩。",
            PartKey.EFFECTS,
            effect[0].id,
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


def owed(item: Item) -> bool:
    """Whether it is a 【待补充】, which is told of as such."""
    text = "".join(sentence.text for sentence in item)
    return not MISSING.sub("", text).strip("。；; \n")
