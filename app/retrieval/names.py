"""Names in a question → the projects, elements, points and bodies they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.schemes import Body, Element, Point, Project, Scheme
from app.indexing.words import squeeze

Thing = Project | Element | Point | Body
Level = Literal["project", "element", "point", "body"]


@dataclass(frozen=True)
class Named:
    """A thing named in a question; `text` is the folded wording that named it, `exact` whether it is its name."""

    scheme: str
    level: Level
    thing: Thing
    text: str
    start: int
    exact: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Names:
    """Every name and alias of the schemes, longest first."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self._entries: dict[str, list[Named]] = {}
        for scheme in schemes:
            for level, thing in _things(scheme):
                self._add(scheme.id, level, thing, thing.name, exact=True)
                for alias in thing.aliases:
                    self._add(scheme.id, level, thing, alias, exact=False)
        self._ordered = sorted(self._entries, key=lambda text: (-len(text), text))

    def _add(self, scheme: str, level: Level, thing: Thing, name: str, exact: bool) -> None:
        text = squeeze(name)
        entries = self._entries.setdefault(text, [])
        if text and not any(e.thing is thing for e in entries):
            entries.append(Named(scheme, level, thing, text, 0, exact))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every folded name and alias, longest first."""
        return tuple(self._ordered)

    def find(self, squeezed: str) -> tuple[Named, ...]:
        """The things named in a folded question without white space; a name inside a longer one is not counted."""
        taken: list[tuple[int, int]] = []
        found: list[Named] = []
        for text in self._ordered:
            at = squeezed.find(text)
            while at >= 0:
                end = at + len(text)
                if not any(a < end and at < b for a, b in taken):
                    taken.append((at, end))
                    found.extend(
                        Named(e.scheme, e.level, e.thing, text, at, e.exact) for e in self._entries[text]
                    )
                at = squeezed.find(text, at + 1)
        return tuple(sorted(found, key=lambda named: named.start))


def _things(scheme: Scheme) -> Iterator[tuple[Level, Thing]]:
    for project in scheme.projects:
        yield "project", project
        for element in project.elements:
            yield "element", element
            for point in element.points:
                yield "point", point
    for body in scheme.bodies:
        yield "body", body
