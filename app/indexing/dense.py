"""The vectors of one segment in a FAISS index: exact while they are few, inverted lists of 8-bit codes above."""

from __future__ import annotations

import os
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

EXACT = 20_000  # up to as many vectors every one is compared; docs/retrieval.md has the figures
_LISTS, _PROBED = 512, 96  # above: lists a segment, and how many of them a question looks into
_TRAINED_ON, _ROUNDS = 40, 8  # vectors a list the centres are learned from, and how often they are moved


@dataclass(frozen=True, eq=False)
class Dense:
    """Unit vectors; row r owns those from `first[r]` to `first[r + 1]`."""

    index: faiss.Index
    first: NDArray[np.int32]  # (rows + 1,)

    @classmethod
    def of(cls, vectors: Vectors, owners: NDArray[np.int32], rows: int) -> Dense:
        """An index over `vectors` (n, dimension); `owners` (n,) are their rows, ascending."""
        index = _exact(vectors) if len(vectors) <= EXACT else _inverted(vectors)
        return cls(index, np.searchsorted(owners, np.arange(rows + 1)).astype(np.int32))

    @property
    def owners(self) -> NDArray[np.int32]:
        """int32 (n,): the row of each vector."""
        return np.repeat(np.arange(len(self.first) - 1, dtype=np.int32), np.diff(self.first))

    def nearest(
        self, query: Vectors, count: int, exact: bool = False, living: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Vectors' numbers and cosines, at most `count`; `exact` looks into every list, `living` names the rows."""
        if self.index.ntotal == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        chosen = None
        if living is not None:
            bits = np.packbits(living[self.owners], bitorder="little")
            chosen = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        deep: faiss.SearchParameters = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        if isinstance(self.index, faiss.IndexIVF):
            deep = faiss.IVFSearchParameters(nprobe=self.index.nlist if exact else _PROBED, sel=chosen)  # type: ignore[call-arg]
        scores, places = self.index.search(query.reshape(1, -1), min(count, self.index.ntotal), params=deep)
        found = places[0] >= 0
        return places[0][found], scores[0][found]

    def vectors(self, numbers: NDArray[np.int64]) -> Vectors:
        """float32 (len(numbers), dimension), up to the rounding they are kept with."""
        if not len(numbers):
            return np.zeros((0, self.index.d), dtype=np.float32)
        _alone()
        return np.asarray(self.index.reconstruct_batch(numbers), dtype=np.float32)


def _alone() -> None:
    """One thread for what is over in a millisecond: several would wait for each other longer than they work."""
    faiss.omp_set_num_threads(1)


def _exact(vectors: Vectors) -> faiss.Index:
    index = faiss.IndexFlatIP(int(vectors.shape[1]))
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def _inverted(vectors: Vectors) -> faiss.Index:
    centres = faiss.IndexFlatIP(int(vectors.shape[1]))
    index = faiss.IndexIVFScalarQuantizer(
        centres, centres.d, _LISTS, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.cp.niter, index.cp.max_points_per_centroid = _ROUNDS, _TRAINED_ON
    index.cp.spherical = True
    index.train(vectors)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    index.make_direct_map()
    return index
