"""Points of a scheme file: rows of the diagnosis table, each value found in its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.documents import Span
from app.domain.errors import SchemeError
from app.domain.schemes import Criterion, Point
from app.reading.claims import Claims
from app.reading.scheme_file import Column, PointEntry
from app.reading.yaml_files import Place

_ALL: tuple[Column, ...] = ("name", "criteria", "lead", "participants", "due", "platform_numbers")
_LABELS: dict[str, str] = {
    "name": "诊断点名称",
    "lead": "牵头部门",
    "participants": "参与部门",
    "due": "完成时间",
    "platform_numbers": "数据管理平台相应编号",
}


def read_point(entry: PointEntry, id_: str, place: Place, claims: Claims, columns: Sequence[Column]) -> Point:
    """The point called `id_`; with `columns` its values must also stand in that order."""
    criteria = _criteria(entry, place, claims)
    _check_cells(entry, place, claims, columns, criteria[0].spans[0])
    _check_platform(entry, place)
    return Point(
        id=id_,
        name=entry.name,
        element=id_.split(":", 1)[1].rsplit(".", 1)[0],
        criteria=criteria,
        lines=tuple(entry.lines),
        spans=tuple(claims.source.line_span(line) for line in entry.lines),
        name_inferred=entry.inferred.get("name", ""),
        lead=entry.lead,
        participants=tuple(entry.participants),
        due=entry.due,
        platform_numbers=tuple(entry.platform_numbers),
        platform_raw=entry.platform_raw,
        aliases=tuple(entry.aliases),
        notes=(*entry.notes, *_inferences(entry)),
    )


def _criteria(entry: PointEntry, place: Place, claims: Claims) -> tuple[Criterion, ...]:
    criteria = []
    after = -1
    for i, text in enumerate(entry.criteria):
        spans = claims.exact(place / "criteria" / i, "影响因素", text, entry.lines, after)
        after = spans[0].start
        criteria.append(Criterion(text, spans))
    return tuple(criteria)


def _check_cells(
    entry: PointEntry, place: Place, claims: Claims, columns: Sequence[Column], criteria: Span
) -> None:
    """Each value fills a cell of the row; in the order of `columns` where they are given."""
    after = -1
    for column in columns or _ALL:
        if column == "criteria":
            after = criteria.start if columns else -1
            continue
        forms = _printed(entry, column)
        if not forms or column in entry.inferred:
            continue
        spans = claims.text(
            place / column, _LABELS[column], forms[0], entry.lines, whole=True, after=after, forms=forms[1:]
        )
        after = spans[0].start if columns else -1


def _printed(entry: PointEntry, column: Column) -> list[str]:
    """The ways in which the table may print the value; empty where there is none."""
    if column == "name":
        return [entry.name]
    if column == "lead":
        return [entry.lead] if entry.lead else []
    if column == "participants":
        return [mark.join(entry.participants) for mark in "、，,;；/ "] if entry.participants else []
    if column == "due":
        return _months(entry.due) if entry.due else []
    if entry.platform_raw:
        return [entry.platform_raw]
    return [mark.join(entry.platform_numbers) for mark in "/、，,"] if entry.platform_numbers else []


def _months(due: str) -> list[str]:
    year, month = due.split("-")
    short = str(int(month))
    return [f"{year}年{short}月", f"{year}年{month}月"] + [
        f"{year}{mark}{number}" for mark in ".-/" for number in (month, short)
    ]


def _check_platform(entry: PointEntry, place: Place) -> None:
    """Numbers read out of a damaged cell must use up exactly its digits."""
    printed = re.sub(r"[/、，,\s]", "", entry.platform_raw)
    if printed and printed != "".join(entry.platform_numbers):
        lines = "、".join(map(str, entry.lines))
        raise SchemeError(
            f"{place / 'platform_numbers'}：{_LABELS['platform_numbers']} {entry.platform_numbers} 与所印"
            f"“{entry.platform_raw}”的数字不合（原文第 {lines} 行）。请照原文改写。"
        )


def _inferences(entry: PointEntry) -> list[str]:
    reasons = {column: reason for column, reason in entry.inferred.items() if column != "name"}
    return [f"{_LABELS[column]}系推定：{reason}" for column, reason in reasons.items()]
