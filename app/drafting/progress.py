"""How far a whole report is: by element and department, what is missing, when it must be public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.drafts import STATUS_NAMES, Status
from app.domain.rules import Finding, Severity
from app.domain.schemes import Element, ReviewRule

DONE = frozenset({Status.ACCEPTED, Status.SIGNED})


@dataclass(frozen=True)
class Tally:
    """How many cells somebody has, and how far they are; `name`: a department, or "" for nobody's."""

    name: str
    elements: tuple[str, ...]
    states: tuple[tuple[str, int], ...]  # 撰写中 3
    done: int


@dataclass(frozen=True)
class Publication:
    """When the material must be public: `day` at the latest; `left`: days until then, below 0 where it is past."""

    day: date
    left: int


def by_department(
    states: Mapping[str, Status], departments: Mapping[str, Collection[str]], order: Iterable[str]
) -> tuple[Tally, ...]:
    """A tally a department in `order`, then one of the cells that nobody has; an element counts for each of its own."""
    names = [*dict.fromkeys((*order, *(name for own in departments.values() for name in own)))]
    found = []
    for name in names:
        codes = tuple(code for code in states if name in departments.get(code, ()))
        if codes:
            found.append(_tally(name, codes, states))
    if nobodys := tuple(code for code in states if not departments.get(code)):
        found.append(_tally("", nobodys, states))
    return tuple(found)


def _tally(name: str, codes: tuple[str, ...], states: Mapping[str, Status]) -> Tally:
    counts = Counter(states[code] for code in codes)
    told = tuple((STATUS_NAMES[status], counts[status]) for status in Status if counts[status])
    return Tally(name, codes, told, sum(counts[status] for status in DONE))


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in Severity}


def owners(element: Element) -> tuple[str, ...]:
    """The departments that lead the element's points, then those that take part, as the scheme says."""
    leads = [point.lead for point in element.points if point.lead]
    others = [name for point in element.points for name in point.participants]
    return tuple(dict.fromkeys((*leads, *others)))


def due_months(element: Element) -> tuple[str, ...]:
    """The months in which the element's points are due, as the scheme says; () where it does not."""
    return tuple(sorted({point.due for point in element.points if point.due}))


def missing_materials(rule: ReviewRule, at_hand: Collection[int]) -> tuple[str, ...]:
    """The materials of the review that are not at hand; `at_hand` are 0-based places in the rule's list."""
    return tuple(one.text for i, one in enumerate(rule.materials) if i not in at_hand)


def publication(rule: ReviewRule, review_on: date, today: date) -> Publication | None:
    """By when the material must be public for a review that begins on `review_on`."""
    if rule.published is None:
        return None
    day = review_on - timedelta(days=rule.published_days)
    return Publication(day, (day - today).days)
