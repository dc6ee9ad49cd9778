"""What the text of a scheme, its table aside, says about an element."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.rules import Ground
from app.domain.schemes import Element
from app.drafting.alike import Weights, pairs
from app.drafting.bench import Bench

_MOST = 3
_LEAST = 0.3  # share of what the element's and points' names say


def plan_says(bench: Bench, element: Element) -> tuple[Ground, ...]:
    """The clauses outside the table that speak of the element, those that speak of it most first."""
    document = bench.corpus.documents[bench.scheme.document]
    tables = [table.span for table in document.tables]
    told: list[tuple[Ground, frozenset[str]]] = []
    for clause in document.clauses:
        if clause.kind in ("table", "note", "caption") or any(clause.span in span for span in tables):
            continue
        for paragraph in clause.paragraphs:
            lines = document.source.lines_of(paragraph.spans)
            ground = Ground(document.id, clause.address, paragraph.text, tuple(range(lines[0], lines[1] + 1)))
            told.append((ground, pairs(f"{clause.heading} {paragraph.text}")))
    weights = Weights(ground.text for ground, _ in told)
    wanted = pairs(" ".join((element.name, *(point.name for point in element.points))))
    scored = ((weights.covered(wanted, words), ground) for ground, words in told)
    best = sorted(((score, ground) for score, ground in scored if score >= _LEAST), key=lambda one: -one[0])
    return tuple(_distinct(ground for _, ground in best))[:_MOST]


def _distinct(found: Iterator[Ground]) -> Iterator[Ground]:
    seen: set[str] = set()
    for one in found:
        if one.text not in seen:
            seen.add(one.text)
            yield one
