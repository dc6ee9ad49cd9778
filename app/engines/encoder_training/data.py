"""Training pairs: question → passage, from licence-clean files and from the project's own corpus."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.domain.errors import CorpusError

_HELD_OUT = 10  # one asked-as question in ten is kept for measuring


@dataclass(frozen=True)
class Pair:
    """One question and a passage that answers it; `source` names the file or kind it came from."""

    question: str
    passage: str
    source: str


@dataclass(frozen=True)
class OwnData:
    """The project's own pairs: for training, and held out for measuring."""

    training: tuple[Pair, ...]
    held_out: tuple[Pair, ...]


def read_pairs(folder: Path) -> list[Pair]:
    """Every ["question", "passage"] line of folder/*.jsonl; CorpusError names file and line."""
    return [pair for path in sorted(folder.glob("*.jsonl")) for pair in _pairs_of(path)]


def read_own(corpus: Path) -> OwnData:
    """asked/*.yaml, schemes/*.yaml (texts of points) and everyday.tsv of `corpus`; what is absent is left out."""
    criteria = _criteria(corpus / "schemes")
    training, held_out = [], []
    for path in sorted((corpus / "asked").glob("*.yaml")):
        for pair in _asked(path, criteria):
            (held_out if is_held_out(pair.question) else training).append(pair)
    everyday = corpus / "everyday.tsv"
    if everyday.exists():
        training += _everyday(everyday)
    return OwnData(tuple(training), tuple(held_out))


def is_held_out(question: str) -> bool:
    """The same tenth of questions at every run, whatever file they stand in."""
    return hashlib.sha256(question.encode()).digest()[0] % _HELD_OUT == 0


def _pairs_of(path: Path) -> Iterator[Pair]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            question, passage = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path} 第 {number} 行应为 [\"问题\", \"段落\"]。请改正该行。") from error
        if question.strip() and passage.strip():
            yield Pair(question.strip(), passage.strip(), path.stem)


def _asked(path: Path, criteria: dict[str, list[str]]) -> Iterator[Pair]:
    """One pair a question; an entry whose point has no text yet is skipped."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        passage = entry.get("quote") or _point_text(criteria.get(entry.get("point", ""), []), entry.get("criterion"))
        for question in entry.get("asked", []):
            if passage:
                yield Pair(str(question), " ".join(str(passage).split()), "asked")


def _point_text(texts: list[str], criterion: int | None) -> str:
    """The text of a point (its name, then its criteria), or of one criterion (counted from 1) with the name."""
    if criterion is None or not texts:
        return "\n".join(texts)
    return "\n".join([texts[0], *texts[criterion : criterion + 1]])


def _criteria(folder: Path) -> dict[str, list[str]]:
    """Point id → [name, criterion, …] of every scheme file."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        _collect(yaml.safe_load(path.read_text(encoding="utf-8")), found)
    return found


def _collect(node: object, found: dict[str, list[str]]) -> None:
    """Walk the scheme tree: a mapping with `id`, `name` and `criteria` is a point, wherever it stands."""
    if isinstance(node, dict):
        if {"id", "name", "criteria"} <= node.keys():
            texts = [item["text"] if isinstance(item, dict) else str(item) for item in node["criteria"] or []]
            found[str(node["id"])] = [str(node["name"]), *texts]
        for value in node.values():
            _collect(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect(value, found)


def _everyday(path: Path) -> Iterator[Pair]:
    """everyday<TAB>direction<TAB>term;term…<TAB>weight: one pair a term of weight 0.6 or more."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 4 or float(fields[3]) < 0.6:
            continue
        for term in fields[2].split(";"):
            yield Pair(fields[0].strip(), term.strip(), "everyday")
