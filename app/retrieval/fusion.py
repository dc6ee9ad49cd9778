"""Scores of several fields → one score. Pure functions over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FIELD_WEIGHTS = {"characters": 0.3, "pairs": 0.5, "words": 0.2}
# Tuned on the project's own questions (tests/questions); see docs/retrieval.md for the figures.
LEXICAL, ASKED, DENSE, EXPECTED = 0.10, 0.30, 0.30, 0.30
UNASKED = (0.60, 0.40)  # lexical and dense shares in a document nobody wrote questions for
ASKED_DENSE = 0.5  # share of the vectors in how alike two questions are

Scores = NDArray[np.float32]


def scaled(scores: Scores) -> Scores:
    """Scores over the best one: 0…1; all zero where nothing matched."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def lexical(fields: dict[str, Scores]) -> Scores:
    """The weighted mix of the lexical fields, each over its own best score."""
    mixed = np.zeros_like(next(iter(fields.values())))
    for name, scores in fields.items():
        mixed = mixed + FIELD_WEIGHTS[name] * scaled(scores)
    return np.asarray(mixed, dtype=np.float32)


def alike(words: Scores, vectors: Scores) -> Scores:
    """How alike the question is to each asked question, 0…1, from shared words and from vectors."""
    return np.asarray((1 - ASKED_DENSE) * words + ASKED_DENSE * vectors, dtype=np.float32)


def best_by_owner(scores: Scores, owners: NDArray[np.int32], count: int) -> Scores:
    """For each owner the best of its rows' scores; 0 for an owner without rows. Rows owned by nobody (-1) are left out."""
    result = np.zeros(count, dtype=np.float32)
    owned = owners >= 0
    if len(scores):
        np.maximum.at(result, owners[owned], scores[owned])
    return result


def fuse(
    lexical_scores: Scores,
    asked_scores: Scores,
    dense_scores: Scores,
    expected: Scores,
    has_questions: NDArray[np.bool_],
) -> Scores:
    """One score a passage, 0…1. `expected` is the match with all questions of a passage read as one text.

    A passage of a document without asked-as questions (a user's own) is scored by its words and vectors alone.
    """
    asked = LEXICAL * lexical_scores + ASKED * asked_scores + DENSE * dense_scores + EXPECTED * expected
    alone = UNASKED[0] * lexical_scores + UNASKED[1] * dense_scores
    return np.asarray(np.where(has_questions, asked, alone), dtype=np.float32)
