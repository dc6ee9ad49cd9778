"""Training pairs: question → passage, from licence-clean files and from the project's own corpus."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator
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
    """Pairs of asked/*.yaml (points: schemes/*.yaml) and everyday.tsv; what is absent is skipped."""
    criteria = _criteria(corpus / "schemes")
    training: list[Pair] = []
    held_out: list[Pair] = []
    for path in sorted((corpus / "asked").glob("*.yaml")):
        for pair in _asked(path, criteria):
            (held_out if is_held_out(pair.question) else training).append(pair)
    everyday = corpus / "everyday.tsv"
    if everyday.exists():
        training += _everyday(everyday)
    return OwnData(tuple(training), tuple(held_out))


def cloze(pairs: Iterable[Pair], seed: int = 3) -> list[Pair]:
    """Inverse cloze: one sentence (at most 30 characters of it) of each longer passage → the rest of it.

    In one case of five the passage is left whole, so that shared words keep their worth.
    """
    chance = random.Random(seed)
    found = []
    for passage in dict.fromkeys(pair.passage for pair in pairs):
        sentences = [part for part in re.split(r"(?<=[。；\n])", passage) if len(part.strip()) >= 10]
        if len(sentences) < 2:
            continue
        number = chance.randrange(len(sentences))
        sentence = sentences[number].strip()
        first = chance.randrange(max(len(sentence) - 30, 0) + 1)
        rest = "".join(sentences[:number] + sentences[number + 1 :]).strip()
        found.append(Pair(sentence[first : first + 30], rest if chance.random() < 0.8 else passage, "cloze"))
    return found


def is_held_out(question: str) -> bool:
    """The same tenth of questions at every run, whatever file they stand in."""
    return hashlib.sha256(question.encode()).digest()[0] % _HELD_OUT == 0


def _pairs_of(path: Path) -> Iterator[Pair]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            question, passage = json.loads(line)
        except ValueError as error:
            raise CorpusError(f'{path} 第 {number} 行应为 ["问题", "段落"]。请改正该行。') from error
        if question.strip() and passage.strip():
            yield Pair(question.strip(), passage.strip(), path.stem)


def _asked(path: Path, criteria: dict[str, list[str]]) -> Iterator[Pair]:
    """One pair a question; an entry whose point has no text yet is skipped."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        passage = entry.get("quote") or _point_text(
            criteria.get(entry.get("point", ""), []), entry.get("criterion")
        )
        for question in entry.get("asked", []):
            if passage:
                yield Pair(str(question), " ".join(str(passage).split()), "asked")


def _point_text(texts: list[str], criterion: int | None) -> str:
    """The text of a point (its name, then its criteria), or its name with one criterion (from 1)."""
    if criterion is None or not texts:
        return "\n".join(texts)
    return "\n".join([texts[0], *texts[criterion : criterion + 1]])


def _criteria(folder: Path) -> dict[str, list[str]]:
    """Point id (scheme:element.order) → [name, criterion, …] of every scheme file."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        scheme = yaml.safe_load(path.read_text(encoding="utf-8"))
        for project in scheme.get("projects", []):
            for element in project["elements"]:
                for order, point in enumerate(element["points"], 1):
                    name = point.get("name") or point.get("inferred", {}).get("name", {}).get("value", "")
                    found[f"{scheme['id']}:{element['code']}.{order}"] = [
                        str(name),
                        *point.get("criteria", []),
                    ]
    return found


def _everyday(path: Path) -> Iterator[Pair]:
    """everyday<TAB>direction<TAB>term;term…<TAB>weight: one pair a term of weight 0.6 or more."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 4 or float(fields[3]) < 0.6:
            continue
        for term in fields[2].split(";"):
            yield Pair(fields[0].strip(), term.strip(), "everyday")
