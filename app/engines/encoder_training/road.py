"""The whole training road: pairs and corpus → a trained folder; a folder → its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.ports import Embedder
from app.engines.encoder_training import measure, vocabulary
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


def figures(
    embedder: Embedder, benches: Sequence[tuple[Path, str]], own: OwnData, report: Report = print
) -> None:
    """Print a Markdown table, a row a set (folder, split) and mix, then the recall of held-out questions."""
    report("| set | weight of the dense arm | nDCG@10 | Recall@100 | nDCG@10, unseen documents |")
    report("|---|---|---|---|---|")
    for folder, split in benches:
        bench = measure.read_bench(folder, split)
        lexical, dense = measure.lexical_scores(bench), measure.dense_scores(bench, embedder)
        report(measure.table(f"{bench.name} {split}", measure.measure(bench, lexical, dense)))
    passages = list(
        dict.fromkeys(pair.passage for pair in (*own.training, *own.held_out) if pair.source == "asked")
    )
    recall = measure.held_out_recall(embedder, own.held_out, passages)
    report(
        f"held-out asked-as: recall@5 {recall:.3f} ({len(own.held_out)} questions, {len(passages)} passages)"
    )
