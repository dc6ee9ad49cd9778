"""Evidence: what was found, and the citation that shows it in the source."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.documents import Span


@dataclass(frozen=True)
class ReadAs:
    """An everyday word of a question read as a term, and the line of `everyday.tsv` that says so (0: unknown)."""

    word: str
    term: str
    weight: float
    both_ways: bool = False
    line: int = 0


@dataclass(frozen=True)
class Why:
    """Why a passage was found: how well each field fits (0…1), and the words or earlier question that matched."""

    lexical: float = 0.0  # its own words
    asked: float = 0.0  # the nearest question asked of it before
    dense: float = 0.0  # its vectors
    words: tuple[str, ...] = ()
    asked_as: str = ""  # that nearest question
    everyday: tuple[ReadAs, ...] = ()  # those whose term stands in the passage
    expected: float = 0.0  # all questions asked of it, read as one text
    score: float = 0.0  # all of it together
    beside: str = ""  # for what was not found itself: the address of the clause it is shown with


@dataclass(frozen=True)
class Citation:
    """A clause an answer rests on. `text` equals the source's characters at `spans`, always (audited)."""

    document: str
    address: str  # printable: 三（四）2 · 附表 6.2 第1点
    headings: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    lines: tuple[int, int]
    point: str | None = None  # point id where the clause is a row of a diagnosis table
    note: str = ""  # e.g. 点名系推定
    why: Why | None = None  # how search found it; None for what was looked up


@dataclass(frozen=True)
class Passage:
    """A unit of retrieval: a paragraph, some sentences of a long one, or a row of a table.

    `text` is the source's characters at `spans`; `search` is what the index reads for it (headings, names
    and repaired text included).
    """

    id: int  # position in the index
    document: str
    scheme: str | None
    address: str
    headings: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    lines: tuple[int, int]
    point: str | None = None
    kind: str = "text"  # text | caption | point | row
    search: str = ""


@dataclass(frozen=True)
class Hit:
    """A passage with its fused score in 0…1."""

    passage: Passage
    score: float
    why: Why
    focus: tuple[Span, ...] = ()  # the part of the passage that answers, where known
