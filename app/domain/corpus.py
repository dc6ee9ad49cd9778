"""The corpus: everything read from `corpus/`, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.domain.documents import Cell, Document, Span, Table
from app.domain.schemes import Crosswalk, Element, Point, Scheme, speaks_of

INFERRED = "原表没有印出，系推定。"  # in place of a reason that rests on a document taken away


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
    # Of `terms`, those that only documents taken away say: texts are cut by them, no slip is read as one of them.
    withheld: frozenset[str] = frozenset()

    def scheme_of(self, document: str) -> Scheme | None:
        """The scheme whose table stands in `document`."""
        return next((s for s in self.schemes.values() if s.document == document), None)

    def crosswalk(self, one: str, other: str) -> Crosswalk | None:
        """The crosswalk between two schemes, whichever way round it was written."""
        return next((c for c in self.crosswalks if set(c.schemes) == {one, other}), None)

    def restricted(self, documents: frozenset[str]) -> Corpus:
        """The corpus as it would be without all documents but these, whatever others say of them included.

        What is our own wording and speaks of a document taken away (an oddity, the reason of a repair) goes with
        it; a source's own text is never touched. Unknown ids are left aside.
        """
        gone = self.documents.keys() - documents
        if not gone:
            return self
        names = tuple(name for id_ in gone for name in self._called(id_))
        kept = {id_: document for id_, document in self.documents.items() if id_ not in gone}
        schemes = {id_: scheme for id_, scheme in self.schemes.items() if scheme.document in kept}
        cited = (replace(c, mentions=tuple(m for m in c.mentions if m[0] in kept)) for c in self.cited)
        return replace(
            self,
            documents={id_: _document(document, names) for id_, document in kept.items()},
            schemes={id_: _scheme(scheme, names) for id_, scheme in schemes.items()},
            crosswalks=tuple(c for c in self.crosswalks if set(c.schemes) <= schemes.keys()),
            oddities=tuple(o for o in self.oddities if o.document in kept and not speaks_of(o.text, names)),
            definitions=tuple(
                d
                for d in self.definitions
                if (d.document is None or d.document in kept) and not speaks_of(d.text, names)
            ),
            cited=tuple(c for c in cited if c.mentions),
            withheld=self._said_only_in(gone) | self.withheld,
        )

    def _called(self, document: str) -> tuple[str, ...]:
        """Everything that names a document outright."""
        scheme = self.scheme_of(document)
        return (self.documents[document].source.title, *(scheme.called if scheme else ()))

    def _said_only_in(self, gone: Iterable[str]) -> frozenset[str]:
        """The terms that stand in documents `gone` and in no other."""
        texts = {id_: "".join(document.source.text.split()) for id_, document in self.documents.items()}
        lost = "\n".join(texts.pop(id_) for id_ in gone)
        left = "\n".join(texts.values())
        return frozenset(word for word, _frequency, _tag in self.terms if word in lost and word not in left)


def _document(document: Document, names: tuple[str, ...]) -> Document:
    """`document` with what its tables' repairs say of `names` left out."""
    return replace(document, tables=tuple(_table(table, names) for table in document.tables))


def _table(table: Table, names: tuple[str, ...]) -> Table:
    rows = tuple(replace(row, cells=tuple(_cell(cell, names) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows, repairs=_silent(table.repairs, names))


def _cell(cell: Cell, names: tuple[str, ...]) -> Cell:
    return replace(cell, inferred=INFERRED) if speaks_of(cell.inferred, names) else cell


def _scheme(scheme: Scheme, names: tuple[str, ...]) -> Scheme:
    """`scheme` with what its notes and reasons say of `names` left out."""
    projects = (
        replace(project, elements=tuple(_element(element, names) for element in project.elements))
        for project in scheme.projects
    )
    return replace(scheme, projects=tuple(projects))


def _element(element: Element, names: tuple[str, ...]) -> Element:
    points = tuple(_point(point, names) for point in element.points)
    return replace(element, points=points, notes=_silent(element.notes, names))


def _point(point: Point, names: tuple[str, ...]) -> Point:
    reason = INFERRED if speaks_of(point.name_inferred, names) else point.name_inferred
    return replace(point, name_inferred=reason, notes=_silent(point.notes, names))


def _silent(texts: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if not speaks_of(text, names))
