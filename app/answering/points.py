"""Elements and points: what they ask for, who leads them, when they are due, in every scheme that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answering.desk import Desk
from app.answering.phrases import (
    criteria,
    month,
    owners,
    owners_english,
    scheme_name,
    together,
)
from app.answering.reply import Reply
from app.answering.targets import Target, Targets, resolve, wants_owners
from app.domain.answers import Answer, Kind
from app.domain.evidence import Citation
from app.domain.schemes import Element, Point, Scheme
from app.indexing.words import squeeze
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_CONTENT = re.compile(
    r"看什么|看哪|看啥|要求什么|要求啥|影响因素|考察|评什么|评哪|查什么|什么内容|哪些内容|具体内容"
)
ROOM = 1050  # characters of criteria in one reply
BESIDE_THE_POINT = 5  # content characters beside an alias: more, and the question is about something in it


def answer(query: Query, desk: Desk) -> Answer | None:
    """The answer where a question is about elements or points, else None."""
    targets = resolve(query, desk)
    if not targets.found:
        return _nothing(query, targets, desk) if targets.missing else None
    if not query.codes and not _about(query, targets):
        return None
    reply = Reply("look-up: element or point")
    _correct(query, targets, reply, desk)
    if wants_owners(query):
        return _owners(query, targets, reply, desk)
    _claims(query, [target for target in targets.found if target.scheme.has_owners], reply, desk)
    if query.has(Intent.PLATFORM):
        return _platform(query, targets, reply, desk)
    _contents(query, targets, reply, desk)
    return _done(query, targets, reply, desk)


def _about(query: Query, targets: Targets) -> bool:
    """Whether a name in the question is its subject, not a word on the way to something else."""
    if wants_owners(query) or query.has(Intent.PLATFORM):
        return len(query.rest) <= 8 or any(t.by == "name" for t in targets.found)
    if any(target.by == "name" for target in targets.found):
        return len(query.rest) <= 10
    return len(query.rest) <= BESIDE_THE_POINT and not query.named("body")


def _nothing(query: Query, targets: Targets, desk: Desk) -> Answer:
    """A code that no scheme in question has: said with what there is, and what the other scheme's code is here."""
    reply = Reply("look-up: no such code")
    for missing in targets.missing:
        reply.say(_absent(missing.scheme, missing.code), *_around(missing.scheme, missing.code, desk))
        for other in desk.others(m.scheme for m in targets.missing):
            element = other.element(_element_code(missing.code))
            if element is None:
                continue
            crosswalk = desk.corpus.crosswalk(missing.scheme.id, other.id)
            codes = crosswalk.element_partners(other.id, element.code, missing.scheme.id) if crosswalk else ()
            partners = [partner for code in codes if (partner := missing.scheme.element(code))]
            here = together(f"{partner.code}“{partner.name}”" for partner in partners)
            reply.say(
                f"{element.code} 是{other.short}的要素“{element.name}”"
                + (f"，在{missing.scheme.short}是 {here}。" if here else "。"),
                *(desk.quoting.point(partner.points[0]) for partner in partners),
            )
    return reply.done(Kind.ANSWER, schemes=(m.scheme.id for m in targets.missing))


def _element_code(code: str) -> str:
    return ".".join(code.split(".")[:2])


def _absent(scheme: Scheme, code: str) -> str:
    """没有 2.4: what the scheme has instead."""
    parts = code.split(".")
    project = scheme.project(parts[0])
    if project is None:
        last = scheme.projects[-1]
        return f"{scheme.short}没有 {code}：它只有{len(scheme.projects)}个诊断项目，编号到 {last.elements[-1].code}为止。"
    element = scheme.element(".".join(parts[:2]))
    if element is None:
        codes = together(f"{e.code}{e.name}" for e in project.elements)
        return f"{scheme.short}没有 {code}：诊断项目{project.code}“{project.name}”只有 {codes}。"
    names = together(f"{i}.{p.name}" for i, p in enumerate(element.points, 1))
    return f"{scheme.short}的 {element.code}“{element.name}”只有 {len(element.points)} 个诊断点（{names}），没有 {code}。"


