"""Scores of several fields → one score. Pure functions over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FIELD_WEIGHTS = {"characters": 0.3, "pairs": 0.5, "words": 0.2}
# How much vectors count against words, and by which powers of how even the words leave it and of how near the
# nearest vector is. Set on public sets; docs/retrieval.md has the figures.
VECTORS, EVEN, NEAR = 9.3, 2.0, 4.0
PAGE, PLAIN = 20, 2.0
AMONG = 10  # the rank whose coverage is held against the best one's
# Tuned on the project's own questions (tests/questions); see docs/retrieval.md for the figures.
LEXICAL, ASKED, DENSE, EXPECTED = 0.10, 0.30, 0.30, 0.30
# The evidence that is worth half. Of questions put to documents of another kind nine in ten find less than 0.2 to
# 0.3, of questions put to their own one in twenty (docs/retrieval.md).
HALF = 0.28
ASKED_DENSE = 0.5  # share of the vectors in how alike two questions are

Scores = NDArray[np.float32]


def scaled(scores: Scores) -> Scores:
    """Scores over the best one: 0…1; all zero where nothing matched."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def evidence(coverage: Scores, cosines: Scores) -> Scores:
    """One score from the share of the question's words that a row covers and from its vectors.

    Vectors count the more, the less the words single anything out (the tenth best coverage comes near the best)
    and the nearer the nearest vector is: an encoder that has nothing alike to offer does not know the subject.
    """
    cosines = np.maximum(cosines, 0)
    trust = VECTORS * evenness(coverage) ** EVEN * float(cosines.max(initial=0.0)) ** NEAR
    return np.asarray(coverage + trust * cosines, dtype=np.float32)


def order(coverage: Scores, cosines: Scores, limit: int) -> NDArray[np.int64]:
    """The places of the best `limit` rows, best first; of equals the earlier one.

    After the first page, which `evidence` decides, whoever reads on has not found it by words: from there on
    both count plainly.
    """
    first = np.argsort(-evidence(coverage, cosines), kind="stable")[: min(limit, PAGE)]
    rest = coverage + PLAIN * cosines
    rest[first] = -np.inf
    return np.concatenate([first, np.argsort(-rest, kind="stable")[: min(limit, len(rest)) - len(first)]])


def evenness(coverage: Scores) -> float:
    """How little words decide, 0…1: the tenth best coverage over the best one; 1 where nothing is covered.

    Of fewer than twenty rows it is the middle one that is held against the best.
    """
    rank = min(AMONG, (len(coverage) + 1) // 2)
    best = np.partition(coverage, -rank)[-rank:] if rank else coverage
    highest = float(best.max(initial=0.0))
    return max(float(best.min()), 0.0) / highest if highest > 0 else 1.0


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
    coverage: Scores,
    asked_scores: Scores,
    dense_scores: Scores,
    expected: Scores,
    has_questions: NDArray[np.bool_],
) -> Scores:
    """One score a passage, 0…1. `expected` is the match with all questions of a passage read as one text.

    Passages of documents without asked-as questions (a user's own) are scored by the evidence of words and
    vectors alone.
    """
    words = scaled(coverage)
    asked = LEXICAL * words + ASKED * asked_scores + DENSE * dense_scores + EXPECTED * expected
    total = np.asarray(asked, dtype=np.float32)
    alone = np.flatnonzero(~has_questions)
    if len(alone):
        found = evidence(coverage[alone], dense_scores[alone])
        total[alone] = found / (found + HALF)
    return total
