"""Points and elements: what each asks, who answers for it, and what it is called in another scheme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from app import naming
from app.domain.corpus import Corpus
from app.domain.errors import UnknownNameError
from app.domain.schemes import Element, Point, Project, Scheme
from app.web import links
from app.web.contexts import (
    Counterpart,
    CriterionView,
    ElementPage,
    ElementView,
    Fact,
    Link,
    PointPage,
    PointView,
)
from app.web.deps import Asking

router = APIRouter(include_in_schema=False)
_Part = TypeVar("_Part", Point, Element)


@router.get("/schemes/{id_}/points/{code}")
def point(visit: Asking, id_: str, code: str) -> Response:
    scheme = naming.scheme_named(visit.corpus, id_)
    found = naming.part_named(scheme, code)
    if not isinstance(found, Point):
        raise UnknownNameError(f"“{code[:20]}”不是诊断点；诊断点写作 要素编号.序号，如 1.1.1。")
    return visit.page("point.html", _point_page(visit.corpus, scheme, found))


@router.get("/schemes/{id_}/elements/{code}")
def element(visit: Asking, id_: str, code: str) -> Response:
    scheme = naming.scheme_named(visit.corpus, id_)
    found = naming.element_named(scheme, code)
    return visit.page("element.html", _element_page(visit.corpus, scheme, found))


def point_view(scheme: Scheme, point: Point) -> PointView:
    """A point with its criteria, owners and source lines."""
    return PointView(
        id=f"p-{code_of(point)}",
        code=code_of(point),
        name=point.name,
        href=links.point(point.id),
        inferred=point.name_inferred,
        criteria=tuple(
            CriterionView(number, criterion.text, links.document(scheme.document, criterion.spans))
            for number, criterion in enumerate(point.criteria, 1)
        ),
        facts=_facts(scheme, point),
        notes=point.notes,
        lines=f"第 {'、'.join(map(str, point.lines))} 行",
        source_href=links.document(scheme.document, point.spans),
    )


def element_view(scheme: Scheme, element: Element, points: Sequence[Point] | None = None) -> ElementView:
    """An element with all its points, or those given."""
    shown = element.points if points is None else points
    views = tuple(point_view(scheme, point) for point in shown)
    return ElementView(
        element.code, element.name, links.element(scheme.id, element.code), views, element.notes
    )


def point_link(scheme: Scheme, point: Point) -> Link:
    inferred = "点名系推定" if point.name_inferred else ""
    return Link(f"{code_of(point)} {point.name}", links.point(point.id), inferred)


def element_link(scheme: Scheme, element: Element) -> Link:
    return Link(f"{element.code} {element.name}", links.element(scheme.id, element.code))


def code_of(point: Point) -> str:
    """6.2.1 of foshan:6.2.1."""
    return point.id.split(":", 1)[1]


def due_text(due: str) -> str:
    """2021年5月 of 2021-05."""
    year, _, month = due.partition("-")
    return f"{year}年{int(month)}月" if month.isdecimal() else due


def _facts(scheme: Scheme, point: Point) -> tuple[Fact, ...]:
    facts = []
    if scheme.has_owners:
        facts.append(_fact("牵头部门", point.lead or ""))
        facts.append(_fact("参与部门", "、".join(point.participants)))
    if scheme.has_due:
        facts.append(_fact("完成时间", due_text(point.due) if point.due else ""))
    if scheme.has_platform_numbers:
        facts.append(_fact("平台编号", " ".join(point.platform_numbers)))
    return tuple(facts)


def _fact(name: str, value: str) -> Fact:
    return Fact(name, value or "原表空白", missing=not value)


def _point_page(corpus: Corpus, scheme: Scheme, point: Point) -> PointPage:
    project, element = _place(scheme, point.element)
    points = list(scheme.points())
    before, after = _neighbours(points, point)
    return PointPage(
        title=f"{scheme.short} {code_of(point)} {point.name}",
        scheme=Link(scheme.short, links.scheme(scheme.id)),
        project=f"{project.code} {project.name}",
        element=element_link(scheme, element),
        point=point_view(scheme, point),
        counterparts=_point_counterparts(corpus, scheme, point),
        previous=point_link(scheme, before) if before else None,
        next=point_link(scheme, after) if after else None,
        ask=_questions(scheme, f"{element.code} {point.name}", bool(point.lead)),
        scope=scheme.id,
    )


def _element_page(corpus: Corpus, scheme: Scheme, element: Element) -> ElementPage:
    project, _ = _place(scheme, element.code)
    before, after = _neighbours(list(scheme.elements()), element)
    return ElementPage(
        title=f"{scheme.short} {element.code} {element.name}",
        scheme=Link(scheme.short, links.scheme(scheme.id)),
        project=f"{project.code} {project.name}",
        element=element_view(scheme, element),
        counterparts=_element_counterparts(corpus, scheme, element),
        previous=element_link(scheme, before) if before else None,
        next=element_link(scheme, after) if after else None,
        ask=_questions(scheme, f"{element.code} {element.name}", scheme.has_owners),
        scope=scheme.id,
    )


def _questions(scheme: Scheme, what: str, owned: bool) -> tuple[str, ...]:
    place = scheme.place or scheme.short
    return (f"{place} {what}要求什么", *((f"{place} {what}谁牵头",) if owned else ()))


def _place(scheme: Scheme, code: str) -> tuple[Project, Element]:
    for project in scheme.projects:
        for element in project.elements:
            if element.code == code:
                return project, element
    raise UnknownNameError(f"{scheme.short}里没有要素 {code}。")


def _neighbours(parts: list[_Part], part: _Part) -> tuple[_Part | None, _Part | None]:
    place = parts.index(part)
    before = parts[place - 1] if place else None
    after = parts[place + 1] if place + 1 < len(parts) else None
    return before, after


def _others(corpus: Corpus, scheme: Scheme) -> list[Scheme]:
    return [
        other
        for other in naming.schemes_of(corpus)
        if corpus.crosswalk(scheme.id, other.id) and other != scheme
    ]


def _point_counterparts(corpus: Corpus, scheme: Scheme, point: Point) -> tuple[Counterpart, ...]:
    found = []
    for other in _others(corpus, scheme):
        crosswalk = corpus.crosswalk(scheme.id, other.id)
        link = crosswalk.point_link(point.id) if crosswalk else None
        partners = [partner for id_ in link.ids if (partner := other.point(id_))] if link else []
        found.append(
            Counterpart(
                scheme=other.short,
                relation=link.relation if link else "",
                note=link.note if link else "",
                links=tuple(point_link(other, partner) for partner in partners),
                points=tuple(point_view(other, partner) for partner in partners),
            )
        )
    return tuple(found)


def _element_counterparts(corpus: Corpus, scheme: Scheme, element: Element) -> tuple[Counterpart, ...]:
    found = []
    for other in _others(corpus, scheme):
        crosswalk = corpus.crosswalk(scheme.id, other.id)
        assert crosswalk is not None
        codes = crosswalk.element_partners(scheme.id, element.code, other.id)
        partners = [partner for code in codes if (partner := other.element(code))]
        relation = next(
            (row.relation for row in crosswalk.elements if (scheme.id, element.code) in row.codes), ""
        )
        found.append(
            Counterpart(
                other.short, relation, "", tuple(element_link(other, partner) for partner in partners)
            )
        )
    return tuple(found)
