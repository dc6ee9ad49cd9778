"""The real corpus, and one index over it built once for all rooms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing import folder, library
from app.indexing.folder import Index
from app.indexing.words import Segmenter
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


once = cache(Segmenter)


@pytest.fixture(autouse=True)
def one_segmenter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its dictionary is read once for all indexes of the same terms."""
    monkeypatch.setattr(folder, "Segmenter", once)
    monkeypatch.setattr(library, "Segmenter", once)
