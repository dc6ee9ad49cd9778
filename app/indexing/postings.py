"""One lexical field: which unit of text (row) holds which token, with a weight ready to be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Postings:
    """Token → rows and weights, in compressed columns: token t owns `rows[starts[t]:starts[t+1]]`."""

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]  # (tokens + 1,)
    rows: NDArray[np.int32]  # (entries,)
    weights: NDArray[np.float32]  # (entries,)
    idf: NDArray[np.float32]  # (tokens,)
    count: int  # rows

    @classmethod
    def bm25(cls, texts: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.5) -> Self:
        """BM25 weights; the score of a row is the sum over the query's tokens."""
        lengths = np.array([len(tokens) for tokens in texts], dtype=np.float32)
        average = float(lengths.mean()) if len(texts) and lengths.sum() else 1.0

        def weigh(frequency: float, row: int, idf: float) -> float:
            norm = k1 * (1 - b + b * float(lengths[row]) / average)
            return idf * frequency * (k1 + 1) / (frequency + norm)

        return cls._collect(texts, weigh)

    @classmethod
    def cosine(cls, texts: Sequence[Sequence[str]]) -> Self:
        """idf weights of distinct tokens over the row's length; see `similarity`."""
        field = cls._collect(texts, lambda _frequency, _row, idf: idf * idf)
        norms = np.zeros(field.count, dtype=np.float64)
        np.add.at(norms, field.rows, field.weights)
        scale = np.sqrt(np.maximum(norms, 1e-9))
        weights = (field.weights / scale[field.rows]).astype(np.float32)
        return cls(field.vocabulary, field.starts, field.rows, weights, field.idf, field.count)

    @classmethod
    def _collect(cls, texts: Sequence[Sequence[str]], weigh: Callable[[float, int, float], float]) -> Self:
        counts = [Counter(tokens) for tokens in texts]
        holders: dict[str, list[tuple[int, int]]] = {}
        for row, counter in enumerate(counts):
            for token, frequency in counter.items():
                holders.setdefault(token, []).append((row, frequency))
        vocabulary = {token: i for i, token in enumerate(sorted(holders))}
        starts = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        idf = np.zeros(len(vocabulary), dtype=np.float32)
        rows: list[int] = []
        weights: list[float] = []
        total = len(texts)
        for token, i in vocabulary.items():
            entries = holders[token]
            idf[i] = float(np.log(1 + (total - len(entries) + 0.5) / (len(entries) + 0.5)))
            rows.extend(row for row, _ in entries)
            weights.extend(weigh(frequency, row, float(idf[i])) for row, frequency in entries)
            starts[i + 1] = len(rows)
        return cls(vocabulary, starts, np.array(rows, np.int32), np.array(weights, np.float32), idf, total)

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """float32 (count,): for each row the sum of weight x query weight over the query's tokens."""
        result = np.zeros(self.count, dtype=np.float32)
        for token, weight in query.items():
            i = self.vocabulary.get(token)
            if i is not None:
                part = slice(int(self.starts[i]), int(self.starts[i + 1]))
                result[self.rows[part]] += weight * self.weights[part]
        return result

    def similarity(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """float32 (count,) in 0…1: idf-weighted cosine; tokens no row has count against the match."""
        unseen = float(np.log(1 + (self.count + 0.5) / 0.5))
        norm = 0.0
        weighted: dict[str, float] = {}
        for token, weight in query.items():
            i = self.vocabulary.get(token)
            idf = float(self.idf[i]) if i is not None else unseen
            norm += weight * weight * idf * idf
            weighted[token] = weight
        if norm == 0:
            return np.zeros(self.count, dtype=np.float32)
        return np.asarray(self.scores(weighted) / np.sqrt(norm), dtype=np.float32)

    def rarity(self, token: str) -> float:
        """The token's idf; for a token no row has, that of a token in no row."""
        i = self.vocabulary.get(token)
        return float(self.idf[i]) if i is not None else float(np.log(1 + (self.count + 0.5) / 0.5))
