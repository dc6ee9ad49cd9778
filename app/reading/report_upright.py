"""A small table an element, the names of the parts down its left → rows as the form's table gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.domain.drafts import PartKey
from app.domain.schemes import Scheme
from app.reading.report_blocks import Paragraph, TableBlock, TableCell, TableRow, squeezed
from app.reading.report_columns import ELEMENT, EXTRA, OPINION, PROJECT, Headings
from app.reading.report_labels import LONGEST_LABEL, agrees, is_project, label, matched
from app.reading.report_parts import beside, is_text
from app.reading.report_rows import Entry, Field

_PARTS = (OPINION, *PartKey)
_FEWEST = 2  # rows of parts: one alone may be of any table


class UprightReader:
    """Reads tables that stand upright: each row a part, its name in the left cell."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self._schemes = tuple(schemes)
        self._headings = Headings(self._schemes)

    def read(self, table: TableBlock, number: int) -> tuple[Entry, ...] | None:
        """A row an element; the first has no label where the element is named above the table.

        None for a table in which a row is neither an element's nor a part's.
        """
        found: list[Entry] = []
        project: Field | None = None
        last: Field | None = None
        parts = 0
        for place, row in enumerate(table.rows, 1):
            where = f"第{row.line}行" if row.line else f"表{number} 第{place}行"
            cells = [cell for cell in row.cells if cell.text.strip()]
            if not cells or (len(cells) == 1 and self._part(cells) == OPINION):
                continue
            if named := self._named(cells, where):
                project = named.get(PROJECT, project)
                if ELEMENT in named:
                    found.append(Entry(named[ELEMENT], project, ()))
                    project = last = None
                continue
            holds = self._part(row.cells[:-1])
            if holds is None and len(cells) == 1 and parts >= _FEWEST and not (last and _goes_on(row)):
                other = replace(_label(cells[0], where, EXTRA), name="其他")
                found[-1:] = [added(one, [other]) for one in found[-1:]]
                continue
            if holds is None and not (last and _goes_on(row)):
                return None
            if holds is not None:
                parts += 1
                last = self._field(holds, row, where)
            text = row.cells[-1]
            if last is None or self._headings.holds(text.text) is not None:
                return None
            own = replace(
                last,
                paragraphs=(*(last.paragraphs if holds else ()), *filter(is_text, text.paragraphs)),
                where=f"{where}第{text.column + 1}列",
            )
            if not found:
                found.append(Entry(None, None, (), goes_on=True))
            if own.text.strip():
                found[-1] = replace(found[-1], fields=(*found[-1].fields, own))
        return tuple(found) if parts >= _FEWEST and project is None else None

    def _named(self, cells: Sequence[TableCell], where: str) -> dict[str, Field]:
        """The element and the project that a row names, alone or behind 诊断要素; empty where it names none."""
        if len(cells) == 1:
            return {ELEMENT: _label(cells[0], where, ELEMENT)} if self._is_element(cells[0].text) else {}
        found: dict[str, Field] = {}
        for name, cell in zip(cells[::2], cells[1::2], strict=False):
            holds = self._headings.holds(name.text)
            fits = {ELEMENT: self._is_element, PROJECT: self._is_project}.get(holds or "")
            if holds is None or fits is None or not fits(cell.text):
                return {}
            found[holds] = _label(cell, where, holds)
        return found if len(cells) % 2 == 0 else {}

    def _part(self, cells: Sequence[TableCell]) -> str | None:
        """The part that the cells before a text name, each of which names one; the nearest."""
        names = [self._headings.holds(cell.text) for cell in cells if cell.text.strip()]
        return names[-1] if names and all(name in _PARTS for name in names) else None

    def _field(self, holds: str, row: TableRow, where: str) -> Field:
        """The part without its text, but for words in brackets beside its name."""
        name = squeezed(next(cell.text for cell in reversed(row.cells[:-1]) if cell.text.strip()))
        kept, joint = beside(name), self._headings.doubt(name)
        told = f"“{name}”括号里的字放在正文开头" if kept else ""
        first = (Paragraph(kept, line=row.line),) if kept else ()
        return Field(holds, name, first, where, "；".join(filter(None, (joint, told))), is_open=bool(joint))

    def _is_element(self, text: str) -> bool:
        if len(text) > LONGEST_LABEL:
            return False
        numbered = bool(label(text).number)
        return any(agrees(text, one) or (numbered and matched(text, one)) for one in self._schemes)

    def _is_project(self, text: str) -> bool:
        return any(is_project(text, scheme) for scheme in self._schemes)


def added(entry: Entry, fields: Sequence[Field]) -> Entry:
    """The entry with the fields of a table below its heading."""
    return replace(entry, fields=(*entry.fields, *_again(entry, fields)))


def _again(entry: Entry, fields: Sequence[Field]) -> Iterator[Field]:
    before = {one.holds for one in entry.fields}
    for one in fields:
        yield replace(one, is_again=one.is_again or one.holds in before)


def _label(cell: TableCell, where: str, holds: str) -> Field:
    return Field(holds, "", tuple(filter(is_text, cell.paragraphs)), f"{where}第{cell.column + 1}列")


def _goes_on(row: TableRow) -> bool:
    """Whether a row's cells before its text are merged with those above."""
    return len(row.cells) > 1 and all(cell.continued and not cell.text.strip() for cell in row.cells[:-1])
