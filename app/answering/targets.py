"""Which elements and points a question is about, scheme by scheme, and which codes do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.answering.desk import Desk
from app.domain.numbering import Code
from app.domain.schemes import Element, Point, Project, Scheme
from app.indexing.words import fold
from app.retrieval.intents import Intent
from app.retrieval.names import Named
from app.retrieval.question import Query


@dataclass(frozen=True)
class Target:
    """An element (all its points) or one point of it, under a scheme. `by` is how the question named it."""

    scheme: Scheme
    element: Element
    point: Point | None
    by: str  # code | name | alias | order (第3点) | crosswalk

    @property
    def points(self) -> tuple[Point, ...]:
        return (self.point,) if self.point else self.element.points

    @property
    def key(self) -> str:
        return self.point.id if self.point else f"{self.scheme.id}:{self.element.code}"

    @property
    def title(self) -> str:
        """6.2“质量事故管控” or 6.2“质量事故管控”的诊断点“管控制度”."""
        element = f"{self.element.code}“{self.element.name}”"
        return f"{element}的诊断点“{self.point.name}”" if self.point else element


@dataclass(frozen=True)
class Missing:
    """A code that a scheme does not have."""

    scheme: Scheme
    code: str


@dataclass(frozen=True)
class Targets:
    """What was found, what does not exist, and codes whose name in the question is another's."""

    found: tuple[Target, ...] = ()
    missing: tuple[Missing, ...] = ()
    mismatched: tuple[tuple[Target, Target], ...] = ()  # (what the code is, what the name is)

    def of(self, scheme: Scheme) -> tuple[Target, ...]:
        """The targets under one scheme."""
        return tuple(target for target in self.found if target.scheme.id == scheme.id)

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        return tuple({target.scheme.id: target.scheme for target in self.found}.values())


def resolve(query: Query, desk: Desk) -> Targets:
    """The targets of a question: codes first, then names; names narrow codes down."""
    coded, missing = _by_code(query, desk)
    named = _by_name(query, desk)
    if not coded:
        if missing and named:
            gone = {m.scheme.id for m in missing}
            return Targets(tuple(t for t in named if t.scheme.id in gone) or named, missing)
        return Targets(_with_order(named, query), missing)
    narrowed = _narrow(coded, named)
    if narrowed:
        return Targets(narrowed, missing)
    mismatched = _mismatched(coded, named)
    found = tuple(name for _, name in mismatched) or _with_order(coded, query)
    return Targets(found, missing, mismatched)


def _by_code(query: Query, desk: Desk) -> tuple[tuple[Target, ...], tuple[Missing, ...]]:
    found: list[Target] = []
    missing: list[Missing] = []
    for code in query.codes:
        for scheme in _schemes_of(code, query, desk):
            element = scheme.element(code.key)
            if element is None:
                missing.append(Missing(scheme, code.key))
                continue
            place = code.order or query.order
            point = next((p for p in element.points if p.order == place), None) if code.order else None
            if code.order and point is None:
                missing.append(Missing(scheme, f"{code.key}.{code.order}"))
            found.append(Target(scheme, element, point, "code"))
    return tuple(found), tuple(missing)


def _schemes_of(code: Code, query: Query, desk: Desk) -> tuple[Scheme, ...]:
    """With several schemes and several codes in one question, the scheme written last before the code."""
    scope = desk.preferred(query)
    if len(query.schemes) < 2 or (len(query.codes) < 2 and not MAPPING.search(query.squeezed)):
        return scope
    before = query.folded[: code.start]
    places = [
        (max(before.rfind(fold(name)) for name in (*scheme.names, scheme.short)), scheme) for scheme in scope
    ]
    nearest = max(places, key=lambda place: place[0])
    return (nearest[1],) if nearest[0] >= 0 else scope


def _by_name(query: Query, desk: Desk) -> tuple[Target, ...]:
    scope = {scheme.id: scheme for scheme in desk.scope(query)}
    if query.weak and not query.schemes:
        weak = {id_: scheme for id_, scheme in scope.items() if id_ in query.weak}
        if any(named.scheme in weak for named in query.named("element", "point")):
            scope = weak
    found = [
        target
        for named in query.named("element", "point")
        if named.scheme in scope
        for target in _targets(named, scope[named.scheme])
    ]
    return _without_parts(_by_topic(found, query), query)


def _targets(named: Named, scheme: Scheme) -> Iterable[Target]:
    by = "name" if named.exact else "alias"
    if isinstance(named.thing, Element):
        yield Target(scheme, named.thing, None, by)
    elif isinstance(named.thing, Point):
        element = scheme.element(named.thing.element)
        if element:
            yield Target(scheme, element, named.thing, by)


