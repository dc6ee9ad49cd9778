"""Definitions: `corpus/definitions.yaml` → terms of the field; `corpus/cited.yaml` → documents only named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveInt, StringConstraints

from app.domain.corpus import CitedDocument, Definition
from app.domain.documents import SourceText, Span
from app.domain.errors import CorpusError
from app.reading.claims import Claims, Sources
from app.reading.yaml_files import Entry, Place, read_entries

Text = Annotated[str, StringConstraints(min_length=1)]
LineNumbers = Annotated[list[PositiveInt], Field(min_length=1)]


class QuoteEntry(Entry):
    quote: Text  # the source's words; white space does not matter
    lines: Annotated[list[PositiveInt], Field(default_factory=list)]  # needed where the words stand twice


class DefinitionEntry(Entry):
    term: Text
    aliases: Annotated[list[Text], Field(default_factory=list)]
    document: Text | None = None
    quotes: Annotated[list[QuoteEntry], Field(default_factory=list)]
    text: Text


class CitedEntry(Entry):
    number: str = ""  # 文号, "" where the sources give none
    title: Text
    mentions: Annotated[dict[Text, LineNumbers], Field(min_length=1)]  # document → lines


def read_definitions(path: Path, sources: Mapping[str, SourceText]) -> tuple[Definition, ...]:
    """The terms in the order of the file; a term may stand once a document. CorpusError as ever."""
    shelf = Sources(sources)
    found: dict[tuple[str, str | None], Definition] = {}
    for i, entry in enumerate(read_entries(path, list[DefinitionEntry])):
        place = Place(path) / i
        key = (entry.term, entry.document)
        if key in found:
            raise CorpusError(f"{place / 'term'}：“{entry.term}”写了两次。请合并或删去一条。")
        if bool(entry.quotes) != bool(entry.document):
            raise CorpusError(
                f"{place}：“{entry.term}”的 document 与 quotes 须同时写或同时不写。请补上缺的一项。"
            )
        found[key] = Definition(
            entry.term, tuple(entry.aliases), entry.document, _spans(entry, place, shelf), entry.text
        )
    return tuple(found.values())


def read_cited(path: Path, sources: Mapping[str, SourceText]) -> tuple[CitedDocument, ...]:
    """The documents the sources name; number or title must stand on every line named."""
    shelf = Sources(sources)
    found = []
    for i, entry in enumerate(read_entries(path, list[CitedEntry])):
        place = Place(path) / i
        mentions = []
        for document, lines in entry.mentions.items():
            claims = shelf.claims(place / "mentions" / document, document)
            for line in claims.numbers(place / "mentions" / document, lines):
                _check_mention(entry, line, place / "mentions" / document, claims)
                mentions.append((document, line))
        found.append(CitedDocument(entry.number, entry.title, tuple(mentions)))
    return tuple(found)


def _spans(entry: DefinitionEntry, place: Place, shelf: Sources) -> tuple[Span, ...]:
    if entry.document is None:
        return ()
    claims = shelf.claims(place / "document", entry.document)
    spans: list[Span] = []
    for i, quote in enumerate(entry.quotes):
        spans.extend(claims.quote(place / "quotes" / i / "quote", quote.quote, quote.lines))
    return tuple(spans)


def _check_mention(entry: CitedEntry, line: int, place: Place, claims: Claims) -> None:
    name = entry.number or entry.title
    claims.text(place, "所引文件", name, [line], forms=[entry.title])
