"""Checks of grades: a grade, a score or a rank that a clause gives to us, as its whole predicate.

The scheme file says what a grade looks like and who is graded: “ours” is the element and the work under diagnosis,
“others” are students, courses, contests, certificates and everybody whose grade is a fact and no conclusion of ours.
A clause that names neither goes on speaking of what the clause before it spoke of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from app.domain.schemes import GradeRule
from app.drafting.text import CLAUSE, untitled

# What may stand between a grade and the end of the clause that it is the predicate of.
_CLOSING = r"[”’」』\"']*"
_ENDS = (
    rf"(?={_CLOSING}(?:的?(?:水平|等级|等次|档次|标准|行列|地位|成绩|状态|结论)|以上)?{_CLOSING}"
    rf"(?:[（(][^）)\n]{{0,12}}[）)])?{_CLOSING}(?:[，。；！？,;!?\s]|$))"
)
# A clause that has nothing but these before its grade is that grade. Possessive: 评定 is also 评 and 定.
_BARE = re.compile(
    r"(?:总体|综合|整体|最终|自我|评价|评定|评估|认定|判定|诊断|诊改|结论|结果|等级|等次|档次|得分|打分|可|应|能|均|已|被|"
    r"基本|完全|评|定|性|达到?|属于?|处于|为|是|在|了|平均|[：:“\"'‘\s])*+"
)


_NEAR = 80  # characters before a grade among which its subject stands


class _Of(Enum):
    """Whom a clause speaks of."""

    US = 1
    OTHERS = 2


@dataclass(frozen=True)
class _Patterns:
    always: re.Pattern[str] | None
    when_ours: re.Pattern[str] | None
    ours: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    others: re.Pattern[str] | None
    excepted: re.Pattern[str] | None


def conclusions(rule: GradeRule, diagnosed: tuple[str, ...], text: str) -> Iterator[str]:
    """The words of `text` that grade what is ours, each once, in order. `diagnosed`: the scheme's own names."""
    patterns = _compiled(rule, diagnosed)
    plain = untitled(text)
    if not any(one and one.search(plain) for one in (patterns.always, patterns.when_ours)):
        return
    free = [match.span() for match in patterns.excepted.finditer(plain)] if patterns.excepted else []
    spoken_of: _Of | None = None
    told: set[str] = set()
    for clause in CLAUSE.finditer(plain):
        for start, end in _graded(patterns, plain, clause.span(), spoken_of):
            words = text[start:end]
            if words not in told and not any(a < end and start < b for a, b in free):
                told.add(words)
                yield words
        spoken_of = _of(patterns, clause[0], len(clause[0])) or spoken_of


def _graded(
    patterns: _Patterns, text: str, clause: tuple[int, int], before: _Of | None
) -> Iterator[tuple[int, int]]:
    """The spans of the grades in a clause that are ours; the longest of those that overlap."""
    begin, stop = clause
    found: list[tuple[int, int]] = []
    for pattern, needs_us in ((patterns.always, False), (patterns.when_ours, True)):
        for match in pattern.finditer(text, begin, stop) if pattern else ():
            near = max(begin, match.start() - _NEAR)
            of = _of(patterns, text[near : match.end()], match.start() - near) or before
            bare = near == begin and _BARE.fullmatch(text, begin, match.start()) is not None
            if of is not _Of.OTHERS and (not needs_us or of is _Of.US or bare):
                found.append(match.span())
    taken = -1
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= taken:
            yield start, end
            taken = end


def _of(patterns: _Patterns, clause: str, limit: int) -> _Of | None:
    """Whom `clause` speaks of, by the subject nearest to its predicate; others are looked for before `limit`."""
    ours = -1
    rest = clause[:limit]
    for match in patterns.ours.finditer(clause) if patterns.ours else ():
        ours = match.start()
        rest = rest[: match.start()] + "·" * (match.end() - match.start()) + rest[match.end() :]
    others = max((m.start() for m in patterns.others.finditer(rest)), default=-1) if patterns.others else -1
    if ours > others:
        return _Of.US
    if others >= 0:
        return _Of.OTHERS
    return _Of.US if patterns.whole and patterns.whole.search(clause) else None


@lru_cache(16)
def _compiled(rule: GradeRule, names: tuple[str, ...]) -> _Patterns:
    return _Patterns(
        _any(rule.patterns, _ENDS),
        _any(rule.when_ours, _ENDS),
        _any((*map(re.escape, names), *rule.ours)),
        _any(rule.whole),
        _any(rule.others),
        _any(rule.excepted),
    )


def _any(patterns: tuple[str, ...], then: str = "") -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(patterns)}){then}") if patterns else None
