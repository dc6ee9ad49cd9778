"""How many projects, elements and points a scheme has, which they are, and wrong counts put right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answering.desk import Desk
from app.answering.phrases import owners, together
from app.answering.reply import Reply
from app.answering.targets import project_of
from app.domain.answers import Answer
from app.domain.numbering import value
from app.domain.schemes import Point, Scheme
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_AMOUNTS = re.compile(r"预算|经费|万|表\s*2|花")
_LEVELS = {
    "项目": r"(?:诊断)?(?:大?项目)",
    "要素": r"(?:诊断)?要素",
    "点": r"诊断点|(?<=个)点(?!钟)",
    "影响因素": r"影响因素",
}
_CLAIM = re.compile(
    r"(?<![\d第一二三四五六七八九十.])(\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?\s*(诊断项目|诊断要素|诊断点|要素|项目(?!名称))"
)
_ASKED = re.compile(
    r"(?:几|多少|哪(?:些|[一二两三四五六七八九十\d]+))\s*个?\s*(?:大)?(?:诊断)?(?:项目|要素|诊断点)|几个点|多少个?点|(?:诊断)?(?:项目|要素|诊断点)(?:表)?.{0,8}(?:几个|多少|各几|数量|有哪|是哪|叫什么|分别|列)"
)


def answer(query: Query, desk: Desk) -> Answer | None:
    """Counts or lists of the tree's levels where a question asks for them, else None."""
    if query.codes or query.named("element", "point", "body") or query.departments or query.months:
        return _project(query, desk)
    claims = [
        (n, _level(word)) for text, word in _CLAIM.findall(query.squeezed) if (n := value(text)) is not None
    ]
    asked = bool(_ASKED.search(query.squeezed)) or (
        query.has(Intent.COUNT, Intent.LIST)
        and len(query.rest) <= 2
        and any(re.search(p, query.squeezed) for p in _LEVELS.values())
    )
    project = _project(query, desk)
    if project:
        return project
    if not (asked or claims) or len(query.rest) > 10 or _AMOUNTS.search(query.squeezed):
        return None
    if query.has(Intent.LEAD, Intent.PARTICIPANTS) and len(query.rest) > 1:
        return None  # somebody's points, not all of them
    reply = Reply("look-up: counts")
    schemes = desk.preferred(query)
    wrong = [claim for claim in claims if all(_count(scheme, claim[1]) != claim[0] for scheme in schemes)]
    if claims and not asked and not wrong and not query.has(Intent.CONFIRM, Intent.LIST, Intent.COUNT):
        return None
    for number, level in wrong:
        for scheme in schemes:
            reply.say(f"{scheme.short}不是 {number} 个{_full(level)}，而是 {_count(scheme, level)} 个。")
    if claims and not wrong and query.has(Intent.CONFIRM):
        reply.say("是的。")
    for scheme in schemes:
        _say(
            query,
            scheme,
            reply,
            desk,
            spread="分到" in query.squeezed or "分布" in query.squeezed or "分" in query.rest,
        )
    return reply.done(schemes=[scheme.id for scheme in schemes])


def wrong_counts(query: Query, desk: Desk) -> list[str]:
    """“重庆方案不是 16 个诊断要素，而是 15 个” for each count a question takes for granted that no scheme meant has."""
    matched = re.search(r"相符|对上|吻合|一致|符合", query.squeezed)  # a count of matching elements, no claim
    if matched or query.codes or query.named("element", "point") or query.departments:
        return []
    said: list[str] = []
    for text, word in _CLAIM.findall(query.squeezed):
        number, level = value(text), _level(word)
        schemes = desk.preferred(query)
        if number and number > 2 and all(_count(scheme, level) != number for scheme in schemes):
            said.extend(
                f"{s.short}不是 {number} 个{_full(level)}，而是 {_count(s, level)} 个。" for s in schemes
            )
    return said


def _level(word: str) -> str:
    return "点" if word.endswith("点") else "要素" if word.endswith("要素") else "项目"


def _full(level: str) -> str:
    return {"点": "诊断点", "要素": "诊断要素", "项目": "诊断项目"}.get(level, level)


def _count(scheme: Scheme, level: str) -> int:
    if level == "项目":
        return len(scheme.projects)
    if level == "要素":
        return len(list(scheme.elements()))
    return len(list(scheme.points()))


