"""The real corpus, one index over it, its reader and its search."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing.folder import Index
from app.retrieval.everyday import EverydayWords
from app.retrieval.question import Reader
from app.retrieval.search import Searcher
from tests.indexing.conftest import corpus, embedder, index

__all__ = ["corpus", "embedder", "index", "reader", "searcher"]


@pytest.fixture(scope="session")
def reader(corpus: Corpus, index: Index) -> Reader:
    return Reader(corpus, index.segmenter)


@pytest.fixture(scope="session")
def searcher(corpus: Corpus, index: Index, embedder: Embedder) -> Searcher:
    return Searcher(index, embedder, EverydayWords(corpus.everyday))
