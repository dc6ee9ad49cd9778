"""The dense field: unit vectors in a FAISS inner-product index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from app.domain.errors import IndexFolderError


@dataclass(frozen=True)
class Dense:
    """`owners[i]` is the row (passage or question) that vector i belongs to; a row may own several."""

    index: faiss.Index
    owners: NDArray[np.int32]
    count: int

    @classmethod
    def of(cls, vectors: NDArray[np.float32], owners: Sequence[int], count: int) -> Dense:
        """An exact index over `vectors` (n, dimension)."""
        index = faiss.IndexFlatIP(int(vectors.shape[1]))
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index, np.asarray(owners, dtype=np.int32), count)

    def similarity(self, query: NDArray[np.float32], nearest: int = 400) -> NDArray[np.float32]:
        """float32 (count,): for each row the best cosine of its vectors among the `nearest`; 0 beyond them."""
        result = np.zeros(self.count, dtype=np.float32)
        if self.index.ntotal == 0 or not query.any():
            return result
        scores, places = self.index.search(query.reshape(1, -1), min(nearest, self.index.ntotal))
        np.maximum.at(result, self.owners[places[0]], np.maximum(scores[0], 0))
        return result

    def save(self, folder: Path, name: str) -> None:
        faiss.write_index(self.index, str(folder / f"{name}.faiss"))
        np.save(folder / f"{name}_owners.npy", self.owners)

    @classmethod
    def load(cls, folder: Path, name: str, count: int, dimension: int) -> Dense:
        """The saved field; IndexFolderError where its dimension is not the encoder's. Verify checksums first."""
        index = faiss.read_index(str(folder / f"{name}.faiss"))
        if index.d != dimension:
            raise IndexFolderError(
                f"索引 {folder / name}.faiss 是 {index.d} 维，编码器是 {dimension} 维：请运行 zhengai index 重建。"
            )
        return cls(index, np.load(folder / f"{name}_owners.npy"), count)
