"""The strict rule that answers are scored by: kind, facts, clauses and size, all of them right.

| expect | right kind |
|---|---|
| answer | answer |
| refuse | refuse |
| correct_premise | answer or refuse, with the facts that put it right |
| clarify_or_both | clarify, or answer |
| clarify | clarify |
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.domain.answers import Answer, Kind

LONGEST_TEXT = 1500
QUOTED_ANYWAY, QUOTED_PER_CLAUSE = 1500, 800
KINDS = {
    "answer": {Kind.ANSWER},
    "refuse": {Kind.REFUSE},
    "correct_premise": {Kind.ANSWER, Kind.REFUSE},
    "clarify_or_both": {Kind.CLARIFY, Kind.ANSWER},
    "clarify": {Kind.CLARIFY},
}


def plain(text: str) -> str:
    """White space and width never matter, nor does case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


@dataclass(frozen=True)
class Wanted:
    """A question with what a right answer has."""

    id: str
    question: str
    history: tuple[str, ...]
    expect: str
    gold: tuple[tuple[str, tuple[str, ...]], ...]  # document, wordings of which one must be quoted
    facts: tuple[tuple[str, ...], ...]
    wrong: tuple[str, ...]
    type: str = ""

    @classmethod
    def read(cls, line: Mapping[str, object]) -> Wanted:
        """A line of a questions file."""
        entry = cast("Mapping[str, Any]", line)
        return cls(
            entry["id"],
            entry["question"],
            tuple(entry.get("history") or ()),
            entry.get("expect") or "answer",
            tuple((g["doc"], (g["quote"], *g.get("alt", ()))) for g in entry["gold"]),
            tuple(tuple(group) for group in entry["must_contain"]),
            tuple(entry["must_not_contain"]),
            entry.get("type") or "",
        )


def mistakes(wanted: Wanted, answer: Answer) -> list[str]:
    """What keeps `answer` from being right; [] where it is."""
    found = []
    if answer.kind not in KINDS[wanted.expect]:
        found.append(f"kind {answer.kind.value}, not {wanted.expect}")
    if wanted.expect == "clarify_or_both" and answer.kind is Kind.CLARIFY:
        return found
    text = plain(answer.text)
    found.extend(
        f"lacks {'/'.join(any_of)}" for any_of in wanted.facts if not any(plain(w) in text for w in any_of)
    )
    found.extend(f"says {wrong}" for wrong in wanted.wrong if plain(wrong) in text)
    found.extend(
        f"does not cite {wordings[0]}"
        for document, wordings in wanted.gold
        if not _cites(answer, document, wordings)
    )
    if len(answer.text) > LONGEST_TEXT:
        found.append(f"{len(answer.text)} characters of text")
    quoted = sum(len(citation.text) for citation in answer.citations)
    if quoted > max(QUOTED_ANYWAY, QUOTED_PER_CLAUSE * len(wanted.gold)):
        found.append(f"{quoted} characters quoted")
    return found


def _cites(answer: Answer, document: str, wordings: Sequence[str]) -> bool:
    texts = [plain(citation.text) for citation in answer.citations if citation.document == document]
    return any(plain(wording) in text for wording in wordings for text in texts)


@dataclass(frozen=True)
class Score:
    """Shares over many questions."""

    strict: float
    false_refusals: float  # of the questions that have an answer
    unanswerable_answered: float  # of those that have none
    failures: tuple[str, ...]
    by_type: tuple[tuple[str, int, int], ...] = ()  # type, right, asked; in order of name


def score(pairs: Sequence[tuple[Wanted, Answer]]) -> Score:
    """The shares for each question with its answer."""
    judged = [(wanted, mistakes(wanted, answer)) for wanted, answer in pairs]
    failed = [f"{wanted.id} {wanted.question}: {'; '.join(found)}" for wanted, found in judged if found]
    types: dict[str, list[bool]] = defaultdict(list)
    for wanted, found in judged:
        types[wanted.type].append(not found)
    answerable = [answer for wanted, answer in pairs if wanted.expect != "refuse"]
    unanswerable = [answer for wanted, answer in pairs if wanted.expect == "refuse"]
    return Score(
        1 - len(failed) / max(1, len(pairs)),
        sum(answer.kind is Kind.REFUSE for answer in answerable) / max(1, len(answerable)),
        sum(answer.kind is Kind.ANSWER for answer in unanswerable) / max(1, len(unanswerable)),
        tuple(failed),
        tuple((name, sum(right), len(right)) for name, right in sorted(types.items())),
    )
