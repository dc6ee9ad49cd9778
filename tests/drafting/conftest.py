"""The benches of both schemes."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from app.drafting.bench import Bench, open_bench
from tests.indexing import given


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return given.corpus()


@pytest.fixture(scope="session")
def chongqing(corpus: Corpus) -> Bench:
    """重庆方案 in its own form."""
    return open_bench(corpus, "chongqing", "chongqing")


@pytest.fixture(scope="session")
def foshan(corpus: Corpus) -> Bench:
    """佛山方案, which has no form of its own."""
    return open_bench(corpus, "foshan")
