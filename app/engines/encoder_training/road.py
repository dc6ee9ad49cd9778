"""The whole training road: pairs and corpus → a trained folder; and how it does on what was held out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.ports import Embedder
from app.engines.encoder_training import vocabulary
from app.engines.encoder_training.data import OwnData, Pair, cloze, read_own, read_pairs
from app.engines.encoder_training.folder import save
from app.engines.encoder_training.negatives import mine
from app.engines.encoder_training.train import Recipe, train
from app.engines.pair_tokenizer import build_tokenizer

Report = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """What is learned from: outside pairs with their cloze pairs, the project's own, and its source texts."""

    pairs: tuple[Pair, ...]
    own: OwnData
    sources: tuple[str, ...]


def read_material(pairs: Path, corpus: Path) -> Material:
    """`pairs`: a folder of JSON lines; `corpus`: the project's corpus folder."""
    outside = read_pairs(pairs)
    sources = tuple(path.read_text(encoding="utf-8") for path in sorted((corpus / "sources").glob("*.txt")))
    return Material((*outside, *cloze(outside)), read_own(corpus), sources)


def train_folder(material: Material, folder: Path, recipe: Recipe, report: Report = print) -> None:
    """Train as `recipe` says and write the model into `folder`."""
    pairs = [*material.pairs, *material.own.training]
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.question, pair.passage)))
    own = [text for pair in material.own.training for text in (pair.question, pair.passage)]
    known = vocabulary.choose(texts, recipe.features, [*own, *material.sources])
    tokenizer = build_tokenizer(known)
    report(f"{len(pairs)} pairs, {len(texts)} texts, {len(known)} features")
    bags = dict(zip(texts, vocabulary.bags(known, texts), strict=True)) | {"": np.zeros(0, dtype=np.int32)}
    start = vocabulary.start_vectors(list(bags.values()), len(known) + 1, recipe.dimension)
    negatives = mine([pair for pair in pairs if pair.source not in ("everyday", "cloze")])
    report(f"start vectors made, hard negatives for {len(negatives)} questions mined")
    save(folder, tokenizer, train(tokenizer, start, pairs, negatives, bags, recipe, report))


def held_out_recall(embedder: Embedder, own: OwnData, top: int = 5) -> float:
    """Share of held-out asked-as questions whose passage is among the `top` nearest; nan where none is held out."""
    if not own.held_out:
        return float("nan")
    passages = list(
        dict.fromkeys(pair.passage for pair in (*own.training, *own.held_out) if pair.source == "asked")
    )
    scores = embedder.encode([pair.question for pair in own.held_out]) @ embedder.encode(passages).T
    nearest = np.argsort(-scores, axis=1)[:, :top]
    return float(
        np.mean(
            [
                pair.passage in {passages[i] for i in row}
                for pair, row in zip(own.held_out, nearest, strict=True)
            ]
        )
    )
