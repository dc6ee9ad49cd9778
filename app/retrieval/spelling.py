"""Typing slips in a question mended against the corpus's own words.

A run of characters that is no word of the corpus, but sounds like a term (homophones, pinyin typed in Latin
letters) or differs from a long name in one character, is read as that term; the reader is told.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import accumulate, islice, product
from types import ModuleType

from app.domain.corpus import Corpus
from app.indexing.words import STOP, Segmenter, squeeze
from app.retrieval.everyday import EverydayWords

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"(?<![a-z])[a-z]{4,}(?![a-z])")
LONGEST = 12  # characters of a term
LONG = 4  # a name at least this long may have one wrong character
# Characters a question is built with: where one of them differs from a term, it is grammar, not a slip.
_FUNCTION = frozenset(
    "的了是和与及或有在到把被给吗呢吧啊怎什么几两一二三四五六七八九十多少哪谁每各这那个就都也还要能会可不没无上下里中前后来去说"
    "看写做用为于对从我你他它们咱请问叫需应该得着过只再又很最更另其该本跟让比按照查"
)


class Spelling:
    """Mends folded questions."""

    def __init__(
        self, corpus: Corpus, names: Iterable[str], segmenter: Segmenter, everyday: EverydayWords
    ) -> None:
        self._segmenter = segmenter
        self._everyday = everyday
        terms = (word for word, _frequency, _tag in corpus.terms if word not in corpus.withheld)
        self._given = {squeeze(word) for word in terms} | set(names)
        self._text = "".join(squeeze(document.source.text) for document in corpus.documents.values())
        self._scopes = {squeeze(name) for s in corpus.schemes.values() for name in (*s.names, *s.weak_names)}

    @cached_property
    def _names(self) -> list[str]:
        """The corpus's terms and names that are long enough to be known with one character wrong."""
        return sorted(term for term in self._given if LONG <= len(term) <= LONGEST and _HAN.fullmatch(term))

    @cached_property
    def _terms(self) -> list[str]:
        """Everything a slip may have been meant for: terms, names, and the words the corpus is written with."""
        known = self._given | _written(self._text, self._segmenter)
        return sorted(term for term in known if 2 <= len(term) <= LONGEST and _HAN.fullmatch(term))

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {_sound(term): term for term in self._terms}

    @cached_property
    def _gapped(self) -> dict[tuple[int, str], list[str]]:
        """(place, term without the character there) → terms, for long terms."""
        found: dict[tuple[int, str], list[str]] = {}
        for term in self._names:
            for i in range(len(term)):
                found.setdefault((i, term[:i] + term[i + 1 :]), []).append(term)
        return found

    def mend(self, folded: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The question with slips mended, and each (typed, read as)."""
        found = [
            (run, term)
            for run in _LATIN.findall(folded)
            if (term := self._pinyin(run)) and run not in self._scopes
        ]
        for run in _HAN.findall(folded):
            if self._suspicious(run):
                found.extend(self._in_run(run))
        for typed, term in found:
            folded = folded.replace(typed, term)
        return folded, tuple(found)

    def _pinyin(self, run: str) -> str | None:
        return self._by_sound.get(run) if any(vowel in run for vowel in "aeiou") else None

    def _suspicious(self, run: str) -> bool:
        """Whether some neighbouring pair of the run stands neither in the corpus nor among everyday words."""
        return any(run[i : i + 2] not in self._text for i in range(len(run) - 1))

    def _in_run(self, run: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        borders = [0, *accumulate(len(word) for word in self._segmenter.cut(run))]
        stretches = [
            (a, b)
            for number, a in enumerate(borders)
            for b in borders[number + 1 : number + 1 + LONGEST]  # a word has a character at least
            if 2 <= b - a <= LONGEST
        ]
        taken = [False] * len(run)
        for start, end in sorted(stretches, key=lambda s: (s[0] - s[1], s[0])):
            piece = run[start:end]
            if any(taken[start:end]) or piece in self._text or piece in self._everyday:
                continue
            term = None if self._well_made(piece) else self._term_for(piece)
            if len(piece) == 2 and len(self._segmenter.cut(piece)) > 1:
                continue
            if term:
                found.append((piece, term))
                taken[start:end] = [True] * (end - start)
        return found

    def _well_made(self, piece: str) -> bool:
        """Whether a piece is made of words the corpus, everyday speech or questions have."""
        words = self._segmenter.cut(piece)
        return all(
            (len(word) > 1 and word in self._text) or word in STOP or word in self._everyday for word in words
        )

    def _term_for(self, piece: str) -> str | None:
        """The term `piece` is a slip for, or None."""
        if len(piece) == 2 and self._segmenter.known(piece):
            return None
        for sound in sounds(piece):
            term = self._by_sound.get(sound)
            if term and len(term) == len(piece):
                wrong = [a for a, b in zip(piece, term, strict=True) if a != b]
                grammar = len(piece) < LONG and any(character in _FUNCTION for character in wrong)
                if 0 < 2 * len(wrong) <= len(piece) + 1 and not grammar:
                    return term
        return self._one_off(piece)

    def _one_off(self, piece: str) -> str | None:
        """The one term that differs from a long `piece` in a single character."""
        if len(piece) < LONG:
            return None
        close = {
            term for i in range(len(piece)) for term in self._gapped.get((i, piece[:i] + piece[i + 1 :]), ())
        }
        if len(close) != 1 or piece in close:
            return None
        term = close.pop()
        i = next(i for i, (a, b) in enumerate(zip(piece, term, strict=True)) if a != b)
        if piece[i] in _FUNCTION:
            return None
        around = {piece[max(0, i - 1) : i + 1], piece[i : i + 2]} - {piece[i]}
        return None if any(len(pair) == 2 and self._segmenter.known(pair) for pair in around) else term


def _written(text: str, segmenter: Segmenter) -> set[str]:
    """Words of the corpus, and pairs of two-character words that stand side by side in it."""
    words = [word for word in segmenter.cut(text) if _HAN.fullmatch(word)]
    found = {word for word in words if len(word) >= 2}
    previous = ""
    for word in segmenter.cut(text):
        if len(word) == len(previous) == 2 and _HAN.fullmatch(previous + word):
            found.add(previous + word)
        previous = word
    return found


@cache
def _pypinyin() -> ModuleType:
    """pypinyin without its phrase table: it is only needed once a slip is suspected, and single readings do."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    return importlib.import_module("pypinyin")


def _sound(text: str) -> str:
    """Pinyin without tones, joined."""
    return "".join(map(_syllable, text))


@cache
def _syllable(character: str) -> str:
    """Pinyin of one character without tone; the same within any word, as there is no phrase table."""
    return "".join(_pypinyin().lazy_pinyin(character))


def sounds(text: str) -> Iterator[str]:
    """Every reading of a short text without tones (长 is chang and zhang); at most 16."""
    style = _pypinyin().Style.NORMAL
    readings = _pypinyin().pinyin(text, style=style, heteronym=len(text) <= LONG)
    likely = [character[:2] for character in readings]  # the rarer readings mend what is no slip (大 as tai)
    return ("".join(reading) for reading in islice(product(*likely), 16))
