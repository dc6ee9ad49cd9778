"""Segments as one: rows are numbered through all documents that are in use, and scored together."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.indexing.dense import Vectors
from app.indexing.fields import Field, Scores, Terms
from app.indexing.postings import MOST
from app.indexing.segments import Held, Segment, living

Rows = NDArray[np.int64]

WHOLE = 20_000  # up to as many rows every token is added up for every row
# Above, a token that a larger share of the rows hold is at first left out, as long as the others carry at least
# this share of what the question's words weigh; docs/retrieval.md has the figures.
COMMON, CARRIED = 0.02, 0.6


@dataclass(frozen=True, eq=False)
class Part:
    """A segment and those of its documents that are no longer in use."""

    segment: Segment
    dead: frozenset[str] = frozenset()


class Collection:
    """All rows in use, 0 … count - 1, in the order of `documents`."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        names = self.parts[0].segment.fields if self.parts else ()
        masks = [living(part.segment, part.dead) for part in self.parts]
        self._masks = [None if mask.all() else mask for mask in masks]
        self._fields = {
            name: Field([part.segment.fields[name] for part in self.parts], self._masks) for name in names
        }
        self._starts = np.cumsum([0, *(part.segment.count for part in self.parts)])
        every = np.concatenate([np.zeros(0, dtype=bool), *masks])
        self._living = None if every.all() else np.flatnonzero(every)
        self._number = None if every.all() else np.where(every, np.cumsum(every) - 1, -1)
        self.documents: tuple[Held, ...] = tuple(
            d for part in self.parts for d in part.segment.held if d.id not in part.dead
        )
        self._document_starts = np.cumsum([0, *(d.rows for d in self.documents)])
        self._norms: dict[str, Scores] = {}

    @property
    def all_rows(self) -> int:
        """How many rows the segments have, dead ones counted."""
        return int(self._starts[-1])

    def field(self, name: str) -> Field:
        """A lexical field over all segments; an empty one where there is no segment."""
        return self._fields.get(name) or Field(())

    @property
    def count(self) -> int:
        """How many rows are in use."""
        return int(self._document_starts[-1])

    @property
    def has_vectors(self) -> bool:
        """Whether any row has a vector."""
        return any(part.segment.dense.index.ntotal for part in self.parts)

    def restricted(self, documents: Container[str]) -> Collection:
        """The same segments with only `documents` in use; nothing is counted or encoded anew."""
        parts = []
        for part in self.parts:
            dead = frozenset(d.id for d in part.segment.held if d.id in part.dead or d.id not in documents)
            if len(dead) < len(part.segment.held):
                parts.append(Part(part.segment, dead))
        return Collection(parts)

    def place(self, row: int) -> tuple[Held, int]:
        """The document of a row and the row's number in it, from 0."""
        at = int(np.searchsorted(self._document_starts, row, side="right")) - 1
        return self.documents[at], row - int(self._document_starts[at])

    def rows(self) -> Iterator[tuple[Held, range]]:
        """Each document with its rows."""
        for document, start in zip(self.documents, self._document_starts.tolist(), strict=False):
            yield document, range(start, start + document.rows)

    def similarity(self, field: str, query: Mapping[str, float]) -> Scores:
        """float32 (count,) in 0…1: idf-weighted cosine; tokens no row has count against the match."""
        terms = self.field(field).terms(query)
        if not self.count or not terms.weights.any():
            return np.zeros(self.count, dtype=np.float32)
        if field not in self._norms:
            self._norms[field] = self.field(field).norms()
        length = float(np.sqrt((terms.weights.astype(np.float64) ** 2).sum()))
        return self.in_use(self._similar(field, terms) / self._norms[field] / np.float32(length))

    def _similar(self, field: str, terms: Terms) -> Scores:
        scores = np.zeros(self.all_rows, dtype=np.float32)
        terms = replace(terms, weights=terms.weights * terms.idf)
        self.field(field).add(scores, terms, np.ones(len(terms.weights), dtype=bool), 1 / MOST)
        return scores

    def coverage(
        self, queries: Mapping[str, Mapping[str, float]], shares: Mapping[str, float], exact: bool = False
    ) -> Coverage:
        """How much of the queries' words rows cover; `queries` and `shares` by field."""
        return Coverage(self, queries, shares, exact)

    def near(self, vector: Vectors, count: int, exact: bool = False) -> tuple[Rows, Scores]:
        """Rows with a vector among the `count` nearest, ascending, and their best cosine."""
        rows, cosines = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
        if vector.any():
            for start, part, mask in zip(self._starts, self.parts, self._masks, strict=False):
                dense = part.segment.dense
                numbers, found = dense.nearest(vector, count, exact, mask)
                rows.append(np.searchsorted(dense.first, numbers, side="right") - 1 + start)
                cosines.append(found)
        every, all_cosines = np.concatenate(rows), np.concatenate(cosines)
        nearest = np.argsort(-all_cosines, kind="stable")[:count]
        known, best = _best(every[nearest], all_cosines[nearest])
        return known if self._number is None else self._number[known], best

    def cosines(self, vector: Vectors, rows: Rows) -> Scores:
        """float32 (len(rows),): the best cosine of each row's vectors; 0 for a row without. `rows` ascend."""
        result = np.zeros(len(rows), dtype=np.float32)
        raw = self.raw(rows)
        for start, part in zip(self._starts, self.parts, strict=False):
            low, high = np.searchsorted(raw, (start, start + part.segment.count))
            first = part.segment.dense.first
            begin, end = first[raw[low:high] - start], first[raw[low:high] - start + 1]
            owners = np.repeat(np.arange(low, high), end - begin)
            if len(owners):
                numbers = np.arange(len(owners)) - np.repeat(
                    np.cumsum(end - begin) - (end - begin), end - begin
                )
                found = part.segment.dense.vectors((numbers + np.repeat(begin, end - begin)).astype(np.int64))
                np.maximum.at(
                    result, owners, np.vecdot(found, vector)
                )  # unlike @, whatever rows stand beside
        return result

    def raw(self, rows: Rows) -> Rows:
        """Rows as the segments number them, dead ones counted."""
        return rows if self._living is None else self._living[rows]

    def in_use(self, scores: Scores) -> Scores:
        """Scores of all rows, dead ones counted → of the rows in use."""
        return scores if self._living is None else scores[self._living]


