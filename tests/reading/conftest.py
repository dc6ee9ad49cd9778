"""The two real documents, read once for all tests of reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Document
from app.reading import read_documents


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    return read_documents(Path(__file__).parents[2] / "corpus")


@pytest.fixture(scope="session")
def foshan(documents: dict[str, Document]) -> Document:
    return documents["foshan"]


@pytest.fixture(scope="session")
def chongqing(documents: dict[str, Document]) -> Document:
    return documents["chongqing"]