MAPPING = re.compile(r"对应|相当于|换成|等于|转成|改成")
_TOPICS = ("专业", "课程", "师资", "教师", "学生", "育人")
TOPIC = 1  # content characters beside a topic: a question of nothing but a topic (课程那块什么时候完) means its project
_SAME = {"教师": "师资", "学生": "育人"}


def _by_topic(found: list[Target], query: Query) -> list[Target]:
    """Where a name stands several times in a scheme, the topic word beside it (（专业）) chooses."""
    rest = query.rest
    topics = [topic for topic in _TOPICS if topic in rest or f"{topic}的" in query.squeezed]
    kept = []
    for target in found:
        rivals = [t for t in found if t.scheme.id == target.scheme.id and t is not target]
        chosen = [t for t in (target, *rivals) if any(_on_topic(t, topic) for topic in topics)]
        if not rivals or not topics or not chosen or target in chosen:
            kept.append(target)
    return kept


def _on_topic(target: Target, topic: str) -> bool:
    project = next((p for p in target.scheme.projects if target.element in p.elements), None)
    names = f"{target.element.name}{project.name if project else ''}"
    return topic in names or _SAME.get(topic, topic) in names


def _without_parts(found: Iterable[Target], query: Query) -> tuple[Target, ...]:
    """An element that is named together with its own point: one of the two is meant.

    The point, where its name says more than the element's or the question says 诊断点; else the whole element.
    """
    targets = list({target.key: target for target in found}.values())
    wants_point = "诊断点" in query.squeezed and "要素" not in query.squeezed
    by_element: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        by_element.setdefault((target.scheme.id, target.element.code), []).append(target)
    dropped: set[str] = set()
    for group in by_element.values():
        whole = [target for target in group if target.point is None]
        telling = [t for t in group if t.point and (wants_point or _tells_more(t))]
        if whole and telling:
            dropped.update(target.key for target in group if target not in telling)
        elif whole:
            dropped.update(target.key for target in group if target.point)
    return tuple(target for target in targets if target.key not in dropped)


def _tells_more(target: Target) -> bool:
    """Whether a point was named outright by a name that is not its element's too."""
    return target.point is not None and target.by == "name" and target.point.name != target.element.name


def _with_order(found: tuple[Target, ...], query: Query) -> tuple[Target, ...]:
    """“6.2 第3点” means the third point of the element."""
    if not query.order or not re.search(r"第.{1,3}(?:个|)(?:诊断点|点)", query.squeezed):
        return found
    result = []
    for target in found:
        if target.point is None and 1 <= query.order <= len(target.element.points):
            result.append(
                Target(target.scheme, target.element, target.element.points[query.order - 1], "order")
            )
        else:
            result.append(target)
    return tuple(result)


def _narrow(coded: tuple[Target, ...], named: tuple[Target, ...]) -> tuple[Target, ...]:
    """The named points that stand under a coded element; a coded element whose own name was written too."""
    result = []
    for target in coded:
        inside = [n for n in named if n.scheme is target.scheme and n.element is target.element]
        points = [n for n in inside if n.point]
        if points:
            result.extend(points)
        elif inside:
            result.append(target)
    return tuple(result)


def _mismatched(coded: tuple[Target, ...], named: tuple[Target, ...]) -> tuple[tuple[Target, Target], ...]:
    """Pairs of (what the code is, what the written name is) in one scheme, where they differ."""
    exact = [n for n in named if n.by == "name"]
    return tuple((target, name) for target in coded for name in exact if name.scheme is target.scheme)


def project_of(query: Query, desk: Desk) -> tuple[tuple[Scheme, Project], ...]:
    """The projects a question names by number or by name."""
    found: list[tuple[Scheme, Project]] = []
    for scheme in desk.preferred(query):
        if query.project and (project := scheme.project(query.project)):
            found.append((scheme, project))
    if found or query.project:
        return tuple(found)
    scope = {scheme.id: scheme for scheme in desk.preferred(query)}
    for named in query.named("project"):
        if named.scheme in scope and isinstance(named.thing, Project):
            found.append((scope[named.scheme], named.thing))
    topics = [topic for topic in _TOPICS if topic in query.rest]
    bare = query.rest
    for topic in topics:
        bare = bare.replace(topic, "")
    if topics and not found and not query.names and wants_owners(query) and len(bare) <= TOPIC:
        for scheme in scope.values():
            found.extend(
                (scheme, p) for p in scheme.projects if any(t in p.name and t in query.rest for t in _TOPICS)
            )
    return tuple(found)


def wants_owners(query: Query) -> bool:
    """Whether lead, participants or due month are asked for."""
    dated = bool(query.months) and (query.has(Intent.CONFIRM) or "完成" in query.squeezed)
    return dated or query.has(Intent.LEAD, Intent.PARTICIPANTS, Intent.DUE)
