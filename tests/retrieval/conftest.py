"""The real corpus, one index over it, its reader and its search."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing.folder import Index
from app.retrieval.everyday import EverydayWords
from app.retrieval.question import Reader
from app.retrieval.search import Searcher
from tests.indexing import given


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return given.corpus()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return given.embedder()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return given.index(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def reader(corpus: Corpus, index: Index) -> Reader:
    return Reader(corpus, index.segmenter)


@pytest.fixture(scope="session")
def searcher(corpus: Corpus, index: Index, embedder: Embedder) -> Searcher:
    return Searcher(index, embedder, EverydayWords(corpus.everyday))
