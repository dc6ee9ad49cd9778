"""The real corpus, and the assistant over one index built once for all rooms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answering.assistant import Assistant
from app.answering.desk import Desk
from app.domain.answers import Answer
from app.domain.corpus import Corpus
from tests.indexing import given

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return given.corpus()


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return given.assistant(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def desk(assistant: Assistant) -> Desk:
    return assistant.desk


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Asks a question after earlier ones: ask("重庆呢", "佛山6.2谁牵头")."""

    def answer(question: str, *history: str, scheme: str | None = None) -> Answer:
        return assistant.answer(question, history, scheme)

    return answer