def _around(scheme: Scheme, code: str, desk: Desk) -> list[Citation]:
    project = scheme.project(code.split(".")[0])
    citations: list[Citation] = [desk.quoting.lines(scheme.document, scheme.count_lines)]
    if project:
        citations.append(desk.quoting.point(project.elements[-1].points[0]))
    return citations


def _correct(query: Query, targets: Targets, reply: Reply, desk: Desk) -> None:
    """Says first what a question takes for granted and is not so: a code, a name."""
    for is_, named in targets.mismatched:
        reply.say(
            f"{is_.scheme.short}的 {is_.element.code} 是“{is_.element.name}”；"
            f"“{named.element.name if not named.point else named.point.name}”在{is_.scheme.short}属于 {named.element.code}。",
            *desk.quoting.points(is_.points)[:1],
        )
    named_outright = set(query.schemes)
    for missing in targets.missing:
        if missing.code.count(".") > 1:
            reply.say(_absent(missing.scheme, missing.code))
            continue
        if missing.scheme.id not in named_outright:
            continue
        same = list(targets.of(missing.scheme))
        text = f"{missing.scheme.short}没有 {missing.code}（只有{len(missing.scheme.projects)}个诊断项目）"
        if missing.scheme.project(missing.code.split(".")[0]):
            text = _absent(missing.scheme, missing.code).rstrip("。")
        if same:
            text += f"；“{same[0].element.name}”在{missing.scheme.short}是 {same[0].element.code}"
        reply.say(f"{text}。", *_around(missing.scheme, missing.code, desk))


def _contents(query: Query, targets: Targets, reply: Reply, desk: Desk) -> None:
    """What each target asks for."""
    room = ROOM // max(1, sum(len(target.points) for target in targets.found))
    counted = query.has(Intent.COUNT) or (query.has(Intent.LIST) and "诊断点" in query.squeezed)
    names_only = counted and not query.has(Intent.REQUIRE) and any(t.point is None for t in targets.found)
    for target in targets.found:
        citations = desk.quoting.points(target.points)
        if target.point:
            _point(query, target, reply, room, desk)
            continue
        _heading(query, target, reply, desk)
        for number, (point, citation) in enumerate(zip(target.points, citations, strict=True), 1):
            text = point.name if names_only and room < 200 else f"{point.name}：{criteria(point, room)}"
            reply.say(f"{number}. {text}", citation, item=True)
            reply.note(_inferred(point, target.scheme, desk))


def _heading(query: Query, target: Target, reply: Reply, desk: Desk) -> None:
    scheme, element = target.scheme, target.element
    project = next(p for p in scheme.projects if element in p.elements)
    if query.english:
        reply.say(
            f"In {scheme_name(scheme, True)}, {element.code} is the diagnosis element “{element.name}” (项目 {project.code} "
            f"{project.name}); diagnosis points: {len(element.points)}."
        )
        return
    shared = _shared_owners(element.points)
    reply.say(
        f"{scheme.short} {element.code} 是诊断要素“{element.name}”（诊断项目 {project.code} {project.name}），"
        f"含 {len(element.points)} 个诊断点{shared}："
    )


def _shared_owners(points: Sequence[Point]) -> str:
    """，均由质控办牵头、2021年5月完成 — where all points have the same."""
    leads = {point.lead for point in points}
    dues = {point.due for point in points}
    parts = []
    if len(leads) == 1 and None not in leads:
        parts.append(f"{'均' if len(points) > 1 else ''}由{next(iter(leads))}牵头")
    if len(dues) == 1 and None not in dues:
        parts.append(f"{month(str(next(iter(dues))))}完成")
    return f"，{'、'.join(parts)}" if parts else ""


