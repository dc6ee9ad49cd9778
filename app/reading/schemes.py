"""Schemes: `corpus/schemes/*.yaml` → `Scheme`, every value checked against its source lines.

A third scheme is a file: nothing here knows the name of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from app.domain.documents import SourceText
from app.domain.errors import SchemeError
from app.domain.schemes import Element, Project, Scheme
from app.reading.bodies import read_body
from app.reading.claims import Claims, Sources
from app.reading.scheme_file import ElementEntry, ProjectEntry, SchemeFile
from app.reading.scheme_points import read_point
from app.reading.scheme_rules import read_review, read_writing
from app.reading.yaml_files import Place, read_entries

CROSSWALK = "crosswalk"  # files whose name begins so are no schemes


def read_schemes(folder: Path, sources: Mapping[str, SourceText]) -> dict[str, Scheme]:
    """The schemes of `folder` by id, in order of file name.

    SchemeError names file, line, value, source lines and remedy.
    """
    files = sorted(file for file in folder.glob("*.yaml") if not file.stem.startswith(CROSSWALK))
    if not files:
        raise SchemeError(f"{folder} 中没有方案文件（*.yaml）：请从发行包或版本库恢复。")
    schemes = (read_scheme(file, sources) for file in files)
    return {scheme.id: scheme for scheme in schemes}


def read_scheme(file: Path, sources: Mapping[str, SourceText]) -> Scheme:
    """One scheme file."""
    entry = read_entries(file, SchemeFile, SchemeError)
    place = Place(file)
    if entry.id != file.stem:
        raise SchemeError(f"{place / 'id'}：方案名“{entry.id}”应与文件名“{file.stem}”相同。请改其一。")
    claims = Sources(sources, SchemeError).claims(place / "document", entry.document)
    claims.text(place / "title", "标题", entry.title, entry.title_lines)
    scheme = _scheme(entry, place, claims)
    _check_counts(scheme, place, claims)
    return scheme


def _scheme(entry: SchemeFile, place: Place, claims: Claims) -> Scheme:
    projects = _projects(entry, place, claims)
    points = [point for project in projects for element in project.elements for point in element.points]
    bodies = [read_body(body, place / "bodies" / i, claims) for i, body in enumerate(entry.bodies)]
    return Scheme(
        id=entry.id,
        title=entry.title,
        short=entry.short,
        place=entry.place,
        document=entry.document,
        table=entry.table,
        projects=projects,
        names=tuple(entry.names),
        weak_names=tuple(entry.weak_names),
        count_lines=tuple(entry.count_lines),
        has_owners=any(point.lead for point in points),
        has_due=any(point.due for point in points),
        has_platform_numbers=any(point.platform_numbers for point in points),
        bodies=tuple(bodies),
        writing=read_writing(entry.writing, place / "writing", claims) if entry.writing else None,
        review=read_review(entry.review, place / "review", claims) if entry.review else None,
        file=str(place.file),
    )


def _projects(entry: SchemeFile, place: Place, claims: Claims) -> tuple[Project, ...]:
    _check_twice("诊断项目编号", [(p.code, place / "projects" / i) for i, p in enumerate(entry.projects)])
    _check_twice(
        "诊断要素编号",
        [
            (element.code, place / "projects" / i / "elements" / j)
            for i, project in enumerate(entry.projects)
            for j, element in enumerate(project.elements)
        ],
    )
    return tuple(
        _project(project, entry, place / "projects" / i, claims) for i, project in enumerate(entry.projects)
    )


def _project(entry: ProjectEntry, file: SchemeFile, place: Place, claims: Claims) -> Project:
    _check_label(entry, "诊断项目", place, claims)
    elements = [_element(e, file, place / "elements" / i, claims) for i, e in enumerate(entry.elements)]
    return Project(entry.code, entry.name, tuple(elements), tuple(entry.lines), tuple(entry.aliases))


def _element(entry: ElementEntry, file: SchemeFile, place: Place, claims: Claims) -> Element:
    _check_label(entry, "诊断要素", place, claims)
    _check_twice("诊断点名称", [(p.name, place / "points" / i) for i, p in enumerate(entry.points)])
    points = [
        read_point(point, f"{file.id}:{entry.code}.{i + 1}", place / "points" / i, claims, file.columns)
        for i, point in enumerate(entry.points)
    ]
    return Element(
        entry.code, entry.name, tuple(points), tuple(entry.lines), tuple(entry.aliases), tuple(entry.notes)
    )


def _check_label(entry: ProjectEntry | ElementEntry, what: str, place: Place, claims: Claims) -> None:
    """Number and name stand together in a cell, or the name alone where the number is ours."""
    printed = entry.name if entry.code_inferred else f"{entry.code} {entry.name}"
    claims.text(place / "name", what, printed, entry.lines, whole=True)


def _check_twice(what: str, named: Iterable[tuple[str, Place]]) -> None:
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            raise SchemeError(f"{place}：{what}“{name}”重复。请删去一处或改正。")
        seen.add(name)


def _check_counts(scheme: Scheme, place: Place, claims: Claims) -> None:
    """The text's own count of projects, elements and points is that of the tree."""
    if scheme.count_lines:
        counts = {
            "诊断项目数": len(scheme.projects),
            "诊断要素数": len(list(scheme.elements())),
            "诊断点数": len(list(scheme.points())),
        }
        for what, count in counts.items():
            claims.count(place / "count_lines", what, "{n}", count, scheme.count_lines)