class Coverage:
    """The share of a question's words, weighed by rarity, that rows cover: 0 … 1.

    In a large collection the commonest tokens are first left out and then added for the rows that count.
    """

    def __init__(
        self,
        collection: Collection,
        queries: Mapping[str, Mapping[str, float]],
        shares: Mapping[str, float],
        exact: bool = False,
    ) -> None:
        self._collection = collection
        self._terms = [
            (collection.field(n), collection.field(n).terms(q), shares[n]) for n, q in queries.items()
        ]
        self._mass = sum(share * terms.mass for _, terms, share in self._terms)
        self._first = self._chosen(exact)
        scores = np.zeros(collection.all_rows, dtype=np.float32)
        for (field, terms, share), first in zip(self._terms, self._first, strict=True):
            field.add(scores, terms, first, share)
        self._scores = collection.in_use(scores)

    def _chosen(self, exact: bool) -> list[NDArray[np.bool_]]:
        """For each field the tokens that are added up for every row."""
        held = np.concatenate([np.zeros(0, np.int64), *(terms.frequencies for _, terms, _ in self._terms)])
        weights = np.concatenate([np.zeros(0), *(share * terms.weights for _, terms, share in self._terms)])
        weights = np.where(held > 0, weights, 0)
        count = self._collection.count
        chosen = np.full(len(held), True)
        if not exact and count > WHOLE:
            order = np.argsort(held, kind="stable")
            before = np.cumsum(weights[order]) - weights[order]
            chosen[order] = (held[order] <= COMMON * count) | (before < CARRIED * weights.sum())
        return np.split(chosen, np.cumsum([len(terms.weights) for _, terms, _ in self._terms])[:-1])

    def best(self, count: int) -> Rows:
        """At most `count` rows that cover most, ascending; rows that share nothing are left out."""
        return _top(self._scores, count)

    def of(self, rows: Rows) -> Scores:
        """float32 (len(rows),): what `rows` (ascending) cover."""
        scores = self._scores[rows].copy()
        for (field, terms, share), first in zip(self._terms, self._first, strict=True):
            if not first.all():
                field.add_to(scores, self._collection.raw(rows), terms, ~first, share)
        return scores / np.float32(self._mass or 1.0)

    def all(self) -> Scores:
        """float32 (count,): what every row covers."""
        return self.of(np.arange(len(self._scores)))


def _best(rows: Rows, values: Scores) -> tuple[Rows, Scores]:
    """Each row once, ascending, with the best of its values."""
    known, inverse = np.unique(rows, return_inverse=True)
    best = np.zeros(len(known), dtype=np.float32)
    np.maximum.at(best, inverse, values)
    return known, best


def _top(scores: Scores, count: int) -> Rows:
    """The places of the `count` highest positive scores, ascending."""
    sample = scores[:: max(1, len(scores) // 20_000)]
    floor = 0.0
    if len(scores) > 4 * len(sample):  # most scores are far below: look only at those above a safe guess
        share = 1 - 4 * count / len(scores)
        floor = float(np.quantile(sample, share)) if share > 0 else 0.0
    places = np.flatnonzero(scores > floor)
    if len(places) < count and floor > 0:
        places = np.flatnonzero(scores > 0)
    if len(places) > count:
        places = np.sort(places[np.argpartition(-scores[places], count)[:count]])
    return places
