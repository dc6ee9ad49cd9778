"""Schemes: the list, and each tree with owners and dates, filtered by plain links and forms."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from app import naming
from app.domain.corpus import Corpus
from app.domain.schemes import Point, Scheme
from app.web import links
from app.web.contexts import Choice, Link, ProjectView, SchemeCard, SchemePage, SchemesPage
from app.web.deps import Asking
from app.web.points import due_text, element_view

router = APIRouter(include_in_schema=False)

ROLES = (("", "牵头或参与"), ("lead", "牵头"), ("part", "参与"))


@dataclass(frozen=True)
class Filter:
    """Which points are wanted; empty fields want all."""

    department: str = ""
    role: str = ""
    due: str = ""

    def takes(self, point: Point) -> bool:
        return self._takes_owner(point) and (not self.due or point.due == self.due)

    def _takes_owner(self, point: Point) -> bool:
        if not self.department:
            return True
        leads, joins = point.lead == self.department, self.department in point.participants
        return leads if self.role == "lead" else joins if self.role == "part" else leads or joins


@router.get("/schemes")
def schemes(visit: Asking) -> Response:
    cards = tuple(_card(visit.corpus, scheme) for scheme in naming.schemes_of(visit.corpus))
    return visit.page("schemes.html", SchemesPage(cards))


@router.get("/schemes/{id_}")
def scheme(visit: Asking, id_: str, department: str = "", role: str = "", due: str = "") -> Response:
    found = naming.scheme_named(visit.corpus, id_)
    return visit.page("scheme.html", _page(visit.corpus, found, Filter(department, role, due)))


def _card(corpus: Corpus, scheme: Scheme) -> SchemeCard:
    facts = [
        f"{len(scheme.projects)} 个诊断项目",
        f"{len(list(scheme.elements()))} 个诊断要素",
        f"{len(list(scheme.points()))} 个诊断点",
        "有牵头、参与部门" if scheme.has_owners else "不设牵头部门",
        "有完成时间" if scheme.has_due else "不设完成时间",
    ]
    facts.append("有平台编号" if scheme.has_platform_numbers else "没有平台编号")
    compare = _compare(corpus, scheme)
    return SchemeCard(scheme.title, scheme.short, links.scheme(scheme.id), tuple(facts), compare)


def _compare(corpus: Corpus, scheme: Scheme) -> tuple[Link, ...]:
    return tuple(
        Link(f"与{other.short}对照", links.compare(scheme.id, other.id))
        for other in naming.schemes_of(corpus)
        if other != scheme and corpus.crosswalk(scheme.id, other.id)
    )


def _page(corpus: Corpus, scheme: Scheme, wanted: Filter) -> SchemePage:
    points = list(scheme.points())
    kept = {point.id for point in points if wanted.takes(point)}
    filtered = wanted != Filter(role=wanted.role)
    whole = f"{len(scheme.projects)} 个项目 · {len(list(scheme.elements()))} 个要素 · {len(points)} 个诊断点"
    return SchemePage(
        title=scheme.title,
        short=scheme.short,
        href=links.scheme(scheme.id),
        document_href=links.document(scheme.document),
        count=f"{len(kept)} / {len(points)} 个诊断点符合筛选" if filtered else whole,
        filtered=filtered,
        departments=_departments(scheme, wanted.department) if scheme.has_owners else (),
        roles=tuple(Choice(value, label, value == wanted.role) for value, label in ROLES),
        dues=_dues(points, wanted.due) if scheme.has_due else (),
        projects=_projects(scheme, kept),
        compare=_compare(corpus, scheme),
        remarks=_remarks(scheme),
    )


def _remarks(scheme: Scheme) -> tuple[str, ...]:
    remarks = []
    if not scheme.has_owners:
        remarks.append(f"{scheme.short}的诊断项目表不设牵头部门和参与部门。")
    if not scheme.has_due:
        remarks.append(f"{scheme.short}的诊断项目表不设完成时间。")
    inferred = sum(1 for point in scheme.points() if point.name_inferred)
    if inferred:
        remarks.append(f"原表缺 {inferred} 个诊断点的名称，名称系推定，已逐一标出。")
    return tuple(remarks)


def _projects(scheme: Scheme, kept: set[str]) -> tuple[ProjectView, ...]:
    projects = []
    for project in scheme.projects:
        shown = [
            (element, points)
            for element in project.elements
            if (points := [point for point in element.points if point.id in kept])
        ]
        if shown:
            elements = tuple(element_view(scheme, element, points) for element, points in shown)
            projects.append(ProjectView(project.code, project.name, f"project-{project.code}", elements))
    return tuple(projects)


def _departments(scheme: Scheme, chosen: str) -> tuple[Choice, ...]:
    leads: dict[str, int] = {}
    names: dict[str, None] = {}
    for point in scheme.points():
        for name in (point.lead, *point.participants):
            if name:
                names[name] = None
        if point.lead:
            leads[point.lead] = leads.get(point.lead, 0) + 1
    ordered = sorted(names, key=lambda name: -leads.get(name, 0))
    labels = {name: f"{name}（牵头 {leads[name]}）" if name in leads else name for name in ordered}
    return tuple(Choice(name, label, name == chosen) for name, label in labels.items())


def _dues(points: list[Point], chosen: str) -> tuple[Choice, ...]:
    counts: dict[str, int] = {}
    for point in points:
        if point.due:
            counts[point.due] = counts.get(point.due, 0) + 1
    return tuple(
        Choice(due, f"{due_text(due)}（{count} 个）", due == chosen) for due, count in sorted(counts.items())
    )
