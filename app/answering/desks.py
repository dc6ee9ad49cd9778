"""A desk for each set of documents that may be read: what may not be read is gone before anything is looked up."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from app.answering.desk import Desk
from app.answering.quoting import Quoting
from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing.folder import Index
from app.retrieval.everyday import EverydayWords
from app.retrieval.question import Reader
from app.retrieval.search import Searcher

MOST = 16  # restricted desks kept; there are as many as different sets of roles see


class Desks:
    """Desks over one corpus and index, all with the same everyday words. Safe to share between threads.

    A restricted one is made when first asked for, from the segments that are open: nothing is encoded again.
    """

    def __init__(self, corpus: Corpus, index: Index, embedder: Embedder, everyday: EverydayWords) -> None:
        self._index = index
        self._embedder = embedder
        self._everyday = everyday
        self.whole = self._desk(corpus, index)
        self._lock = Lock()
        self._restricted = lru_cache(MOST)(self._made)

    def of(self, reading: frozenset[str] | None) -> Desk:
        """The desk of those who may read the documents `reading`, all where None; unknown ids are left aside."""
        documents = self.whole.corpus.documents.keys()
        if reading is None or documents <= reading:
            return self.whole
        with self._lock:  # of several who ask at once one makes it
            return self._restricted(frozenset(reading & documents))

    def _made(self, documents: frozenset[str]) -> Desk:
        corpus = self.whole.corpus.restricted(documents)
        return self._desk(corpus, self._index.restricted(corpus))

    def _desk(self, corpus: Corpus, index: Index) -> Desk:
        asked = tuple(question.text for question in index.questions)
        reader = Reader(corpus, index.segmenter, self._everyday, asked)
        scopes = {scheme.id: scheme.names for scheme in corpus.schemes.values()}
        searcher = Searcher(index, self._embedder, self._everyday, scopes)
        return Desk(corpus, Quoting(corpus), reader, searcher, self._everyday)
