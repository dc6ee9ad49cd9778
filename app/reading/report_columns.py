"""Which column of a report's table holds what, from its header in any order and wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.drafts import PartKey
from app.domain.numbering import fold_width
from app.domain.schemes import Scheme
from app.reading.report_blocks import TableCell, TableRow, squeezed
from app.reading.report_parts import Opinions

PROJECT, ELEMENT, OPINION, EXTRA = "project", "element", "opinion", "extra"
ORDER = (PROJECT, ELEMENT, OPINION, PartKey.MEASURES, PartKey.EFFECTS)  # of the form
_USUAL = {
    PROJECT: ("诊断项目", "项目", "诊改项目"),
    ELEMENT: ("诊断要素", "要素", "诊改要素"),
    OPINION: ("自我诊断意见", "诊断意见", "自诊意见", "自我诊断"),
    PartKey.MEASURES: ("改进措施", "整改措施", "措施"),
    PartKey.EFFECTS: ("改进成效", "改进效果", "成效", "效果"),
}
_LONGEST = 30  # characters of a column's heading
_ASIDE = re.compile(r"[(（【\[][^)）】\]]{0,200}[)）】\]]")


@dataclass(frozen=True)
class Column:
    """What a column holds: one of `ORDER`, a part of the opinion, or EXTRA under the name it has in print."""

    holds: str
    name: str


Columns = Mapping[int, Column]  # by grid column


class Headings:
    """The headings that columns have in print, in the schemes' words and in usual ones."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self._holds = {name: holds for holds, names in _USUAL.items() for name in names}
        self._opinions = Opinions(None, styled=False)
        for scheme in schemes:
            self._holds |= dict(_own(scheme))

    def holds(self, text: str) -> str | None:
        """What the column under this heading holds; None for an unknown heading."""
        name = _ASIDE.sub("", squeezed(fold_width(text))).strip(":：*#、.")
        name = re.sub(r"^(?:[一二三四五六七八九十]|\d)[、.．]", "", name)
        if not name or len(name) > _LONGEST:
            return None
        return self._holds.get(name) or self._opinions.key(name)

    def doubt(self, name: str) -> str:
        """Why what stands under a heading may belong elsewhere: it names several parts."""
        return self._opinions.doubt(_ASIDE.sub("", squeezed(fold_width(name))))

    def header(self, row: TableRow, below: bool = False) -> dict[int, Column] | None:
        """The columns that a header row names; None for a row that is none.

        Two headings make a header; `below` another header row, one that stands alone.
        """
        named = {cell: self.holds(cell.text) for cell in row.cells if cell.text.strip()}
        known = [holds for holds in named.values() if holds]
        if len(known) < (1 if below and len(named) == 1 else 2) or len(set(known)) < len(known):
            return None
        found: dict[int, Column] = {}
        for cell, holds in named.items():
            name = squeezed(cell.text)
            if holds is None and len(name) > _LONGEST:
                return None
            for column in range(cell.column, cell.column + cell.span):
                found[column] = Column(holds or EXTRA, name)
        return found


def is_whole(header: Columns) -> bool:
    """Whether a header row stands for itself, and does not only go on with the one above it."""
    holds = {column.holds for column in header.values()}
    return bool(holds & {PROJECT, ELEMENT})


def in_order(rows: Sequence[TableRow], element: int) -> dict[int, Column]:
    """The columns of a table without a header: those of the form, by where the elements stand."""
    starts = sorted({cell.column for row in rows for cell in row.cells})
    names = dict(zip(ORDER, ("诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效"), strict=True))
    shift = ORDER.index(ELEMENT) - starts.index(element)
    found: dict[int, Column] = {}
    for place, start in enumerate(starts):
        index = place + shift
        holds = ORDER[index] if 0 <= index < len(ORDER) else EXTRA
        found[start] = Column(holds, names.get(holds, f"第{place + 1}列"))
    return found


def beyond(cell: TableCell, columns: Columns) -> list[Column]:
    """The columns a cell covers, without those of the same content twice."""
    covered = [columns[i] for i in range(cell.column, cell.column + cell.span) if i in columns]
    return list(dict.fromkeys(covered))


def _own(scheme: Scheme) -> Iterable[tuple[str, str]]:
    if scheme.writing is None:
        return
    keys = {"opinion": OPINION, "measures": PartKey.MEASURES, "effects": PartKey.EFFECTS}
    for limit in scheme.writing.limits:
        if limit.of in keys:
            for name in (limit.part, *limit.aliases):
                yield squeezed(name), keys[limit.of]
    if scheme.writing.form is not None:
        yield from zip(map(squeezed, scheme.writing.form.header), ORDER, strict=False)
