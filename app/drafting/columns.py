"""The columns of the form: what of a cell is printed in each, and how long it is."""

from __future__ import annotations

from app.domain.drafts import OPINION, OVERVIEW, Cell, Counting, PartKey
from app.drafting.bench import Bench
from app.drafting.text import MISSING, count

COLUMNS = {
    "opinion": OPINION,
    "measures": (PartKey.MEASURES,),
    "effects": (PartKey.EFFECTS,),
    "overview": (PartKey.OVERVIEW,),
}


def printed(bench: Bench, cell: Cell, column: str) -> str:
    """The text of a column as it is printed: the opinion's parts with their names before them."""
    keys = COLUMNS[column]
    texts = ((key, cell.text(key).strip()) for key in keys)
    if column != "opinion":
        return "\n".join(text for _, text in texts)
    return "\n".join(f"{bench.name(key)}：{text}" for key, text in texts if text)


def length(bench: Bench, cell: Cell, column: str, how: Counting) -> int:
    """How many 字 a column has as it is printed; what is still owed is not counted, for it will be replaced."""
    return count(MISSING.sub("", printed(bench, cell, column)), how)


def columns_of(cell: Cell) -> tuple[str, ...]:
    return ("overview",) if cell.element == OVERVIEW else ("opinion", "measures", "effects")
