"""Segments and collections made of a few letters, and the slow way to score them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import settings
from numpy.typing import NDArray

from app.indexing import postings
from app.indexing.collection import Collection, Part
from app.indexing.dense import Vectors
from app.indexing.segments import Held, Segment, segment

quickly = settings(max_examples=40, deadline=None)
Tokens = Sequence[str]
FIELD, FLAT = "field", "flat"  # both hold the same tokens; those of FLAT weigh the same in every row
DIMENSION = 8


@dataclass(frozen=True)
class Paper:
    """A document: the tokens of its rows, and the vectors of each (one a row unless told)."""

    id: str
    rows: Sequence[Tokens]
    seed: int = 0
    vectors: int = 1
    key: str = field(default="")

    @property
    def held(self) -> Held:
        return Held(self.id, self.key or repr((self.rows, self.seed, self.vectors)), len(self.rows))

    @property
    def matrix(self) -> Vectors:
        """float32 (rows x vectors, DIMENSION): the same for the same seed."""
        return unit(len(self.rows) * self.vectors, self.seed)


def unit(count: int, seed: int, dimension: int = DIMENSION) -> Vectors:
    """float32 (count, dimension): unit vectors."""
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def segment_of(papers: Sequence[Paper], name: str = "made") -> Segment:
    """A segment of `papers` with two fields."""
    tokens = [row for paper in papers for row in paper.rows]
    counts = [paper.vectors for paper in papers for _ in paper.rows]
    matrix = np.concatenate([np.zeros((0, DIMENSION), np.float32), *(paper.matrix for paper in papers)])
    return segment(
        name,
        [paper.held for paper in papers],
        {FIELD: tokens, FLAT: tokens},
        lambda: matrix,
        [row for row, count in enumerate(counts) for _ in range(count)],
        flat=(FLAT,),
    )


def collection_of(*parts: Sequence[Paper], dead: Sequence[str] = ()) -> Collection:
    """A collection of a segment for each of `parts`, without the documents `dead`."""
    return Collection(
        [
            Part(segment_of(papers, f"made{i}"), frozenset(dead) & {paper.id for paper in papers})
            for i, papers in enumerate(parts)
            if {paper.id for paper in papers} - set(dead)
        ]
    )


def coverage(collection: Collection, query: Mapping[str, float], exact: bool = False) -> NDArray[np.float32]:
    """What every row covers of `query` in FIELD."""
    return collection.coverage({FIELD: query}, {FIELD: 1.0}, exact).all()


def slow_idf(texts: Sequence[Tokens], token: str) -> float:
    """How rare a token is."""
    holding = sum(token in text for text in texts)
    return math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))


def slow_part(text: Tokens, token: str) -> float:
    """BM25's term part of `token` in `text`, 0 where it does not stand."""
    often = text.count(token)
    norm = postings.K1 * (1 - postings.B + postings.B * len(text) / postings.USUAL_LENGTH)
    return often * (postings.K1 + 1) / (often + norm) if often else 0.0


def slow_bm25(texts: Sequence[Tokens], query: Mapping[str, float]) -> list[float]:
    """BM25 as in the textbook, the lengths held against the usual one."""
    return [
        sum(weight * slow_idf(texts, token) * slow_part(text, token) for token, weight in query.items())
        for text in texts
    ]


def slow_cosine(texts: Sequence[Tokens], query: Mapping[str, float]) -> list[float]:
    """The cosine of vectors of idf."""
    asked = {token: weight * slow_idf(texts, token) for token, weight in query.items()}
    length = math.sqrt(sum(value**2 for value in asked.values()))
    scores = []
    for text in texts:
        row = {token: slow_idf(texts, token) for token in set(text)}
        norm = math.sqrt(sum(value**2 for value in row.values()))
        shared = sum(asked[token] * row[token] for token in asked if token in row)
        scores.append(shared / (norm * length) if norm and length else 0.0)
    return scores
