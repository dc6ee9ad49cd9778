"""Rehearsing the review's conclusion: which elements agreed, how the measures are → 有效, 待改进 or 异常.

Where the rule can be read in two ways, both readings are worked out. A scheme without such a rule has no conclusion:
another scheme's is never applied to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.corpus import Corpus
from app.domain.errors import UnknownNameError
from app.domain.rules import Ground
from app.domain.schemes import Quoted, ReviewRule, Scheme
from app.drafting.bench import ground

BOTH, EITHER = "两项须同时满足", "满足其一即可"


@dataclass(frozen=True)
class Reading:
    """What the rule gives, read one way; several conclusions where something has not been said yet."""

    name: str
    conclusions: tuple[str, ...]


@dataclass(frozen=True)
class Rehearsal:
    """`certain`: the conclusion whichever way the rule is read, "" where it depends."""

    elements: int
    agreed: int
    differing: int
    unsaid: int
    measures: bool | None
    readings: tuple[Reading, ...]
    certain: str
    unclear: str  # why the readings differ, "" where they do not
    grounds: tuple[Ground, ...]


def rehearse(corpus: Corpus, scheme: Scheme, agreed: Mapping[str, bool], measures: bool | None) -> Rehearsal:
    """The conclusion for what was said of each element; UnknownNameError for a code or scheme it cannot be said of."""
    rule = scheme.review
    if rule is None:
        having = "、".join(one.short for one in corpus.schemes.values() if one.review)
        total = len(list(scheme.elements()))
        raise UnknownNameError(
            f"{scheme.short}没有规定复核结论的标准，不能预演；{having or '别的方案'}的项数标准不适用于它的 {total} 个要素。"
        )
    codes = [element.code for element in scheme.elements()]
    if unknown := [code for code in agreed if code not in codes]:
        raise UnknownNameError(
            f"{scheme.short}没有要素“{'、'.join(unknown)[:60]}”；编号有：{'、'.join(codes)}。"
        )
    yes = sum(agreed.values())
    no = len(agreed) - yes
    unsaid = rule.elements - yes - no
    readings = tuple(
        Reading(name, _conclusions(rule, yes, unsaid, measures, either))
        for name, either in ((BOTH, False), (EITHER, True))
    )
    same = readings[0].conclusions == readings[1].conclusions
    certain = readings[0].conclusions[0] if same and len(readings[0].conclusions) == 1 else ""
    quotes = (rule.effective_measures, rule.abnormal_measures, rule.otherwise)
    grounds = (ground(corpus, scheme, Quoted(q, (line,))) for q, line in zip(quotes, rule.lines, strict=True))
    return Rehearsal(
        rule.elements,
        yes,
        no,
        unsaid,
        measures,
        readings,
        certain,
        "" if same else rule.unclear,
        tuple(one for one in grounds if one),
    )


def _conclusions(
    rule: ReviewRule, yes: int, unsaid: int, measures: bool | None, either: bool
) -> tuple[str, ...]:
    """Every conclusion that is still possible, the best first."""
    possible = (True, False) if measures is None else (measures,)
    found = {
        _conclusion(rule, count, good, either) for count in range(yes, yes + unsaid + 1) for good in possible
    }
    return tuple(name for name in (rule.effective, rule.otherwise, rule.abnormal) if name in found)


def _conclusion(rule: ReviewRule, count: int, good: bool, either: bool) -> str:
    if count >= rule.effective_minimum and good:
        return rule.effective
    few, bad = count < rule.abnormal_below, not good
    if (few or bad) if either else (few and bad):
        return rule.abnormal
    return rule.otherwise
