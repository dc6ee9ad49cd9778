"""BM25 over features in numpy, for mining hard negatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.engines.pair_tokenizer import is_han

Scores: TypeAlias = NDArray[np.float32]
Features: TypeAlias = Callable[[str], list[str]]
_K1, _B = 1.2, 0.5


class BM25:
    """Scores of every document for a question; k1 1.2, b 0.5."""

    def __init__(self, documents: Iterable[str], features: Features) -> None:
        self._features = features
        self._ids: dict[str, int] = {}
        bags = [self._bag(text) for text in documents]
        self.size = len(bags)
        lengths = np.array([counts.sum() for _, counts in bags], dtype=np.float32)
        norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        owner = np.repeat(np.arange(self.size, dtype=np.int32), [len(ids) for ids, _ in bags])
        ids = np.concatenate([ids for ids, _ in bags])
        counts = np.concatenate([counts for _, counts in bags]).astype(np.float32)
        frequency = np.bincount(ids, minlength=len(self._ids))
        idf = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        order = np.argsort(ids, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(frequency)])
        self._owners = owner[order]
        self._weights = (idf[ids] * counts * (_K1 + 1) / (counts + norm[owner]))[order].astype(np.float32)

    def scores(self, question: str) -> Scores:
        """float32 of shape (documents,), zero where nothing is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for feature in dict.fromkeys(self._features(question)):
            row = self._ids.get(feature)
            if row is not None:
                span = slice(self._starts[row], self._starts[row + 1])
                scores[self._owners[span]] += self._weights[span]
        return scores

    def _bag(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ids = [self._ids.setdefault(feature, len(self._ids)) for feature in self._features(text)]
        values, counts = np.unique(np.array(ids, dtype=np.int64), return_counts=True)
        return values, counts


def pairs(text: str) -> list[str]:
    """Neighbouring Han characters; a Han character without Han neighbour and a Latin run stand alone."""
    return [piece for run in _runs(text) for piece in (_neighbours(run) if is_han(run[0]) else [run])]


def _neighbours(run: str) -> Sequence[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _runs(text: str) -> list[str]:
    """Maximal runs of Han characters, and of other letters and digits."""
    runs: list[str] = []
    kind = ""
    for character in text.lower():
        now = "han" if is_han(character) else "other" if character.isalnum() else ""
        if now and now == kind:
            runs[-1] += character
        elif now:
            runs.append(character)
        kind = now
    return runs
