"""What the tests of indexing, retrieval and answering are given: the real corpus and one index over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.answering.assistant import Assistant
from app.domain.corpus import AskedAs, Corpus
from app.domain.ports import Embedder
from app.engines.encoders import open_encoder
from app.indexing.folder import Index, build, open_index
from app.reading.asked import read_asked
from app.reading.corpus import read_corpus

ROOT = Path(__file__).resolve().parents[2]


@cache
def corpus() -> Corpus:
    """The corpus of this checkout."""
    return read_corpus(ROOT / "corpus")


@cache
def embedder() -> Embedder:
    """The shipped encoder."""
    return open_encoder(None)


@cache
def built(base: Path) -> Path:
    """An index folder over the real corpus, built once under `base`."""
    folder = base / "real_index"
    build(corpus(), embedder(), folder)
    return folder


@cache
def index(base: Path) -> Index:
    """The index, built, saved and opened again."""
    return open_index(corpus(), embedder(), built(base))


@cache
def assistant(base: Path) -> Assistant:
    """The assistant everyone asks."""
    return Assistant(corpus(), index(base), embedder())


@cache
def asked() -> tuple[AskedAs, ...]:
    """All asked-as questions with the passages that answer them."""
    return tuple(read_asked(corpus()))


@cache
def own_questions() -> tuple[dict[str, object], ...]:
    """The project's own questions with what a right answer has."""
    text = (ROOT / "tests" / "questions" / "own.jsonl").read_text(encoding="utf-8")
    return tuple(cast("dict[str, object]", json.loads(line)) for line in text.splitlines() if line)


@dataclass(frozen=True)
class Counting:
    """An encoder for tests: a vector counts characters, by their place in a short row of buckets."""

    fingerprint: str = "counting"
    dimension: int = 16

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimension] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Knowing(Counting):
    """Counting that also knows what one word means."""

    word: str = ""
    meaning: str = ""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return super().encode([text.replace(self.word, self.meaning) for text in texts])


def without_asked(whole: Corpus, empty: Path) -> Corpus:
    """The corpus as it is where nobody wrote asked-as questions."""
    return replace(whole, folder=str(empty))
