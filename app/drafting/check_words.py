"""Checks of words: grades, and the numbers and names of another scheme."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.drafts import Cell, PartKey
from app.domain.numbering import fold_width
from app.domain.rules import Finding
from app.domain.schemes import GradeRule
from app.drafting.bench import Bench
from app.drafting.check_grades import conclusions
from app.drafting.check_mixed import mixed
from app.drafting.text import MISSING


def check(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Findings on the words of one cell, each at its own place."""
    writing = bench.writing
    for key, sentence in cell.sentences():
        text = MISSING.sub("", sentence.text)
        if not text.strip():
            continue
        place = (cell.element, key, sentence.id)
        if writing and writing.grades:
            yield from _grades(bench, writing.grades, text, place)
        yield from _mixed(bench, text, place)


def _grades(bench: Bench, words: GradeRule, text: str, place: tuple[str, PartKey, str]) -> Iterator[Finding]:
    element, key, sentence = place
    rule = bench.rule("grade")
    for found in conclusions(words, bench.diagnosed, text):
        yield Finding(
            rule,
            rule.severity,
            element,
            f"“{found}”像是给本校下的等级、分数或名次。",
            "改写成事实和数据；说的是别人别的事（如评优、竞赛）可以保留。",
            key,
            sentence,
            found,
        )


def _mixed(bench: Bench, text: str, place: tuple[str, PartKey, str]) -> Iterator[Finding]:
    element, key, sentence = place
    rule = bench.rule("mixed")
    folded = fold_width(text)
    told: list[str] = []
    for words, message, fix in mixed(bench, folded):
        if not any(words in earlier for earlier in told):
            told.append(words)
            place_in = folded.find(words) if len(folded) == len(text) else -1
            shown = text[place_in : place_in + len(words)] if place_in >= 0 else words
            yield Finding(rule, rule.severity, element, message, fix, key, sentence, shown)