def _point(query: Query, target: Target, reply: Reply, room: int, desk: Desk) -> None:
    point = target.point
    assert point is not None
    citation = desk.quoting.point(point)
    where = f"{target.scheme.short} {target.element.code}“{target.element.name}”的诊断点“{point.name}”"
    if query.english:
        where = f"In {scheme_name(target.scheme, True)}, point “{point.name}” of {target.element.code} “{target.element.name}”"
    by_place = target.by == "order" or any(code.order for code in query.codes)
    if query.order and not by_place and 1 <= query.order <= len(point.criteria):
        text = point.criteria[query.order - 1].text.rstrip("；;")
        reply.say(f"{where}的第 {query.order} 条：{text}", citation)
    else:
        focus = _closest(query, point)
        if focus is not None:
            reply.say(
                f"与所问最接近的是{where}的第 {focus + 1} 条：{point.criteria[focus].text.rstrip('；;')}",
                citation,
            )
            reply.say(f"该诊断点全文：{criteria(point, room)}", citation)
        else:
            verb = "要求" if target.scheme.writing else "考察"
            reply.say(
                f"{where}{':' if query.english else verb + '：'}{criteria(point, max(room, 300))}", citation
            )
    reply.note(_inferred(point, target.scheme, desk))


def _closest(query: Query, point: Point) -> int | None:
    """The one criterion that shares most characters with what else the question says, if any shares enough."""
    rest = squeeze(query.rest)
    if len(rest) < 3 or len(point.criteria) < 2:
        return None
    pairs = {rest[i : i + 2] for i in range(len(rest) - 1)}
    shares = [sum(pair in squeeze(criterion.text) for pair in pairs) for criterion in point.criteria]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best if shares[best] >= 2 and shares.count(shares[best]) == 1 else None


def _inferred(point: Point, scheme: Scheme, desk: Desk) -> str:
    if not point.name_inferred:
        return ""
    reason = "（两方案诊断点逐一对应）" if len(desk.all_schemes) > 1 else ""
    return (
        f"{scheme.short} {point.element} 第{point.order}点的名称“{point.name}”在原表中缺失，系推定{reason}。"
    )


def _owners(query: Query, targets: Targets, reply: Reply, desk: Desk) -> Answer:
    """Lead, participants, due month; a scheme without such columns says so."""
    having = [t for t in targets.found if t.scheme.has_owners or t.scheme.has_due]
    lacking = [t for t in targets.found if t not in having]
    explicit = set(query.schemes)
    if lacking and (not having or any(t.scheme.id in explicit for t in lacking)):
        for scheme in {t.scheme.id: t.scheme for t in lacking}.values():
            reply.say(f"{scheme.short}的诊断项目表不设牵头部门、参与部门和完成时间，因此没有规定。")
        if query.followed:
            _contents(query, Targets(tuple(lacking)), reply, desk)
        if not having:
            _nearest(lacking, reply, desk)
            return reply.done(
                Kind.ANSWER if query.followed else Kind.REFUSE, schemes=[t.scheme.id for t in lacking]
            )
    elif lacking:
        reply_after = f"{lacking[0].scheme.short}的诊断项目表不设牵头部门和完成时间。"
    _claims(query, having, reply, desk)
    for target in having:
        citations = desk.quoting.points(target.points)
        if target.point is None and len(target.points) > 1 and not query.english:
            reply.say(f"{target.scheme.short} {target.title}{_shared_owners(target.points) or '各诊断点'}：")
        for point, citation in zip(target.points, citations, strict=True):
            where = f"{target.scheme.short} {target.element.code}“{point.name}”"
            if query.english:
                reply.say(f"{where} — {owners_english(point)}.", citation, item=len(target.points) > 1)
            else:
                reply.say(f"{where}：{owners(point)}。", citation, item=len(target.points) > 1)
    if lacking and not any(t.scheme.id in explicit for t in lacking):
        reply.say(reply_after)
    if _CONTENT.search(query.squeezed):
        _contents(query, targets, reply, desk)
    return reply.done(schemes=targets_ids(targets))


def targets_ids(targets: Targets) -> list[str]:
    """Ids of the schemes the targets stand under."""
    return [scheme.id for scheme in targets.schemes]


