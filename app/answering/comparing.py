"""Two schemes side by side, through the crosswalk; neither's rule is lent to the other."""

from __future__ import annotations

import re

from app.answering.desk import Desk
from app.answering.phrases import criteria, together
from app.answering.reply import Reply
from app.answering.targets import Target, resolve
from app.domain.answers import Answer
from app.domain.schemes import Crosswalk, Scheme
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_COLUMNS = re.compile(r"列|栏|表头|字段|columns?\b")
_TABLE = re.compile(r"表")
ROOM = 420  # characters of criteria a scheme and point


def answer(query: Query, desk: Desk) -> Answer | None:
    """The comparison a question asks for, else None."""
    if not query.has(Intent.COMPARE) and len(query.schemes) < 2:
        return None
    if len(desk.all_schemes) < 2 or query.has(Intent.PLATFORM):
        return None
    if _COLUMNS.search(query.squeezed) and _TABLE.search(query.squeezed):
        return _columns(desk)
    targets = resolve(query, desk)
    if not targets.found or (len(query.rest) > 14 and not query.codes):
        return None
    pairs = _pairs(targets.found, desk)
    if len({t.scheme.id for pair in pairs for t in pair}) < 2:
        return None
    return _say(query, pairs, desk)


def _pairs(found: tuple[Target, ...], desk: Desk) -> list[tuple[Target, ...]]:
    """Each target with its partners in the other scheme; targets that are partners already stand together."""
    pairs: list[tuple[Target, ...]] = []
    seen: set[str] = set()
    by_number = len({t.scheme.id for t in found}) > 1
    for target in found:
        if target.key in seen:
            continue
        partners = _partners(target, desk)
        given = [t for t in found if t.key in {p.key for p in partners}]
        if by_number and not given:
            given = [
                t for t in found if t.scheme is not target.scheme and t.by == "code" and t.key not in seen
            ]
        group = (target, *(given or partners))
        seen.update(t.key for t in group)
        pairs.append(group)
    return pairs


def _partners(target: Target, desk: Desk) -> list[Target]:
    found = []
    for other in desk.others([target.scheme]):
        crosswalk = desk.corpus.crosswalk(target.scheme.id, other.id)
        if crosswalk is None:
            continue
        found.extend(
            _point_partner(target, other, crosswalk)
            if target.point
            else _element_partners(target, other, crosswalk)
        )
    return found


def _point_partner(target: Target, other: Scheme, crosswalk: Crosswalk) -> list[Target]:
    link = crosswalk.point_link(target.point.id) if target.point else None
    point = next((p for id_ in (link.ids if link else ()) if (p := other.point(id_))), None)
    element = other.element(point.element) if point else None
    return [Target(other, element, point, "crosswalk")] if element else []


def _element_partners(target: Target, other: Scheme, crosswalk: Crosswalk) -> list[Target]:
    codes = crosswalk.element_partners(target.scheme.id, target.element.code, other.id)
    elements = [element for code in codes if (element := other.element(code))]
    return [Target(other, element, None, "crosswalk") for element in elements]


def _say(query: Query, pairs: list[tuple[Target, ...]], desk: Desk) -> Answer:
    reply = Reply("look-up: comparison through the crosswalk")
    points = sum(len(t.points) for pair in pairs for t in pair)
    room = max(60, min(ROOM, 1000 // max(1, points)))
    for pair in pairs:
        _opening(query, pair, reply, desk)
        for target in pair:
            citations = desk.quoting.points(target.points)
            if target.point:
                reply.say(
                    f"{target.scheme.short} {target.title}：{criteria(target.point, room)}",
                    *citations,
                    item=True,
                )
                continue
            reply.say(f"{target.scheme.short} {target.title}，{len(target.points)} 个诊断点：", item=True)
            for point, citation in zip(target.points, citations, strict=True):
                reply.say(f"{point.name}：{criteria(point, room)}", citation, item=True)
    return reply.done(schemes=dict.fromkeys(t.scheme.id for pair in pairs for t in pair))


def _opening(query: Query, pair: tuple[Target, ...], reply: Reply, desk: Desk) -> None:
    first, *others = pair
    if not others:
        return
    notes = [note for other in others for note in _relation(first, other, desk)]
    same_code = any(other.element.code == first.element.code for other in others)
    unrelated = not notes and first.element.name != others[0].element.name
    if unrelated:
        names = "，".join(f"{t.scheme.short}的 {t.element.code} 是“{t.element.name}”" for t in pair)
        reply.say(f"{'编号相同，但' if same_code else ''}不是同一个要素：{names}。")
        return
    reply.say("".join(dict.fromkeys(notes)) or f"{together(t.scheme.short for t in pair)}都有这一项：")


def _relation(one: Target, other: Target, desk: Desk) -> list[str]:
    crosswalk = desk.corpus.crosswalk(one.scheme.id, other.scheme.id)
    if crosswalk is None:
        return []
    if one.point and other.point:
        link = crosswalk.point_link(one.point.id)
        if link and other.point.id in link.ids:
            return [f"对照结果：内容{link.relation}。{link.note}"]
        return []
    for link_ in crosswalk.elements:
        if (one.scheme.id, one.element.code) in link_.codes and (
            other.scheme.id,
            other.element.code,
        ) in link_.codes:
            return [
                f"要素对应关系：{link_.relation}（{one.scheme.short} {one.element.code} ↔ {other.scheme.short} {other.element.code}）。"
            ]
    return []


def _columns(desk: Desk) -> Answer:
    """The columns of the diagnosis tables."""
    reply = Reply("look-up: columns of the tables")
    headers = []
    for scheme in desk.all_schemes:
        document = desk.quoting.document(scheme)
        table = document.table(scheme.table)
        line = _header_line(document.source.text, table.header, document.source.line_of(table.span.start))
        reply.say(
            f"{scheme.short}的诊断表有 {len(table.header)} 栏：{together(table.header)}。",
            desk.quoting.lines(document.id, [line]),
        )
        headers.append((scheme, table.header))
    for scheme, header in headers:
        only = [name for name in header if all(name not in other for s, other in headers if s is not scheme)]
        if only:
            reply.say(f"只在{scheme.short}有的栏：{together(only)}。")
    return reply.done(schemes=[scheme.id for scheme, _ in headers])


def _header_line(text: str, header: tuple[str, ...], first: int) -> int:
    """The physical line of the header row, at or after the table's first line."""
    for number, line in enumerate(text.split("\n"), 1):
        if number >= first and line.split("\t")[0].strip() == header[0]:
            return number
    return first
