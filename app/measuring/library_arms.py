"""The arms of the library's search over one retrieval set: each document a clause of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.domain.ports import Embedder
from app.indexing.fields import Scores
from app.indexing.library import ClauseText, Library
from app.indexing.words import fold
from app.retrieval.clause_search import ClauseSearch, Weighed
from app.retrieval.fusion import FIELD_WEIGHTS, scaled

MIXES = (0.15, 0.35, 0.50, 0.65, 0.80)  # share of the vectors, both arms scaled to the best of the question


class LibraryArms:
    """Rankings of a set's documents by field, encoder and mix."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._search = ClauseSearch(library, embedder)

    def rankings(self, question: str, limit: int) -> Mapping[str, Sequence[int]]:
        """The best `limit` documents of every arm: three lexical fields, their mix, the encoder, fixed mixes."""
        folded = fold(question)
        weighed = self._search.weigh(question, 4 * limit, exact=True)
        arms = {name: self._alone(folded, {name: 1.0}, limit) for name in FIELD_WEIGHTS}
        arms["lexical mix"] = self._alone(folded, FIELD_WEIGHTS, limit)
        arms["encoder"] = _best(weighed, weighed.cosines, limit)
        words, vectors = scaled(weighed.coverage), scaled(np.maximum(weighed.cosines, 0))
        for share in MIXES:
            arms[f"mix {share:.2f}"] = _best(
                weighed, (1 - share) * words + np.float32(share) * vectors, limit
            )
        return arms

    def search(self, question: str, limit: int) -> Sequence[int]:
        """The best `limit` documents as the library is searched in use."""
        return list(map(int, self._search.rows(question, limit)))

    def _alone(self, folded: str, fields: Mapping[str, float], limit: int) -> list[int]:
        covering = self._search.covering(folded, fields, exact=True)
        rows = covering.best(limit)
        return list(map(int, rows[np.argsort(-covering.of(rows), kind="stable")]))


def index_set(documents: Iterable[tuple[str, str, str]], encoder: Embedder, folder: Path) -> LibraryArms:
    """The arms over `documents` (id, title, text), indexed in `folder` in their order."""
    library = Library.open(folder, encoder)
    library.put(
        {f"{row} {id_}": [ClauseText(title, text)] for row, (id_, title, text) in enumerate(documents)}
    )
    return LibraryArms(library, encoder)


def _best(weighed: Weighed, scores: Scores, limit: int) -> list[int]:
    """The rows of the `limit` highest `scores`, best first; of equals the earlier one."""
    return list(map(int, weighed.rows[np.argsort(-scores, kind="stable")[:limit]]))
