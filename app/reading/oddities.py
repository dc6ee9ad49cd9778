"""Oddities: `corpus/oddities.yaml` → the known contradictions, damages and gaps of the sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveInt, StringConstraints

from app.domain.corpus import Oddity
from app.domain.documents import SourceText
from app.domain.errors import CorpusError
from app.reading.claims import Sources
from app.reading.yaml_files import Entry, Place, read_entries

Text = Annotated[str, StringConstraints(min_length=1)]


class OddityEntry(Entry):
    id: Text
    document: Text
    lines: Annotated[list[PositiveInt], Field(min_length=1)]
    about: list[Text]
    text: Text
    always: bool = False
    quotes: Annotated[list[Text], Field(default_factory=list)]  # words the lines must have


def read_oddities(path: Path, sources: Mapping[str, SourceText]) -> tuple[Oddity, ...]:
    """The oddities in the order of the file. CorpusError names file, line and remedy."""
    entries = read_entries(path, list[OddityEntry])
    shelf = Sources(sources)
    found: dict[str, Oddity] = {}
    for i, entry in enumerate(entries):
        place = Place(path) / i
        if entry.id in found:
            raise CorpusError(f"{place / 'id'}：“{entry.id}”写了两次。请改名或删去一条。")
        if not entry.about and not entry.always:
            raise CorpusError(
                f"{place / 'about'}：about 为空而 always 不为 true，这条永远不会显示。请补上词语。"
            )
        claims = shelf.claims(place / "document", entry.document)
        lines = claims.numbers(place / "lines", entry.lines)
        for n, quote in enumerate(entry.quotes):
            claims.text(place / "quotes" / n, "引文", quote, lines)
        found[entry.id] = Oddity(
            entry.id, entry.document, lines, tuple(entry.about), entry.text, entry.always
        )
    return tuple(found.values())
