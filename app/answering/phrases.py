"""Small wording shared by the answers: dates, lists, scheme names; Chinese first, English where asked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.domain.schemes import Point, Scheme

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_PLACES = {"佛山": "Foshan", "重庆": "Chongqing"}


def month(due: str) -> str:
    """2021-05 → 2021年5月."""
    year, number = due.split("-")
    return f"{year}年{int(number)}月"


def together(names: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(names)


def scheme_name(scheme: Scheme, english: bool = False) -> str:
    """佛山方案, or the Foshan scheme."""
    return f"the {_PLACES.get(scheme.place, scheme.place)} scheme" if english else scheme.short


def criteria(point: Point, most: int = 10_000) -> str:
    """The point's criteria in one line, numbered where there are several, cut after a whole one."""
    texts = [trimmed(criterion.text) for criterion in point.criteria]
    if len(texts) == 1:
        return f"{texts[0]}。"
    said: list[str] = []
    for mark, text in zip(CIRCLED, texts, strict=False):
        if said and sum(map(len, said)) + len(text) > most:
            return "；".join(said) + f"（共 {len(texts)} 条，余见原文）。"
        said.append(f"{mark}{text}")
    return "；".join(said) + "。"


def trimmed(text: str) -> str:
    """A criterion without its printed number and its last stop."""
    return re.sub(r"^[①-⑳]\s*", "", text.strip()).rstrip("；;。，, ")


def owners(point: Point) -> str:
    """质控办牵头，二级学院参与，2021年5月完成."""
    parts = [f"{point.lead}牵头"] if point.lead else []
    if point.participants:
        parts.append(f"{together(point.participants)}参与")
    elif point.lead:
        parts.append("参与部门一格为空（原表未填写）")
    if point.due:
        parts.append(f"{month(point.due)}完成")
    return "，".join(parts)


def owners_english(point: Point) -> str:
    """Lead, participants and due month in English, names as printed."""
    parts = [f"lead: {point.lead}"] if point.lead else []
    if point.lead:
        parts.append(f"participants: {together(point.participants) or 'left blank in the table'}")
    if point.due:
        parts.append(f"due: {month(point.due)} ({point.due})")
    return "; ".join(parts)


def grouped(points: Sequence[Point]) -> str:
    """2.1 规划制定与实施、目标与标准；2.2 诊改效果 — point names by element."""
    by_element: dict[str, list[str]] = {}
    for point in points:
        by_element.setdefault(point.element, []).append(point.name)
    return "；".join(f"{code} {together(names)}" for code, names in by_element.items())
