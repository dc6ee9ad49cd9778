"""Everyday words that only the dictionary knows, read as the one term each of them stands for.

Search learns nothing from a word that neither the documents nor any question asked of them has, so where the
dictionary gives it one term at full weight, the question is read with that term in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from app.domain.evidence import ReadAs
from app.indexing.words import squeeze
from app.retrieval.everyday import EverydayWords, Meaning

_HAN = re.compile(r"[\u4e00-\u9fff]")
SAME = 1.0  # the weight of a synonym


class Strangers:
    """Reads folded questions; `known` gives the texts whose words are no strangers, when they are first needed."""

    def __init__(self, everyday: EverydayWords, known: Callable[[], str]) -> None:
        self._everyday = everyday
        self._give = known

    @cached_property
    def _known(self) -> str:
        return self._give()

    def read(self, folded: str) -> tuple[str, tuple[ReadAs, ...]]:
        """The question with strangers read as their terms, and each of them."""
        if not _HAN.search(folded):
            return folded, ()  # a question in English is translated by the search
        found = [meaning for meaning in self._everyday.in_question(folded) if self._is_stranger(meaning)]
        for meaning in reversed(found):
            end = meaning.at + len(meaning.word)
            folded = folded[: meaning.at] + meaning.readings[0].term + folded[end:]
        return folded, tuple(dict.fromkeys(meaning.readings[0] for meaning in found))

    def _is_stranger(self, meaning: Meaning) -> bool:
        """Whether a word is unknown and stands for one term that is known."""
        if len(meaning.readings) != 1 or meaning.weight < SAME:
            return False
        return squeeze(meaning.word) not in self._known and squeeze(meaning.terms[0]) in self._known
