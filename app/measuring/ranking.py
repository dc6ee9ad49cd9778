"""How good a ranking is: nDCG, reciprocal rank, recall, their means, and how far chance may move a mean.

A ranking is document rows, best first, each once. Relevance maps a row to its grade; a row that is not in it
has grade 0, and grades are above 0. The gain of a grade is the grade itself (linear), which for grades of
0 and 1 is the same as 2^grade - 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

_BLOCK = 4_000_000  # drawn values held at a time


@dataclass(frozen=True)
class Figure:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


def ndcg(ranked: Sequence[int], relevance: Mapping[int, float], k: int) -> float:
    """0..1: discounted gain of the first `k` against that of the best order there is; 0 without relevance."""
    ideal = _gain(sorted(relevance.values(), reverse=True)[:k])
    return _gain([relevance.get(row, 0.0) for row in ranked[:k]]) / ideal if ideal else 0.0


def reciprocal_rank(ranked: Sequence[int], relevance: Mapping[int, float], k: int) -> float:
    """1 / place of the first relevant row, 0 where it is not among the first `k`. Its mean is MRR@k."""
    return next((1 / place for place, row in enumerate(ranked[:k], 1) if row in relevance), 0.0)


def recall(ranked: Sequence[int], relevance: Mapping[int, float], k: int) -> float:
    """Share of the relevant rows that are among the first `k`; 0 without relevance."""
    return sum(row in relevance for row in ranked[:k]) / len(relevance) if relevance else 0.0


def bootstrap(values: ArrayLike, rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of the mean of `values`, drawn again with replacement `rounds` times.

    nan, nan for no values.
    """
    drawn_from = np.asarray(values, dtype=np.float64)
    if not drawn_from.size:
        return math.nan, math.nan
    random = np.random.default_rng(seed)
    block = max(1, _BLOCK // drawn_from.size)
    means = [
        drawn_from[random.integers(0, drawn_from.size, (min(block, rounds - done), drawn_from.size))].mean(1)
        for done in range(0, rounds, block)
    ]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return float(low), float(high)


def figure(values: ArrayLike) -> Figure:
    """The mean of `values` with its interval; nan for no values."""
    numbers = np.asarray(values, dtype=np.float64)
    return Figure(float(numbers.mean()) if numbers.size else math.nan, *bootstrap(numbers))


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, 1))
