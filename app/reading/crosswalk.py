"""The crosswalk: `corpus/schemes/crosswalk.yaml` → `Crosswalk`, every code and id checked to exist."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.errors import SchemeError
from app.domain.schemes import Crosswalk, ElementLink, PointLink, Scheme
from app.reading.yaml_files import Entry, Place, read_entries

Text = Annotated[str, StringConstraints(min_length=1)]
Two = Annotated[list[Text], Field(min_length=2, max_length=2)]


class ElementLinkEntry(Entry):
    codes: dict[Text, Annotated[list[Text], Field(min_length=1)]]  # scheme id → element codes
    relation: Literal["一一对应", "两个要素并为一个"]


class PointLinkEntry(Entry):
    ids: Two
    relation: Text
    note: Text


class CrosswalkFile(Entry):
    schemes: Two
    elements: list[ElementLinkEntry]
    points: list[PointLinkEntry]


def read_crosswalk(path: Path, schemes: Mapping[str, Scheme]) -> Crosswalk:
    """The crosswalk between the two schemes the file names. SchemeError names file, line and remedy."""
    entry = read_entries(path, CrosswalkFile, SchemeError)
    place = Place(path)
    for i, id_ in enumerate(entry.schemes):
        _known("方案", id_, schemes, place / "schemes" / i)
    one, other = entry.schemes
    pair = {id_: schemes[id_] for id_ in entry.schemes}
    elements = [_element_link(link, pair, place / "elements" / i) for i, link in enumerate(entry.elements)]
    points = [_point_link(link, pair, place / "points" / i) for i, link in enumerate(entry.points)]
    _check_once([code for link in elements for code in link.codes], "要素", place / "elements")
    _check_once([id_ for link in points for id_ in link.ids], "诊断点", place / "points")
    return Crosswalk((one, other), tuple(elements), tuple(points))


def _element_link(entry: ElementLinkEntry, schemes: Mapping[str, Scheme], place: Place) -> ElementLink:
    codes: list[tuple[str, str]] = []
    for id_, named in entry.codes.items():
        _known("方案", id_, schemes, place / "codes")
        known = [element.code for element in schemes[id_].elements()]
        for code in named:
            _known(f"{schemes[id_].short}的诊断要素", code, known, place / "codes" / id_)
            codes.append((id_, code))
    return ElementLink(tuple(codes), entry.relation)


def _point_link(entry: PointLinkEntry, schemes: Mapping[str, Scheme], place: Place) -> PointLink:
    for i, (id_, scheme) in enumerate(zip(entry.ids, schemes.values(), strict=True)):
        _known(f"{scheme.short}的诊断点", id_, [point.id for point in scheme.points()], place / "ids" / i)
    relations = ["相同", "部分重合", *(f"{scheme.place}较宽" for scheme in schemes.values())]
    _known("关系", entry.relation, relations, place / "relation")
    return PointLink(tuple(entry.ids), entry.relation, entry.note)


def _known(what: str, name: str, names: Mapping[str, object] | list[str], place: Place) -> None:
    if name not in names:
        raise SchemeError(f"{place}：没有{what}“{name}”。请改成其中之一：{'、'.join(names)}。")


def _check_once(names: list[object], what: str, place: Place) -> None:
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        shown = "、".join(":".join(name) if isinstance(name, tuple) else str(name) for name in twice)
        raise SchemeError(f"{place}：{what} {shown} 写了两次。每个{what}只能对照一次，请删去多余的一行。")
