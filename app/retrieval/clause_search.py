"""Question → clauses of a library, best first: words and vectors, and how far each is to be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.domain.ports import Embedder
from app.indexing.collection import Collection, Coverage, Rows
from app.indexing.fields import Scores
from app.indexing.library import Library
from app.indexing.words import fold
from app.retrieval import fusion

CANDIDATES = 400  # rows that cover most, and as many vectors nearest, are weighed against each other


@dataclass(frozen=True)
class Found:
    """A clause that was found: the document, the clause's number in it from 0, and what speaks for it."""

    document: str
    number: int
    score: float
    coverage: float  # share of the question's words it covers, by rarity, 0…1
    cosine: float


@dataclass(frozen=True)
class Weighed:
    """Candidate rows (ascending) of the collection that was searched, with what speaks for each."""

    collection: Collection
    rows: Rows
    coverage: Scores
    cosines: Scores


class ClauseSearch:
    """Search over one open library."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder

    def search(self, question: str, limit: int = 10, exact: bool = False) -> tuple[Found, ...]:
        """The best `limit` clauses; `exact` looks at every row and every vector, however long it takes."""
        weighed, order, scores = self._ranked(question, limit, exact)
        found = []
        for at in order.tolist():
            held, number = weighed.collection.place(int(weighed.rows[at]))
            found.append(
                Found(
                    held.id,
                    number,
                    float(scores[at]),
                    float(weighed.coverage[at]),
                    float(weighed.cosines[at]),
                )
            )
        return tuple(found)

    def rows(self, question: str, limit: int = 10, exact: bool = False) -> Rows:
        """The rows of the best `limit` clauses, best first."""
        weighed, order, _ = self._ranked(question, limit, exact)
        return weighed.rows[order]

    def weigh(self, question: str, limit: int, exact: bool = False) -> Weighed:
        """The candidates for the best `limit` clauses, and what speaks for each."""
        collection, folded = self._library.collection, fold(question)
        covering = self._covering(collection, folded, fusion.FIELD_WEIGHTS, exact)
        vector = self._embedder.encode([folded])[0]
        rows = np.arange(collection.count)
        if not exact:
            most = max(CANDIDATES, 2 * limit)
            rows = np.union1d(covering.best(most), collection.near(vector, most)[0])
        return Weighed(collection, rows, covering.of(rows), collection.cosines(vector, rows))

    def covering(
        self, folded: str, fields: Mapping[str, float] = fusion.FIELD_WEIGHTS, exact: bool = False
    ) -> Coverage:
        """What rows cover of a folded question in `fields` (name → share)."""
        return self._covering(self._library.collection, folded, fields, exact)

    def _covering(
        self, collection: Collection, folded: str, fields: Mapping[str, float], exact: bool
    ) -> Coverage:
        cuts = self._library.segmenter.fields()
        queries = {name: dict.fromkeys(cuts[name](folded), 1.0) for name in fields}
        return collection.coverage(queries, fields, exact)

    def _ranked(self, question: str, limit: int, exact: bool) -> tuple[Weighed, Rows, Scores]:
        weighed = self.weigh(question, limit, exact)
        order = fusion.order(weighed.coverage, weighed.cosines, limit)
        scores = fusion.evidence(weighed.coverage, weighed.cosines)
        return weighed, order[scores[order] > 0], scores
