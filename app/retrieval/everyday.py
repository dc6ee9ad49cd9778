"""Everyday words in a question → the terms such documents write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.domain.corpus import Everyday
from app.domain.evidence import ReadAs
from app.indexing.words import fold, squeeze


@dataclass(frozen=True)
class Meaning:
    """An everyday word found in a question, with what it is read as; never empty."""

    word: str
    readings: tuple[ReadAs, ...]
    at: int = 0  # where in the question it stands

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(reading.term for reading in self.readings)

    @property
    def weight(self) -> float:
        return max(reading.weight for reading in self.readings)


class EverydayWords:
    """The dictionary, ready to look words up in a folded question; `use` puts another one in its place at once."""

    def __init__(self, entries: Iterable[Everyday]) -> None:
        self._table = _Table(tuple(entries))

    def use(self, entries: Iterable[Everyday]) -> None:
        """Looks words up in `entries` from now on."""
        self._table = _Table(tuple(entries))

    def __contains__(self, squeezed: object) -> bool:
        """Whether a squeezed text is an everyday word."""
        return squeezed in self._table.words

    def in_question(self, folded: str) -> tuple[Meaning, ...]:
        """Meanings of the words in `folded`, longest match first at each place, left to right."""
        return self._table.in_question(folded)

    def translated(self, folded: str) -> str:
        """A question in English as the terms its words stand for; "" where none is known."""
        meanings = [m for m in self.in_question(folded) if m.word.isascii()]
        return " ".join(dict.fromkeys(term for m in meanings for term in m.terms[:2]))


@dataclass(frozen=True)
class _Table:
    """The entries by what they are looked up by; built when first needed."""

    entries: tuple[Everyday, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every everyday word, squeezed."""
        return frozenset(squeeze(entry.word) for entry in self.entries)

    @cached_property
    def meanings(self) -> dict[str, dict[str, ReadAs]]:
        """Word → term → what it is read as; of two entries that say it the weightier."""
        found: dict[str, dict[str, ReadAs]] = {}
        for entry in self.entries:
            word = fold(entry.word)
            for term in map(fold, entry.terms):
                for one, other in ((word, term), (term, word)) if entry.both_ways else ((word, term),):
                    known = found.setdefault(one, {}).get(other)
                    if known is None or known.weight < entry.weight:
                        found[one][other] = ReadAs(one, other, entry.weight, entry.both_ways, entry.line)
        return found

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.meanings), default=0)

    def in_question(self, folded: str) -> tuple[Meaning, ...]:
        found: list[Meaning] = []
        at = 0
        while at < len(folded):
            word = self.longest_at(folded, at)
            if word is None:
                at += 1
                continue
            found.append(Meaning(word, tuple(self.meanings[word].values()), at))
            at += len(word)
            if word[0].isascii() and folded[at : at + 1] == "s":
                at += 1
        return tuple(found)

    def longest_at(self, text: str, at: int) -> str | None:
        for length in range(min(self.longest, len(text) - at), 0, -1):
            word = text[at : at + length]
            if word in self.meanings and _stands_alone(text, at, at + length):
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