def _say(query: Query, scheme: Scheme, reply: Reply, desk: Desk, spread: bool) -> None:
    citation = desk.quoting.lines(scheme.document, scheme.count_lines)
    reply.say(
        f"{scheme.short}的诊断表共有 {_count(scheme, '项目')}个诊断项目、{_count(scheme, '要素')}个诊断要素、"
        f"{_count(scheme, '点')}个诊断点。",
        citation,
    )
    if "影响因素" in query.squeezed:
        reply.say(f"影响因素按原文分项共 {sum(len(p.criteria) for p in scheme.points())} 条。")
    names = query.has(Intent.LIST, Intent.NAME, Intent.DEFINE)
    if spread or (names and "点" in query.squeezed.replace("诊断点", "点") and "项目" in query.squeezed):
        for project in scheme.projects:
            points = sum(len(element.points) for element in project.elements)
            reply.say(
                f"{project.code} {project.name}：{len(project.elements)} 个要素、{points} 个诊断点", item=True
            )
    elif names and "要素" in query.squeezed:
        for project in scheme.projects:
            reply.say(
                f"{project.name}：{together(f'{e.code} {e.name}' for e in project.elements)}", item=True
            )
    elif names and "诊断点" in query.squeezed:
        for element in scheme.elements():
            reply.say(
                f"{element.code} {element.name}：{together(point.name for point in element.points)}",
                item=True,
            )
    elif names and "项目" in query.squeezed:
        rows = [desk.quoting.point(project.elements[0].points[0], brief=True) for project in scheme.projects]
        short = rows if sum(len(row.text) for row in rows) < 1200 else []
        reply.say("诊断项目依次是：" + together(f"{p.code} {p.name}" for p in scheme.projects) + "。", *short)


def _project(query: Query, desk: Desk) -> Answer | None:
    """One project, named by its number or name: its elements, points, owners' dates."""
    found = project_of(query, desk)
    if not query.project and (not found or query.named("element", "point") or len(query.rest) > 6):
        return None
    if query.codes or query.named("element", "point"):
        return None
    reply = Reply("look-up: project")
    if query.project:
        for scheme in desk.preferred(query):
            if scheme.project(query.project) is None:
                names = together(f"{p.code} {p.name}" for p in scheme.projects)
                reply.say(
                    f"{scheme.short}没有第 {query.project} 个诊断项目，只有 {len(scheme.projects)} 个：{names}。",
                    desk.quoting.lines(scheme.document, scheme.count_lines),
                )
    owned = query.has(Intent.DUE, Intent.LEAD, Intent.PARTICIPANTS) and not query.schemes
    if owned and any(scheme.has_owners for scheme, _ in found):
        without = [scheme for scheme, _ in found if not scheme.has_owners]
        found = tuple((scheme, project) for scheme, project in found if scheme.has_owners)
        for scheme in without:
            reply.note(f"{scheme.short}的诊断项目表不设牵头部门和完成时间。")
    for scheme, project in found:
        points = [point for element in project.elements for point in element.points]
        citations = (
            desk.quoting.points(points)
            if query.has(Intent.DUE, Intent.LEAD, Intent.PARTICIPANTS, Intent.REQUIRE)
            else []
        )
        if not citations or sum(len(c.text) for c in citations) > 2600:
            citations = [desk.quoting.point(element.points[0]) for element in project.elements]
        reply.say(
            f"{scheme.short}的第 {project.code} 个诊断项目是“{project.name}”，"
            f"含 {len(project.elements)} 个要素、{len(points)} 个诊断点：",
            *citations,
        )
        for element in project.elements:
            reply.say(f"{element.code} {element.name}：{together(p.name for p in element.points)}", item=True)
        if query.has(Intent.DUE, Intent.LEAD, Intent.PARTICIPANTS):
            _dates(scheme, points, reply)
    return reply.done(schemes=[scheme.id for scheme in desk.preferred(query)])


def _dates(scheme: Scheme, points: Sequence[Point], reply: Reply) -> None:
    if not scheme.has_owners:
        reply.say(f"{scheme.short}的诊断项目表不设牵头部门和完成时间。")
        return
    for point in points:
        reply.say(f"{point.element}“{point.name}”：{owners(point)}", item=True)
