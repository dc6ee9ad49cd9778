"""What the tests of schemes, crosswalk, oddities and definitions are given: the real sources, and edits."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from app.domain.documents import SourceText
from app.domain.schemes import Scheme
from app.reading.schemes import read_schemes

CORPUS = Path(__file__).parents[2] / "corpus"


def source_text(id_: str, text: str) -> SourceText:
    return SourceText(
        id=id_, title=id_, issuer="", kind="", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
    )


@cache
def real_sources() -> dict[str, SourceText]:
    files = sorted((CORPUS / "sources").glob("*.txt"))
    return {file.stem: source_text(file.stem, file.read_text(encoding="utf-8")) for file in files}


@cache
def real_schemes() -> dict[str, Scheme]:
    return read_schemes(CORPUS / "schemes", real_sources())


def edited(file: Path, folder: Path, old: str, new: str) -> tuple[Path, int]:
    """A copy of `file` with `old`, which it must have, changed once; and the 1-based line of the change."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    at = text.index(old)
    copy = folder / file.name
    copy.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return copy, text.count("\n", 0, at) + 1


def closed(text: str) -> str:
    return "".join(text.split())
