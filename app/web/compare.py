"""The crosswalk of two schemes: element by element, point by point."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.responses import Response

from app import naming
from app.domain.corpus import Corpus
from app.domain.schemes import Crosswalk, ElementLink, PointLink, Scheme
from app.web import links
from app.web.contexts import CompareGroup, ComparePage, CompareRow, Link
from app.web.deps import Asking
from app.web.points import element_link, point_link

router = APIRouter(include_in_schema=False)


@router.get("/compare")
def compare(visit: Asking, one: str = "", other: str = "") -> Response:
    return visit.page("compare.html", _page(visit.corpus, one, other))


def _page(corpus: Corpus, one: str, other: str) -> ComparePage:
    for id_ in filter(None, (one, other)):
        naming.scheme_named(corpus, id_)
    crosswalk = corpus.crosswalk(one, other) if one and other else next(iter(corpus.crosswalks), None)
    if crosswalk is None:
        return ComparePage(None, None, (), (), _others(corpus, None))
    left_id, right_id = (one, other) if one and other else crosswalk.schemes
    left, right = corpus.schemes[left_id], corpus.schemes[right_id]
    tally = Counter(link.relation for link in crosswalk.points)
    return ComparePage(
        left=Link(left.short, links.scheme(left.id)),
        right=Link(right.short, links.scheme(right.id)),
        groups=tuple(_group(crosswalk, link, left, right) for link in crosswalk.elements),
        tally=tuple(f"{relation} {count} 个" for relation, count in tally.most_common()),
        others=_others(corpus, crosswalk),
    )


def _others(corpus: Corpus, shown: Crosswalk | None) -> tuple[Link, ...]:
    return tuple(
        Link(" 与 ".join(corpus.schemes[id_].short for id_ in one.schemes), links.compare(*one.schemes))
        for one in corpus.crosswalks
        if one is not shown
    )


def _group(crosswalk: Crosswalk, link: ElementLink, left: Scheme, right: Scheme) -> CompareGroup:
    codes = {
        scheme.id: [code for place, code in link.codes if place == scheme.id] for scheme in (left, right)
    }
    rows = [_row(row, left, right) for row in crosswalk.points if _belongs(row, left, right, codes)]
    return CompareGroup(
        left=_elements(left, codes[left.id]),
        right=_elements(right, codes[right.id]),
        relation=link.relation,
        renumbered=codes[left.id] != codes[right.id],
        rows=tuple(rows),
    )


def _belongs(row: PointLink, left: Scheme, right: Scheme, codes: dict[str, list[str]]) -> bool:
    for scheme in (left, right):
        for id_ in row.ids:
            point = scheme.point(id_)
            if point and point.element in codes[scheme.id]:
                return True
    return False


def _elements(scheme: Scheme, codes: list[str]) -> tuple[Link, ...]:
    return tuple(element_link(scheme, found) for code in codes if (found := scheme.element(code)))


def _row(row: PointLink, left: Scheme, right: Scheme) -> CompareRow:
    sides = [
        tuple(point_link(scheme, point) for id_ in row.ids if (point := scheme.point(id_)))
        for scheme in (left, right)
    ]
    return CompareRow(sides[0], sides[1], row.relation, row.note)
