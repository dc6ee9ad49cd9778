"""Trains the rows of a StaticEmbedding with sentence-transformers' ranking loss."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from app.engines.encoder_training.data import Pair

_SHARES = {"law_title": 0.5, "cloze": 0.2, "everyday": 0.4, "stard": 2.0}

Bags = Mapping[str, NDArray[np.int32]]


@dataclass(frozen=True)
class Recipe:
    """What decides a training run.

    `negatives`: hard negatives a question; `shares`: how often an epoch sees each source's pairs (default 1).
    """

    dimension: int = 256
    features: int = 69_000
    epochs: int = 10
    batch: int = 384
    negatives: int = 3
    rate: float = 0.02
    scale: float = 20.0
    seed: int = 7
    shares: Mapping[str, float] = field(default_factory=lambda: dict(_SHARES))


@dataclass(frozen=True)
class Example:
    question: str
    passage: str
    negatives: tuple[str, ...]


def train(
    tokenizer: Tokenizer,
    start: NDArray[np.float32],
    pairs: Sequence[Pair],
    negatives: Mapping[str, Sequence[str]],
    bags: Bags,
    recipe: Recipe,
    report: Callable[[str], None] = print,
) -> NDArray[np.float32]:
    """The trained rows, float32 of the shape of `start`; row 0 (unknown) stays zero. Same seed, same rows."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    module = StaticEmbedding(tokenizer, embedding_weights=start.copy())
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.rate, fused=True)
    total = recipe.epochs * len(_epoch(pairs, recipe, random.Random(0))) // recipe.batch
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _warm_then_linear(step, total))
    none = torch.empty(0)
    for epoch in range(recipe.epochs):
        losses = []
        for batch in batches(_epoch(pairs, recipe, chance), negatives, recipe, chance):
            columns = [[e.question for e in batch], [e.passage for e in batch]]
            columns += [[e.negatives[i] for e in batch] for i in range(recipe.negatives)]
            value = loss([_inputs(column, bags) for column in columns], none)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            losses.append(float(value.detach()))
        report(f"epoch {epoch + 1}/{recipe.epochs}: loss {np.mean(losses):.4f} over {len(losses)} batches")
    rows: NDArray[np.float32] = module.embedding.weight.detach().numpy().copy()
    rows[0] = 0.0
    return rows


def batches(
    pairs: Sequence[Pair], negatives: Mapping[str, Sequence[str]], recipe: Recipe, chance: random.Random
) -> Iterator[list[Example]]:
    """Full batches in which no question and no right passage occurs twice; what does not fit waits."""
    waiting: list[Pair] = []
    batch: list[Example] = []
    used: set[str] = set()
    queue = list(reversed(pairs))
    while queue:
        pair = queue.pop()
        if pair.question in used or pair.passage in used:
            waiting.append(pair)
            continue
        used |= {pair.question, pair.passage}
        batch.append(Example(pair.question, pair.passage, _drawn(pair, negatives, recipe.negatives, chance)))
        if len(batch) == recipe.batch:
            yield batch
            batch, used = [], set()
            queue += reversed(waiting)
            waiting = []


def _drawn(
    pair: Pair, negatives: Mapping[str, Sequence[str]], count: int, chance: random.Random
) -> tuple[str, ...]:
    """`count` hard negatives of the question, drawn anew each time; empty texts (zero vectors) where none was mined."""
    mined = negatives.get(pair.question) or ("",)
    return tuple(chance.choice(mined) for _ in range(count))


def _epoch(pairs: Sequence[Pair], recipe: Recipe, chance: random.Random) -> list[Pair]:
    """The pairs of one epoch, shuffled: each source as often as its share says."""
    by_source: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_source[pair.source].append(pair)
    chosen: list[Pair] = []
    for source, own in sorted(by_source.items()):
        share = recipe.shares.get(source, 1.0)
        chosen += own * int(share) + chance.sample(own, int(len(own) * (share % 1)))
    chance.shuffle(chosen)
    return chosen


def _inputs(texts: Sequence[str], bags: Bags) -> dict[str, torch.Tensor]:
    """What StaticEmbedding.preprocess makes of `texts`, from features cut once."""
    rows = [bags[text] for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])[:-1]]).astype(np.int64)
    ids = np.concatenate(rows).astype(np.int64)
    return {"input_ids": torch.from_numpy(ids), "offsets": torch.from_numpy(offsets)}


def _warm_then_linear(step: int, total: int, warm: float = 0.1) -> float:
    """Factor of the learning rate: up over the first tenth, then down to a hundredth."""
    done = step / max(total, 1)
    return min((done + 1e-3) / warm, 1.0) if done < warm else max(1.0 - (done - warm) / (1 - warm), 0.01)
