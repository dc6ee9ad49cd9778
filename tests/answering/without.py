"""A corpus folder that never had a document: what a restricted answer is held against."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

import yaml

from app.answering.assistant import Assistant
from app.domain.answers import Answer
from app.domain.evidence import Citation
from app.indexing.folder import build_in_memory
from app.reading.corpus import read_corpus
from tests.indexing.given import ROOT, corpus, embedder

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast where libyaml is there
Entry: TypeAlias = dict[str, object]


def names_of(document: str) -> tuple[str, ...]:
    """What a document and its plan are called, in Chinese."""
    scheme = corpus().scheme_of(document)
    assert scheme is not None
    short = tuple(name for name in scheme.names if not name.isascii())
    return (scheme.title, scheme.short, scheme.place, *short)


@cache
def assistant_without(document: str, base: Path) -> Assistant:
    """An assistant over a copy of the corpus from which all that is of `document` was deleted.

    The words that texts are cut by stay the same, as they do for readers.
    """
    folder = base / f"without_{document}"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns(f"{document}*", "crosswalk.yaml"))
    names = names_of(document)

    def silent(entry: Entry) -> Entry | None:
        """An entry of one document in our words, unless it is of the deleted one or speaks of it."""
        told = entry["document"] == document or any(name in str(entry["text"]) for name in names)
        return None if told else entry

    def unmentioned(entry: Entry) -> Entry | None:
        left = {
            id_: at for id_, at in cast(Mapping[str, object], entry["mentions"]).items() if id_ != document
        }
        return {**entry, "mentions": left} if left else None

    def unasked(entry: Entry) -> Entry | None:
        if any(name in f"{entry['topic']}{entry['needed']}" for name in names):
            return None
        asked = [q for q in cast(list[str], entry["asked"]) if not any(name in q for name in names)]
        return {**entry, "asked": asked}

    _keep(folder / "sources" / "sources.yaml", lambda e: None if e["id"] == document else e, "sources")
    _keep(folder / "oddities.yaml", silent)
    _keep(folder / "definitions.yaml", silent)
    _keep(folder / "cited.yaml", unmentioned)
    _keep(folder / "absent.yaml", unasked)
    read = read_corpus(folder)
    return Assistant(read, build_in_memory(read, embedder()), embedder())


def _keep(file: Path, kept: Callable[[Entry], Entry | None], key: str | None = None) -> None:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    entries = [new for entry in (content[key] if key else content) if (new := kept(entry)) is not None]
    text = yaml.safe_dump({key: entries} if key else entries, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")


def rounded(answer: Answer) -> Answer:
    """`answer` with scores to five places: beyond, they depend on how many rows are multiplied at once."""
    return replace(answer, citations=tuple(map(_rounded, answer.citations)))


def _rounded(citation: Citation) -> Citation:
    why = citation.why
    if why is None:
        return citation
    near = {name: round(getattr(why, name), 5) for name in ("lexical", "asked", "dense", "expected", "score")}
    return replace(citation, why=replace(why, **near))
