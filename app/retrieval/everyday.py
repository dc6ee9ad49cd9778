"""Everyday words in a question → the terms such documents write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.domain.corpus import Everyday
from app.indexing.words import fold


@dataclass(frozen=True)
class Meaning:
    """An everyday word found in a question, with the terms it stands for."""

    word: str
    terms: tuple[str, ...]
    weight: float


class EverydayWords:
    """The dictionary, ready to look words up in a folded question."""

    def __init__(self, entries: Iterable[Everyday]) -> None:
        self._entries = tuple(entries)

    @cached_property
    def _meanings(self) -> dict[str, dict[str, float]]:
        """Word → term → weight."""
        meanings: dict[str, dict[str, float]] = {}
        for entry in self._entries:
            word = fold(entry.word)
            for term in map(fold, entry.terms):
                for one, other in ((word, term), (term, word)) if entry.both_ways else ((word, term),):
                    terms = meanings.setdefault(one, {})
                    terms[other] = max(entry.weight, terms.get(other, 0.0))
        return meanings

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._meanings), default=0)

    def in_question(self, folded: str) -> tuple[Meaning, ...]:
        """Meanings of the words in `folded`, longest match first at each place, left to right."""
        found: list[Meaning] = []
        at = 0
        while at < len(folded):
            word = self._longest_at(folded, at)
            if word is None:
                at += 1
                continue
            terms = self._meanings[word]
            found.append(Meaning(word, tuple(terms), max(terms.values())))
            at += len(word)
            if word[0].isascii() and folded[at : at + 1] == "s":
                at += 1
        return tuple(found)

    def translated(self, folded: str) -> str:
        """A question in English as the terms its words stand for; "" where none is known."""
        meanings = [m for m in self.in_question(folded) if m.word.isascii()]
        return " ".join(dict.fromkeys(term for m in meanings for term in m.terms[:2]))

    def _longest_at(self, text: str, at: int) -> str | None:
        for length in range(min(self._longest, len(text) - at), 0, -1):
            word = text[at : at + length]
            if word in self._meanings and _stands_alone(text, at, at + length):
                return word
        return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin word must not be cut out of a longer one; Han text has no such border."""
    if not text[start].isascii():
        return True
    before = text[start - 1] if start else " "
    end += text[end : end + 1] == "s"  # an English plural
    after = text[end] if end < len(text) else " "
    return not ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()))
