"""Complete lists over the table: what a department leads, what falls due in a month, which cells are blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answering.desk import Desk
from app.answering.phrases import grouped, month, together
from app.answering.reply import Reply
from app.answering.targets import project_of
from app.domain.answers import Answer, Kind
from app.domain.numbering import value
from app.domain.schemes import Point, Scheme
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_BLANK = re.compile(
    r"(?:没有?|没写|未写|未填|没填|空着?|缺|无|未列|没列).{0,4}参与部门|参与部门.{0,6}(?:空|没有|没写|没填|未填|缺|无$)|没有?部门参与"
)
_SAME = re.compile(r"(?:牵头|参与).{0,8}(?:同一个?|一样|相同|都是同).{0,4}(?:部门)?")
_CLAIMED = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})个")
_WHO_LEADS = re.compile(
    r"有?哪些牵头(?:部门|单位)|牵头(?:部门|单位)有?(?:哪|谁|几)|"
    r"(?:哪些|哪几个|有哪|一共有?哪|所有|几个|多少个?|各个?).{0,4}(?:部门|处室?).{0,8}(?:牵头|带头)|牵头.{0,3}部门.{0,6}(?:哪些|哪几|几个|有谁|名单|统计|分布)|"
    r"(?:部门|处室?).{0,6}牵头.{0,4}最(?:多|少)|牵头.{0,4}最(?:多|少)"
)
_EXTREME = re.compile(
    r"最(?:早|先|晚|后|迟)(?:要|应|该)?(?:完成|到期|截止)|最(?:早|晚|后|先)一批|(?:点|项).{0,4}最(?:早|晚|后|先)"
)
_BY_MONTH = re.compile(
    r"各(?:个)?诊断点.{0,4}完成时间|(?:各|每|按).{0,3}(?:月|时间节点|时间).{0,6}(?:几个|多少|完成)|完成时间.{0,4}(?:分布|有哪几|分几|哪些)|时间(?:安排|节点)表?$"
)
# An office, whether the table has it or not: 财务处, 图书馆.
_OFFICE = re.compile(
    r"(?!.*(?:提到|涉及|有关|关于|部门|处室|体系|关系))[\u4e00-\u9fff]{0,7}"
    r"(?:处|办公室|办|部|馆|中心|(?<![学本专])科|学院|系|团委|工会|食堂|集团)"
)
_GROUPS = re.compile(r"推进组|工作组|小组|成员|委员会")


def answer(query: Query, desk: Desk) -> Answer | None:
    """A counted list where the question asks for one over the whole table, else None."""
    if query.named("element", "point") or query.codes or _GROUPS.search(query.squeezed):
        return None
    schemes = [scheme for scheme in desk.preferred(query) if scheme.has_owners]
    asks = _asked(query)
    if asks is None:
        return None
    if not schemes:
        return _no_owners(query, desk)
    reply = Reply("look-up: complete list")
    for scheme in schemes:
        asks(query, scheme, reply, desk)
    if not query.schemes:
        for scheme in desk.all_schemes:
            if not scheme.has_owners:
                reply.say(f"{scheme.short}的诊断项目表不设牵头部门和完成时间。")
    return reply.done(schemes=[scheme.id for scheme in schemes])


Maker = Callable[[Query, Scheme, Reply, Desk], None]


def _asked(query: Query) -> Maker | None:
    if _BLANK.search(query.squeezed):
        return _blank
    if _SAME.search(query.squeezed) and query.has(Intent.LEAD) and query.has(Intent.PARTICIPANTS):
        return _same
    if query.departments and (
        query.has(Intent.LEAD, Intent.PARTICIPANTS)
        or (query.has(Intent.DUTY, Intent.DUE, Intent.LIST) and _points_meant(query))
    ):
        return _departments
    if _office(query):
        return _elsewhere
    if query.has(Intent.LEAD) and _WHO_LEADS.search(query.squeezed):
        return _leaders
    if (
        (query.months or query.years)
        and query.has(Intent.DUE, Intent.LIST, Intent.COUNT)
        and _points_meant(query)
    ):
        return _due
    if _EXTREME.search(query.squeezed):
        return _extremes
    if _BY_MONTH.search(query.squeezed):
        return _months
    return None


def _points_meant(query: Query) -> bool:
    """Whether the rest of the question leaves room for nothing but the points of the table."""
    return (
        "点" in query.squeezed or "完成" in query.squeezed or "到期" in query.squeezed or len(query.rest) <= 4
    )


def _departments(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    total = len(list(scheme.points()))
    both = not query.has(Intent.LEAD, Intent.PARTICIPANTS)
    for department in query.departments:
        led = _limited([p for p in scheme.points() if p.lead == department], query, desk)
        joined = _limited([p for p in scheme.points() if department in p.participants], query, desk)
        if query.has(Intent.LEAD) or both:
            _say_list(scheme, f"{scheme.short} {total} 个诊断点中，{department}牵头", led, query, reply, desk)
        if query.has(Intent.PARTICIPANTS) or (both and not led):
            _say_list(
                scheme, f"{scheme.short} {total} 个诊断点中，{department}参与", joined, query, reply, desk
            )
        elif joined:
            reply.say(f"另外，{department}参与 {len(joined)} 个诊断点。")


def _office(query: Query) -> str:
    """The office that a question asks the points of, where the table does not have it; else ""."""
    tasks = query.has(Intent.LEAD, Intent.PARTICIPANTS, Intent.DUTY) or "归" in query.squeezed
    listed = query.has(Intent.LIST, Intent.COUNT) and "点" in query.squeezed
    there = tasks and listed and not query.departments and _OFFICE.fullmatch(query.rest)
    return query.rest if there and len(query.rest) > 1 else ""


def _elsewhere(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    """An office that the table does not have: who is meant by its everyday name, else who leads."""
    office, points = _office(query), list(scheme.points())
    known = {name for point in points for name in (point.lead, *point.participants)}
    terms = [term for meaning in desk.everyday.in_question(office) for term in meaning.terms]
    meant = tuple(dict.fromkeys(term for term in terms if term in known))
    reply.say(
        f"{scheme.short} {len(points)} 个诊断点的牵头部门和参与部门里没有“{office}”。",
        desk.quoting.lines(scheme.document, scheme.count_lines),
    )
    if meant:
        reply.say(f"平时说的“{office}”多指{together(meant)}。")
        _departments(replace(query, departments=meant), scheme, reply, desk)
    else:
        _leaders(query, scheme, reply, desk)


def _say_list(
    scheme: Scheme, opening: str, points: Sequence[Point], query: Query, reply: Reply, desk: Desk
) -> None:
    if not points:
        reply.say(f"{opening} 0 个。")
        return
    dues = Counter(point.due for point in points if point.due)
    claimed = [n for text in _CLAIMED.findall(query.squeezed) if (n := value(text)) is not None]
    if claimed and query.has(Intent.CONFIRM):
        reply.say("是的。" if len(points) in claimed else f"不是 {claimed[0]} 个。")
    reply.say(f"{opening} {len(points)} 个：{grouped(points)}。", *desk.quoting.points(points))
    if dues:
        when = "；".join(f"{month(due)} {count} 个" for due, count in sorted(dues.items()))
        reply.say(f"完成时间：{when}。")


def _limited(points: list[Point], query: Query, desk: Desk) -> list[Point]:
    """The points of the months, years and projects a question names, where it names any."""
    projects = [project for _, project in project_of(query, desk)]
    codes = {element.code for project in projects for element in project.elements}
    kept = [p for p in points if not codes or p.element in codes]
    kept = [p for p in kept if not query.months or p.due in query.months]
    return [p for p in kept if not query.years or (p.due or "")[:4] in query.years]


def _due(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    for month_ in query.months:
        points = _limited([p for p in scheme.points() if p.due == month_], query, desk)
        _say_due(scheme, f"{month(month_)}", points, reply, desk)
    for year in query.years:
        points = [p for p in scheme.points() if (p.due or "").startswith(year)]
        _say_due(scheme, f"{year}年", points, reply, desk)


def _say_due(scheme: Scheme, when: str, points: Sequence[Point], reply: Reply, desk: Desk) -> None:
    total = len(list(scheme.points()))
    if not points:
        months = together(month(due) for due in sorted({p.due for p in scheme.points() if p.due}))
        reply.say(f"{scheme.short}没有在{when}完成的诊断点；完成时间只有：{months}。")
        return
    reply.say(
        f"{scheme.short} {total} 个诊断点中，{when}完成的有 {len(points)} 个：{grouped(points)}。",
        *desk.quoting.points(points),
    )
    leads = Counter(point.lead for point in points)
    reply.say("牵头：" + "；".join(f"{lead} {count} 个" for lead, count in leads.most_common()) + "。")


def _blank(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    points = [point for point in scheme.points() if not point.participants]
    _say_list(scheme, f"{scheme.short}有参与部门一格为空的诊断点", points, query, reply, desk)
    for point in points:
        reply.say(f"{point.element}“{point.name}”：{point.lead}牵头", item=True)


def _same(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    points = [point for point in scheme.points() if point.lead in point.participants]
    _say_list(scheme, f"{scheme.short}牵头部门同时列为参与部门的诊断点有", points, query, reply, desk)


def _leaders(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    counts = Counter(point.lead for point in scheme.points() if point.lead)
    said = together(f"{lead} {count} 个" for lead, count in counts.most_common())
    firsts = [next(p for p in scheme.points() if p.lead == lead) for lead in counts]
    reply.say(
        f"{scheme.short}共有 {len(counts)} 个牵头部门，合计 {sum(counts.values())} 个诊断点：{said}。",
        *(desk.quoting.point(point) for point in firsts),
    )


def _months(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    counts = Counter(point.due for point in scheme.points() if point.due)
    said = "；".join(f"{month(due)} {count} 个" for due, count in sorted(counts.items()))
    firsts = [next(p for p in scheme.points() if p.due == due) for due in sorted(counts)]
    reply.say(f"{scheme.short}的完成时间：{said}。", *(desk.quoting.point(point) for point in firsts))


def _extremes(query: Query, scheme: Scheme, reply: Reply, desk: Desk) -> None:
    dues = sorted({point.due for point in scheme.points() if point.due})
    last = any(word in query.squeezed for word in ("最晚", "最后", "最迟"))
    due = dues[-1] if last else dues[0]
    _say_due(scheme, month(due), [p for p in scheme.points() if p.due == due], reply, desk)


def _no_owners(query: Query, desk: Desk) -> Answer:
    reply = Reply("look-up: no owners in this scheme")
    for scheme in desk.preferred(query):
        reply.say(f"{scheme.short}的诊断项目表不设牵头部门、参与部门和完成时间，没有这项规定。")
        reply.cite(desk.quoting.lines(scheme.document, scheme.count_lines))
    for other in desk.others(desk.preferred(query)):
        if other.has_owners:
            reply.say(f"{other.short}设有这几栏；如要问的是它，请写明{other.place}。")
    return reply.done(Kind.REFUSE, schemes=[scheme.id for scheme in desk.preferred(query)])
