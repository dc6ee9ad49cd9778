"""The real corpus, and one index over it built once for all rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing.folder import Index
from tests.indexing import given


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return given.corpus()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return given.embedder()


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return given.built(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return given.index(tmp_path_factory.getbasetemp())