def _nearest(lacking: Sequence[Target], reply: Reply, desk: Desk) -> None:
    """What another scheme says of the same point, named as the other's."""
    for target in lacking[:2]:
        reply.cite(*desk.quoting.points(target.points)[:3])
        for other in desk.others([target.scheme]):
            crosswalk = desk.corpus.crosswalk(target.scheme.id, other.id)
            for point in target.points[:3]:
                link = crosswalk.point_link(point.id) if crosswalk else None
                partner = (
                    next((other.point(id_) for id_ in link.ids if other.point(id_)), None) if link else None
                )
                if partner and partner.lead:
                    reply.say(
                        f"最接近的是{other.short} {partner.element}“{partner.name}”：{owners(partner)}；"
                        f"那是{other.place}的安排，不适用于{target.scheme.place}。",
                        desk.quoting.point(partner),
                    )


def _claims(query: Query, having: Sequence[Target], reply: Reply, desk: Desk) -> None:
    """Corrects a department or month that the question takes for granted."""
    points = [point for target in having for point in target.points]
    if not points:
        return
    wrong = [
        d
        for d in query.departments
        if query.has(Intent.LEAD) and all(p.lead != d for p in points) and not _asks_part(query, d)
    ]
    right = [d for d in query.departments if any(p.lead == d for p in points)]
    late = [m for m in query.months if all(p.due != m for p in points)]
    for department in wrong:
        if not right:
            leads = together(dict.fromkeys(p.lead or "" for p in points))
            role = "，它是参与部门" if any(department in p.participants for p in points) else ""
            reply.say(f"不是{department}牵头，是{leads}牵头{role}。")
    for due in late:
        dues = together(dict.fromkeys(month(p.due) for p in points if p.due))
        reply.say(f"不是{month(due)}，完成时间是{dues}。")
    if query.has(Intent.CONFIRM) and not wrong and not late and (right or query.months):
        reply.say("是的。")


def _asks_part(query: Query, department: str) -> bool:
    after = query.squeezed.split(squeeze(department), 1)[-1]
    return after.startswith(("参与", "配合", "协助"))


def _platform(query: Query, targets: Targets, reply: Reply, desk: Desk) -> Answer:
    """数据管理平台相应编号 of the targets."""
    having = [t for t in targets.found if t.scheme.has_platform_numbers]
    if not having:
        scheme = targets.found[0].scheme
        reply.say(f"{scheme.short}的诊断项目表没有“数据管理平台相应编号”一栏。")
        reply.cite(*desk.quoting.points(targets.found[0].points)[:2])
        return reply.done(Kind.REFUSE, schemes=targets_ids(targets))
    for target in having:
        for point in target.points:
            numbers = together(point.platform_numbers) or "原表为空"
            raw = f"（原表印作“{point.platform_raw}”）" if point.platform_raw else ""
            reply.say(
                f"{target.scheme.short} {target.element.code}“{point.name}”的数据管理平台相应编号：{numbers}{raw}。",
                desk.quoting.point(point),
            )
    return reply.done(schemes=targets_ids(targets))


def _partners(target: Target, other: Scheme, desk: Desk) -> list[Element]:
    """The elements of `other` that answer to a target's element."""
    crosswalk = desk.corpus.crosswalk(target.scheme.id, other.id)
    codes = crosswalk.element_partners(target.scheme.id, target.element.code, other.id) if crosswalk else ()
    return [element for code in codes if (element := other.element(code))]


def _done(query: Query, targets: Targets, reply: Reply, desk: Desk) -> Answer:
    """Adds where the same number or name means something else in the other scheme."""
    if not query.schemes and query.codes:
        for missing in (m for m in targets.missing if m.code.count(".") == 1):
            same = [e for target in targets.found for e in _partners(target, missing.scheme, desk)]
            tail = f"，对应的要素“{same[0].name}”是 {same[0].code}" if same else ""
            if query.english:
                there = f"; its element “{same[0].name}” is {same[0].code}" if same else ""
                name = scheme_name(missing.scheme, True)
                reply.say(f"{name[0].upper()}{name[1:]} has no {missing.code}{there}.")
            else:
                reply.say(f"{missing.scheme.short}没有 {missing.code}{tail}。")
        names = {t.element.name for t in targets.found}
        if len(targets.schemes) > 1 and len(names) > 1:
            reply.note("两个方案的这个编号指不同的要素，引用时请连同方案名一起写。")
    return reply.done(schemes=targets_ids(targets))
