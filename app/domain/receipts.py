"""The receipt of a report that was read from a file: what was seen, stored, doubtful and not understood."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.drafts import PartKey, Report


@dataclass(frozen=True)
class Doubt:
    """Something that was stored but may be wrong, or not stored at all. `where`: 表2 第5行第3列, 第12行."""

    where: str
    text: str  # what stands there, shortened
    reason: str  # one Chinese sentence
    element: str = ""
    part: PartKey | None = None


@dataclass(frozen=True)
class Receipt:
    """Every cell of the report's table and every paragraph beside it is in exactly one of the three lists' counts."""

    seen: int  # cells and paragraphs with text
    stored: int  # of these, those that landed under their element (doubtful ones included)
    doubtful: tuple[Doubt, ...] = ()  # stored, but look at them
    lost: tuple[Doubt, ...] = ()  # not understood, nowhere stored
    missing: tuple[str, ...] = ()  # elements of the scheme for which there was no row
    notes: tuple[str, ...] = ()  # how the file was understood: scheme recognised by …, no header row, …


@dataclass(frozen=True)
class ReadReport:
    """A report and its receipt."""

    report: Report
    receipt: Receipt
