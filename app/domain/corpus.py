"""The corpus: everything read from `corpus/`, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.documents import Document, Span
from app.domain.schemes import Crosswalk, Scheme


@dataclass(frozen=True)
class Oddity:
    """A known contradiction, damage or gap of a source, told to the reader where it matters."""

    id: str
    document: str
    lines: tuple[int, ...]
    about: tuple[str, ...]  # words: the oddity matters to a question or answer that has one of them
    text: str  # one Chinese sentence
    always: bool = False  # shown whenever one of its lines is cited, whatever the words


@dataclass(frozen=True)
class Definition:
    """A term of the field: what the sources say it is, or that they never say."""

    term: str
    aliases: tuple[str, ...]
    document: str | None
    spans: tuple[Span, ...]  # the clause that defines it; empty where none does
    text: str  # one Chinese sentence in our words, from that clause alone


@dataclass(frozen=True)
class CitedDocument:
    """A document the sources name but which is not in the corpus."""

    number: str  # 教职成厅〔2015〕2号
    title: str
    mentions: tuple[tuple[str, int], ...]  # (document, line)


@dataclass(frozen=True)
class AskedAs:
    """Questions that a passage answers, as people type them."""

    document: str
    spans: tuple[Span, ...]  # the quote in the source
    questions: tuple[str, ...]
    point: str | None = None
    criterion: int | None = None  # 1-based


@dataclass(frozen=True)
class Absent:
    """A matter people ask about that no document of the corpus settles, and what kind of document would."""

    topic: str
    needed: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Everyday:
    """An entry of the dictionary of everyday words: 口语 → 术语."""

    word: str
    terms: tuple[str, ...]
    weight: float
    both_ways: bool
    line: int = 0  # of the file, from 1; 0 where it came from no file


@dataclass(frozen=True)
class Corpus:
    """All of it; `fingerprint` is the SHA-256 over the files an index is built from."""

    documents: Mapping[str, Document]
    schemes: Mapping[str, Scheme]
    crosswalks: tuple[Crosswalk, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    definitions: tuple[Definition, ...] = ()
    cited: tuple[CitedDocument, ...] = ()
    everyday: tuple[Everyday, ...] = ()
    terms: tuple[tuple[str, int, str], ...] = ()  # jieba user dictionary: word, frequency, tag
    files: Mapping[str, str] = field(default_factory=dict)  # relative path → SHA-256
    fingerprint: str = ""
    folder: str = ""  # where it was read from; the asked-as files are read from there when an index is built

    def scheme_of(self, document: str) -> Scheme | None:
        """The scheme whose table stands in `document`."""
        return next((s for s in self.schemes.values() if s.document == document), None)

    def crosswalk(self, one: str, other: str) -> Crosswalk | None:
        """The crosswalk between two schemes, whichever way round it was written."""
        return next((c for c in self.crosswalks if set(c.schemes) == {one, other}), None)
