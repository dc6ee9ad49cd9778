"""One lexical field of one segment: which row holds which token, and how much of it.

A token is kept as a 64-bit hash, so that a million rows need no table of strings in memory. A weight is the
part of BM25 that depends on the row alone (its term frequency, saturated, against its length), in steps of
1/255. The length is held against a fixed one, not the average: what a row weighs never changes when others
come or go, so a document can be added without touching the rest. The rarity of a token (idf) is the
business of `fields.py`, which sees every segment.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

K1, B, USUAL_LENGTH = 1.0, 0.4, 300.0  # tuned in docs/retrieval.md; tokens
MOST = K1 + 1  # what BM25's term part never exceeds
STEP = MOST / 255

Keys = NDArray[np.uint64]


def keys_of(tokens: Iterable[str]) -> Keys:
    """uint64: a hash a token, the same on every machine."""
    digests = b"".join(blake2b(token.encode(), digest_size=8).digest() for token in tokens)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


@dataclass(frozen=True, eq=False)
class Postings:
    """Token i owns `rows[starts[i]:starts[i + 1]]` and `weights` likewise; `keys` are sorted."""

    keys: Keys  # (tokens,)
    starts: NDArray[np.int64]  # (tokens + 1,)
    rows: NDArray[np.int32]  # (entries,)
    weights: NDArray[np.uint8]  # (entries,) in STEPs
    count: int  # rows

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]], saturated: bool = True) -> Self:
        """The field over `texts`, a row each; unless `saturated`, a token weighs the same in every row."""
        known: dict[str, int] = {}
        found, lengths = array("i"), array("i")
        for tokens in texts:
            found.extend([known.setdefault(token, len(known)) for token in tokens])
            lengths.append(len(tokens))
        keys = keys_of(known)
        order = np.argsort(keys)
        rank = np.empty(len(keys), dtype=np.int64)
        rank[order] = np.arange(len(keys))
        count = len(lengths)
        owners = np.repeat(np.arange(count), np.asarray(lengths, dtype=np.int64))
        entries, frequency = np.unique(
            rank[np.asarray(found, dtype=np.int64)] * count + owners, return_counts=True
        )
        tokens_, rows = np.divmod(entries, max(count, 1))
        share = np.asarray(lengths, dtype=np.float32)[rows] / USUAL_LENGTH
        part = (
            frequency * MOST / (frequency + K1 * (1 - B + B * share))
            if saturated
            else np.full(len(rows), MOST)
        )
        return cls(
            keys[order],
            np.searchsorted(tokens_, np.arange(len(keys) + 1)).astype(np.int64),
            rows.astype(np.int32),
            np.maximum(np.rint(part / STEP), 1).astype(np.uint8),
            count,
        )

    @classmethod
    def joined(cls, parts: Sequence[tuple[Self, NDArray[np.bool_]]]) -> Self:
        """One field of several, one after the other, with only the rows that are kept."""
        keys, rows, weights, first = [], [], [], 0
        for part, kept in parts:
            moved = np.cumsum(kept) - 1 + first
            here = kept[part.rows]
            keys.append(np.repeat(part.keys, np.diff(part.starts))[here])
            rows.append(moved[part.rows[here]])
            weights.append(part.weights[here])
            first += int(kept.sum())
        all_keys, all_rows = np.concatenate(keys), np.concatenate(rows)
        order = np.lexsort((all_rows, all_keys))
        known, starts = np.unique(all_keys[order], return_index=True)
        return cls(
            known.astype(np.uint64),
            np.append(starts, len(order)).astype(np.int64),
            all_rows[order].astype(np.int32),
            np.concatenate(weights)[order],
            first,
        )

    def places(self, keys: Keys) -> NDArray[np.int64]:
        """int64 (len(keys),): where each key stands, -1 for one that no row holds."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1).astype(np.int64)

    def frequencies(
        self, places: NDArray[np.int64], living: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """int64 (len(places),): how many rows (of the `living`, where they are told) hold each; 0 at -1."""
        if living is None:
            return np.where(places >= 0, self.starts[places + 1] - self.starts[places], 0)
        held = (np.count_nonzero(living[self.entries(int(at))[0]]) if at >= 0 else 0 for at in places)
        return np.fromiter(held, np.int64, len(places))

    def entries(self, place: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Rows (ascending) and weights of the token at `place`."""
        part = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.rows[part], self.weights[part]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What is saved; `Postings.from_arrays` reads it."""
        return {"keys": self.keys, "starts": self.starts, "rows": self.rows, "weights": self.weights}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], count: int) -> Self:
        """The field that `arrays` was made of; the arrays may be memory-mapped."""
        return cls(arrays["keys"], arrays["starts"], arrays["rows"], arrays["weights"], count)  # type: ignore[arg-type]
