"""One lexical field over all segments of a collection: how rare a token is, and what each row scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.indexing.postings import MOST, STEP, Postings, keys_of

Scores = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Terms:
    """A query's tokens in one field."""

    weights: Scores  # (tokens,): query weight x idf
    idf: Scores  # (tokens,)
    places: tuple[NDArray[np.int64], ...]  # for each segment (tokens,), -1 where it has none
    frequencies: NDArray[np.int64]  # (tokens,): rows in use, of all segments, that hold it

    @property
    def mass(self) -> float:
        """What a row would score that holds every token often."""
        return MOST * float(self.weights.sum())


class Field:
    """Segments' postings as one; `starts` are the numbers of their first rows, `count` all rows.

    Rows that are no longer in use have scores like all others, but do not make a token less rare.
    """

    def __init__(self, parts: Sequence[Postings], living: Sequence[NDArray[np.bool_] | None] = ()) -> None:
        """`living` says for each segment which of its rows are in use, None for all."""
        self._parts = tuple(parts)
        self._living = tuple(living) or (None,) * len(self._parts)
        self._starts = np.cumsum([0, *(part.count for part in parts)]).tolist()
        self.count: int = self._starts[-1]
        self._in_use = self.count - sum(int((~rows).sum()) for rows in self._living if rows is not None)

    def terms(self, query: Mapping[str, float]) -> Terms:
        """The tokens of `query` (token → weight), looked up; one that no row holds counts as the rarest."""
        keys = keys_of(query)
        places = tuple(part.places(keys) for part in self._parts)
        held = np.zeros(len(keys), dtype=np.int64)
        for part, at, living in zip(self._parts, places, self._living, strict=True):
            held += part.frequencies(at, living)
        idf = np.log(1 + (self._in_use - held + 0.5) / (held + 0.5))
        weights = np.fromiter(query.values(), float, len(keys)) * idf
        return Terms(weights.astype(np.float32), idf.astype(np.float32), places, held)

    def add(self, scores: Scores, terms: Terms, chosen: NDArray[np.bool_], share: float = 1.0) -> None:
        """Add to `scores` (count,), for each row, `share` of the weights of the `chosen` tokens it holds."""
        for start, part, places in zip(self._starts, self._parts, terms.places, strict=False):
            own = scores[start : start + part.count]
            for i in np.flatnonzero(chosen & (places >= 0)):
                rows, weights = part.entries(int(places[i]))
                np.add.at(own, rows, weights * np.float32(share * STEP * terms.weights[i]))

    def add_to(
        self, scores: Scores, rows: NDArray[np.int64], terms: Terms, chosen: NDArray[np.bool_], share: float
    ) -> None:
        """The same for `rows` (ascending) alone: `scores` is (len(rows),)."""
        for start, part, places in zip(self._starts, self._parts, terms.places, strict=False):
            low, high = np.searchsorted(rows, (start, start + part.count))
            wanted = (rows[low:high] - start).astype(np.int32)
            own = scores[low:high]
            for i in np.flatnonzero(chosen & (places >= 0)) if len(wanted) else ():
                held, weights = part.entries(int(places[i]))
                at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
                own += np.where(held[at] == wanted, weights[at], 0) * np.float32(
                    share * STEP * terms.weights[i]
                )

    def norms(self) -> Scores:
        """float32 (count,): the length of each row as a vector of its tokens' idf."""
        squares = np.zeros(self.count, dtype=np.float64)
        keys = np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in self._parts)])
        counts = [
            part.frequencies(np.arange(len(part.keys)), living)
            for part, living in zip(self._parts, self._living, strict=True)
        ]
        held = np.concatenate([np.zeros(0, np.int64), *counts])
        known, inverse = np.unique(keys, return_inverse=True)
        total = np.bincount(inverse, weights=held, minlength=len(known))[inverse]
        idf = np.log(1 + (self._in_use - total + 0.5) / (total + 0.5))
        first = 0
        for start, part in zip(self._starts, self._parts, strict=False):
            own = idf[first : first + len(part.keys)]
            np.add.at(squares, part.rows + start, np.repeat(own * own, np.diff(part.starts)))
            first += len(part.keys)
        return np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)
