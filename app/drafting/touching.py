"""Which points and criteria of an element a cell speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.drafts import Cell, Evidence
from app.domain.schemes import Criterion, Element, Point, Scheme
from app.drafting.alike import Weights, pairs

_COVERED = 0.2  # share of a criterion's weight that makes it spoken of
_HINTED = 0.12  # share that makes its point spoken of, if not the criterion
_CALLED = 0.5  # share of the pairs of a point's name that makes it named
_SURE = 12.0  # weight in common that does so whatever the share
_LEAST = 0.3  # score below which evidence is not linked at all
_NAMED = 0.7  # what the point's own name, said whole, is worth
_CUES = (
    (re.compile(r"\d\s*(?:起|次|件|例|宗)"), re.compile(r"发生率|事故率|逐年减少|不断降低"), 0.4),
    (re.compile(r"\d\s*(?:万|亿)?元|经费"), re.compile(r"经费|资金|投入|人财物"), 0.4),
    (re.compile(r"满意[度率]"), re.compile(r"满意"), 0.5),
)


@dataclass(frozen=True)
class Touched:
    """A point, and for each of its criteria whether it is spoken of. `named`: the point itself is."""

    point: Point
    named: bool
    criteria: tuple[bool, ...]
    hinted: bool = False  # so much of a criterion is there that the point is not passed over

    @property
    def at_all(self) -> bool:
        return self.named or self.hinted or any(self.criteria)

    @property
    def left_out(self) -> tuple[int, ...]:
        """1-based numbers of the criteria that nothing speaks of."""
        return tuple(number for number, spoken in enumerate(self.criteria, 1) if not spoken)


class Touching:
    """Texts held against the criteria of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._weights = Weights(one.text for point in scheme.points() for one in point.criteria)
        self._wanted = {
            point.id: tuple(pairs(one.text) for one in point.criteria) for point in scheme.points()
        }

    def of(self, cell: Cell, element: Element) -> tuple[Touched, ...]:
        """Each point of `element`, by what the cell's text says and what its evidence in use is linked to."""
        text = "\n".join(part.text for part in cell.parts)
        used = {id_ for _, sentence in cell.sentences() for id_ in sentence.evidence}
        linked = [piece for piece in cell.evidence if piece.id in used]
        told = pairs(text)
        return tuple(self._touched(point, text, told, linked) for point in element.points)

    def _touched(self, point: Point, text: str, told: frozenset[str], linked: list[Evidence]) -> Touched:
        number = point.id.split(":", 1)[1]
        name = frozenset(pair for pair in pairs(point.name) if not set(pair) & set("与和及的"))
        called = len(name & told) >= max(2, _CALLED * len(name))
        named = called or point.name in text or any(number in piece.points for piece in linked)
        spoken = tuple(
            self._speaks(wanted, told)
            or any(f"{number}.{i}" in piece.points for piece in linked)
            or (named and len(point.criteria) == 1)
            for i, wanted in enumerate(self._wanted[point.id], 1)
        )
        hinted = any(
            self._weights.covered(wanted, told) >= _HINTED and len(wanted & told) >= 3
            for wanted in self._wanted[point.id]
        )
        return Touched(point, named, spoken, hinted)

    def _speaks(self, wanted: frozenset[str], told: frozenset[str]) -> bool:
        common = self._weights.sum(wanted & told)
        return common >= _SURE or self._weights.covered(wanted, told) >= _COVERED

    def nearest(self, text: str, element: Element) -> tuple[str, ...]:
        """The criterion, or else the point, that `text` speaks of most, as evidence is linked (5.2.1.2, 5.2.1)."""
        told = pairs(text)
        best = _LEAST
        found: tuple[str, ...] = ()
        for point in element.points:
            number = point.id.split(":", 1)[1]
            name = pairs(point.name) - pairs(element.name)
            named = self._weights.covered(name, told) * _NAMED if name else 0.0
            if named > best:
                best, found = named, (number,)
            for i, wanted in enumerate(self._wanted[point.id], 1):
                score = (
                    named
                    + self._score(wanted - pairs(element.name), told)
                    + _cued(text, point.criteria[i - 1])
                )
                if score > best:
                    best, found = score, (f"{number}.{i}",)
        return found

    def _score(self, wanted: frozenset[str], told: frozenset[str]) -> float:
        common = wanted & told
        if not common:
            return 0.0
        return self._weights.covered(wanted, told) + self._weights.sum(common) / _SURE / 2


def _cued(text: str, criterion: Criterion) -> float:
    """What numbers of a kind say of a criterion that asks for such numbers, though in other words."""
    return max(
        (worth for said, asked, worth in _CUES if said.search(text) and asked.search(criterion.text)),
        default=0.0,
    )
