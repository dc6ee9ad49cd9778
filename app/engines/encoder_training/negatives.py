"""Hard negatives: passages that share words with a question and do not answer it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from app.engines.encoder_training.data import Pair
from app.engines.encoder_training.lexical import BM25, pairs


def mine(data: Sequence[Pair], first: int = 2, last: int = 30) -> dict[str, list[str]]:
    """Question → passages BM25 ranks `first` to `last` for it, without those any pair gives as its answer."""
    passages = list(dict.fromkeys(pair.passage for pair in data))
    answers: dict[str, set[str]] = defaultdict(set)
    for pair in data:
        answers[pair.question].add(pair.passage)
    index = BM25(passages, pairs)
    found: dict[str, list[str]] = {}
    for question, right in answers.items():
        best = _best(index.scores(question), last + len(right))
        found[question] = [passages[i] for i in best if passages[i] not in right][first:last]
    return found


def _best(scores: np.ndarray[tuple[int], np.dtype[np.float32]], count: int) -> list[int]:
    count = min(count, len(scores))
    top = np.argpartition(-scores, count - 1)[:count]
    return [int(i) for i in top[np.argsort(-scores[top])] if scores[i] > 0]
