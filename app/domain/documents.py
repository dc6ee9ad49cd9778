"""Documents: source text, spans into it, clauses and tables.

Offsets count characters (Python `str` indices) of `SourceText.text`: the file's decoded text, unchanged but for
contact data, which is masked character for character.
Lines are 1-based physical lines, as an editor shows them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (included) to `end` (excluded) of a source text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shared(self, other: Span) -> int:
        """How many characters both hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


# The kinds of contact data, as readers are told.
CONTACT_KINDS: Mapping[str, str] = {
    "mobile": "手机号",
    "landline": "座机号",
    "email": "邮箱",
    "id": "身份证号",
    "account": "银行账号",
    "qq": "QQ 号",
    "wechat": "微信号",
}


@dataclass(frozen=True)
class Contact:
    """Contact data that was masked: where, of what kind (a key of CONTACT_KINDS), and what stood there."""

    span: Span
    kind: str
    raw: str = field(repr=False)


@dataclass(frozen=True)
class SourceText:
    """A file of `corpus/sources/` with its contact data masked, and its record (`corpus/sources/sources.yaml`)."""

    id: str
    title: str
    issuer: str
    kind: str
    text: str
    sha256: str
    number: str | None = None  # 文号, where the text itself has one
    note: str = ""  # e.g. that contact data was masked at equal length
    file: str = ""
    contacts: tuple[Contact, ...] = field(default=(), repr=False)  # kept out of logs and tracebacks

    def unmasked(self) -> str:
        """The file's own text, contact data and all; as long as `text`."""
        pieces: list[str] = []
        at = 0
        for contact in self.contacts:
            pieces += (self.text[at : contact.span.start], contact.raw)
            at = contact.span.end
        return "".join((*pieces, self.text[at:]))

    @property
    def masked_counts(self) -> dict[str, int]:
        """How many contacts of each kind were masked, in the order of CONTACT_KINDS; kinds without any left out."""
        counts = Counter(contact.kind for contact in self.contacts)
        return {kind: counts[kind] for kind in CONTACT_KINDS if counts[kind]}

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts = [0]
        starts.extend(i + 1 for i, character in enumerate(self.text) if character == "\n")
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, first: int, last: int | None = None) -> Span:
        """The characters of lines `first` to `last` (1-based, both included) without the last line's end."""
        last = first if last is None else last
        if not 1 <= first <= last <= len(self.line_starts):
            raise IndexError(f"{self.id}: 没有第 {first}–{last} 行")
        end = self.line_starts[last] - 1 if last < len(self.line_starts) else len(self.text)
        return Span(self.line_starts[first - 1], end)

    def cut(self, spans: tuple[Span, ...]) -> str:
        """The source's own characters at `spans`, one after the other."""
        return "".join(self.text[span.start : span.end] for span in spans)

    def lines_of(self, spans: tuple[Span, ...]) -> tuple[int, int]:
        """First and last line touched by `spans`."""
        return self.line_of(spans[0].start), self.line_of(max(spans[-1].end - 1, spans[-1].start))


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; several spans where a page end cut it. `text` is the spans' text joined."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Clause:
    """A node of the document's outline.

    `address` is what people write on paper (三（四）2, 附件3 注2, 附表) and is unique in the document.
    `span` runs from the node's first character to the first character of the next node, so that the spans
    of all clauses, in order, are the whole source. `paragraphs` are the node's own text below its heading
    (its heading excluded, its children's text excluded, tables' rows excluded).
    """

    document: str
    address: str
    level: int  # 0 title/front matter, 1 一、, 2 （一）, 3 1., 4 (1), 5 ①; notes and captions: their parent's + 1
    kind: str  # title | heading | item | attachment | table | caption | note | signature
    label: str  # the printed number: "三、", "(四)", "2.", "①", "图3", "注2", ""
    heading: str  # heading text without the number, "" where a node has only text
    headings: tuple[str, ...]  # headings of the nodes above, outermost first, numbers included
    span: Span
    heading_spans: tuple[Span, ...]
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[int, int]
    parent: str | None = None  # address of the node above

    @property
    def text(self) -> str:
        """Own text, paragraphs one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def title(self) -> str:
        """Number and heading as printed."""
        return f"{self.label}{self.heading}"


@dataclass(frozen=True)
class Cell:
    """A table cell. `text` is what it says after repair; `raw` is the source's text at `spans`."""

    text: str
    spans: tuple[Span, ...] = ()
    raw: str = ""
    inferred: str = ""  # reason, where `text` is not simply `raw` joined and closed up


@dataclass(frozen=True)
class Row:
    """Cells in column order, and the physical lines the row came from."""

    cells: tuple[Cell, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """A table with its cells, damaged places repaired in the open (`repairs` says what was done and why)."""

    document: str
    id: str  # foshan:表1, foshan:表2, foshan:附表, chongqing:附件2, chongqing:附件3
    address: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    span: Span
    repairs: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """The index of the column called `name`; ValueError where there is none."""
        return self.header.index(name)


@dataclass(frozen=True)
class Document:
    """A source with its outline (in reading order) and its tables."""

    source: SourceText
    clauses: tuple[Clause, ...]
    tables: tuple[Table, ...] = ()
    _by_address: dict[str, Clause] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        return self.source.id

    def clause(self, address: str) -> Clause:
        """The clause at `address`; KeyError where there is none."""
        if not self._by_address:
            self._by_address.update((clause.address, clause) for clause in self.clauses)
        return self._by_address[address]

    def clause_at(self, offset: int) -> Clause:
        """The deepest clause whose span holds the character at `offset`."""
        return self.clauses[max(0, bisect_right(self._starts, offset) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.span.start for clause in self.clauses]

    def children(self, address: str) -> tuple[Clause, ...]:
        """The clauses right below `address`, in order."""
        return tuple(clause for clause in self.clauses if clause.parent == address)

    def table(self, id_: str) -> Table:
        """The table called `id_`; KeyError where there is none."""
        for table in self.tables:
            if table.id == id_:
                return table
        raise KeyError(id_)
