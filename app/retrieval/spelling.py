"""Typing slips in a question mended against the corpus's own words.

A run of characters that is no word of the corpus, but sounds like a term (homophones, pinyin typed in Latin
letters) or differs from a long name in one character, is read as that term; the reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from pypinyin import lazy_pinyin

from app.domain.corpus import Corpus
from app.indexing.words import Segmenter, squeeze

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"(?<![a-z])[a-z]{4,}(?![a-z])")
LONG = 4  # a name at least this long may have one wrong character


class Spelling:
    """Mends folded questions."""

    def __init__(self, corpus: Corpus, names: Iterable[str], segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        terms = {squeeze(word) for word, _frequency, _tag in corpus.terms}
        terms.update(names)
        self._terms = sorted(t for t in terms if 2 <= len(t) <= 12 and _HAN.fullmatch(t))
        self._text = "".join(squeeze(d.source.text) for d in corpus.documents.values())
        self._everyday = {squeeze(entry.word) for entry in corpus.everyday}

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {"".join(lazy_pinyin(term)): term for term in self._terms}

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(term) for term in self._terms}, reverse=True))

    def mend(self, folded: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The question with slips mended, and each (typed, read as)."""
        found: list[tuple[str, str]] = []
        for run in _LATIN.findall(folded):
            term = self._by_sound.get(run)
            if term:
                found.append((run, term))
        for run in _HAN.findall(folded):
            found.extend(self._in_run(run))
        for typed, term in found:
            folded = folded.replace(typed, term)
        return folded, tuple(found)

    def _in_run(self, run: str) -> list[tuple[str, str]]:
        if not self._suspicious(run):
            return []
        found: list[tuple[str, str]] = []
        sounds = lazy_pinyin(run)
        taken = [False] * len(run)
        for length in self._lengths:
            for at in range(len(run) - length + 1):
                piece = run[at : at + length]
                if any(taken[at : at + length]) or piece in self._text:
                    continue
                term = self._by_sound.get("".join(sounds[at : at + length])) or self._one_off(piece)
                if term and term != piece and self._wrong(piece, term):
                    found.append((piece, term))
                    taken[at : at + length] = [True] * length
        return found

    def _suspicious(self, run: str) -> bool:
        """A run whose every neighbouring pair stands in the corpus or in the dictionary has no slip worth mending."""
        return any(
            run[i : i + 2] not in self._text and not self._segmenter.known(run[i : i + 2]) for i in range(len(run) - 1)
        ) or any(self._segmenter.known(run[i : i + 2]) and run[i : i + 2] not in self._text for i in range(len(run) - 1))

    def _wrong(self, piece: str, term: str) -> bool:
        """Whether `piece` is more likely a slip for `term` than words of its own."""
        if piece in self._everyday:
            return False
        if len(piece) == 2:
            return not self._segmenter.known(piece)
        differing = sum(a != b for a, b in zip(piece, term, strict=True))
        return differing * 2 <= len(piece) + 1

    def _one_off(self, piece: str) -> str | None:
        """The one term that differs from a long `piece` in a single character in its middle or end."""
        if len(piece) < LONG:
            return None
        close = [
            term
            for term in self._terms
            if len(term) == len(piece) and sum(a != b for a, b in zip(piece, term, strict=True)) == 1
        ]
        return close[0] if len(close) == 1 else None
