"""Evidence, last year's measures and the criteria → a draft of one element, without a language model.

Nothing is invented: the sentences of the evidence are put into their parts as they stand, word for word; what is
missing, or whose part no word tells, becomes 【待补充：…】 that names the point and the kind of evidence it needs.
Each sentence carries what it rests on, each measure the problem it answers, each effect its measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import Cell, Evidence, Origin, Part, PartKey, Sentence, Source, SourceKind
from app.domain.schemes import Element, Point
from app.drafting.alike import pairs
from app.drafting.bench import Bench
from app.drafting.chaining import chained, ordered
from app.drafting.check_links import NOT_YET
from app.drafting.proofs import needed
from app.drafting.sorting import BUT
from app.drafting.text import counted, is_numbered, items, numbered, part_of, said
from app.drafting.units import Promise, Unit, of_part, once, stopped, units_of

_NAMED = 28  # characters by which a sentence is called in a 【待补充】
_LEAST = 6  # and at least so many
_SHOWN = 3  # pieces of evidence named in a 【待补充】
_QUOTES = str.maketrans("“”", "‘’")  # inside a 【待补充】, which quotes with “”
# By whom and until when: more of the promise before it.
_MORE = re.compile(
    r"\s*(?:由|责任|牵头|完成时[间限]|时限|时间|计划于|预计|力争|届时|确保|做到|实现|达到|使|同时|其中|并|目前|该|此|上述|(?:20\d\d年)?(?:\d+月)?[^，。；]{0,4}前(?:完成|落实|到位)|[^，。；]{2,14}负责)"
)
_INSIDE = re.compile(r"[0-9A-Za-z.%∶:/-]{2}")


@dataclass(frozen=True)
class Composed:
    """A draft: `cell` has the evidence with its points, and the parts. `promises`: 上轮措施 → 本轮成效."""

    cell: Cell
    promises: tuple[Promise, ...]


def compose(
    bench: Bench,
    element: Element,
    evidence: Sequence[Evidence],
    last: Cell | None = None,
    cycle: str = "",
    until: str = "",
) -> Composed:
    """The draft of `element`. `last`: its cell in the report of `cycle`, whose measures are asked after.

    `until`: the day as of which the report speaks, the latest date of the evidence where nobody said: what is to be
    done after it is a measure.
    """
    promises = _promises(bench, last, cycle)
    units = chained(once(units_of(bench, element, evidence, promises, until)), pairs(element.name))
    problems = of_part(units, PartKey.PROBLEMS)
    measures = ordered(of_part(units, PartKey.MEASURES), problems)
    parts = (
        Part(PartKey.GOALS, tuple(_goals(bench, element, units))),
        Part(PartKey.ACHIEVEMENTS, tuple(_achievements(bench, element, units))),
        Part(PartKey.PROBLEMS, tuple(_problems(bench, element, problems))),
        Part(PartKey.CAUSES, tuple(_causes(units, problems))),
        Part(PartKey.MEASURES, tuple(_measures(bench, element, measures, problems))),
        Part(PartKey.EFFECTS, tuple(_effects(units, promises, measures))),
    )
    linked = tuple(_linked(bench, element, piece) for piece in evidence)
    cell = counted(numbered(Cell(element.code, parts, linked)))
    kept = tuple(
        replace(promise, evidence=tuple(id_ for one in units if one.promise == i for id_ in one.ids))
        for i, promise in enumerate(promises)
    )
    return Composed(cell, kept)


def _linked(bench: Bench, element: Element, piece: Evidence) -> Evidence:
    """The evidence with the points it speaks of, where nobody has said which."""
    return piece if piece.points else replace(piece, points=bench.touching.nearest(piece.text, element))


def _promises(bench: Bench, last: Cell | None, cycle: str) -> tuple[Promise, ...]:
    if last is None:
        return ()
    name = " ".join(filter(None, (cycle or "上一轮", last.element, bench.name(PartKey.MEASURES))))
    part = part_of(PartKey.MEASURES, last.text(PartKey.MEASURES))
    texts = (text for item in items(part) for text in _promised(item))
    return tuple(Promise(text, name, ()) for text in texts if text)


def _promised(item: Sequence[Sentence]) -> Iterator[str]:
    """What an item promises: one thing where it is numbered, else each sentence, with what only says more of it."""
    if is_numbered(item):
        yield said(item)
        return
    held: list[Sentence] = []
    for one in item:
        if held and not _MORE.match(one.text):
            yield said(held)
            held = []
        held.append(one)
    yield said(held)


def _goals(bench: Bench, element: Element, units: Sequence[Unit]) -> Iterator[Sentence]:
    """What the evidence says of goals and figures; how far a point is met is nobody's to say but the school's."""
    own = _by_point(of_part(units, PartKey.GOALS), element)
    for one in own:
        yield _evident(one, "\n", _clauses(bench, element, one))
    for point in element.points:
        number = _number(point)
        about = [one for one in units if any(_within(name, number) for name in one.points)]
        if any(one.part is PartKey.GOALS for one in about):
            continue
        told = f"“{point.name}”的目标达成情况，需{needed(point.criteria[0])}"
        if about:
            ids = list(dict.fromkeys(id_ for one in about for id_ in one.ids))
            more = f"等{len(ids)}条" if len(ids) > _SHOWN else ""
            told = (
                f"“{point.name}”定了什么目标、完成了多少，需目标文本和完成数据"
                f"（证据{'、'.join(ids[:_SHOWN])}{more}没有认出目标）"
            )
        yield _owed(told, point.name, _clause(bench, point))


def _achievements(bench: Bench, element: Element, units: Sequence[Unit]) -> Iterator[Sentence]:
    """A line a point; then what may be an achievement or a problem, each as a question."""
    found = _by_point(of_part(units, PartKey.ACHIEVEMENTS), element)
    for i, one in enumerate(found):
        ends = i + 1 == len(found) or _first_point(one, element) != _first_point(found[i + 1], element)
        yield _evident(one, "\n" if ends else "", _clauses(bench, element, one))
    unclear = of_part(units, None)
    for one in unclear:
        yield from _asked(one)
    if not found and not unclear:
        names = "、".join(f"“{point.name}”" for point in element.points)
        kinds = "；".join(dict.fromkeys(needed(point.criteria[0]) for point in element.points))
        yield _owed(f"{names}方面的成绩，需{kinds}", element.name)


def _asked(unit: Unit) -> Iterator[Sentence]:
    """The question where a sentence belongs, with its very words: in the question, or behind it where none can be."""
    ids = "、".join(unit.ids)
    sources = tuple(map(_proof, unit.ids))
    question = f"证据{ids}归入成绩、问题、原因、措施还是成效，请定"
    if re.search(r"[【】\n]", unit.text):
        yield replace(
            _owed(f"{question}：见下一句", ids), sources=(*sources, Source(SourceKind.MISSING, ids))
        )
        yield _evident(unit, "\n")
    else:
        asked = _owed(f"{question}：{unit.text}", ids)
        yield replace(asked, sources=(*sources, *asked.sources))


def _problems(bench: Bench, element: Element, problems: Sequence[Unit]) -> Iterator[Sentence]:
    for one in problems:
        # Measures are linked to the id before the cell is numbered.
        yield replace(_evident(one, "\n", _clauses(bench, element, one)), id=f"p{one.place}")
    if not problems:
        names = "、".join(f"“{point.name}”" for point in element.points)
        yield _owed(f"存在的问题，对照{names}的影响因素写差距，需自查记录、检查通报或统计数据", element.name)


def _causes(units: Sequence[Unit], problems: Sequence[Unit]) -> Iterator[Sentence]:
    """In the order of the problems they explain; then the rest."""
    found = of_part(units, PartKey.CAUSES)
    order = {one.place: i for i, one in enumerate(problems)}
    found.sort(key=lambda one: order[one.answers[0]] if one.answers else len(order))
    for one in found:
        yield _evident(one, "\n")
    explained = {place for one in (*found, *problems) for place in one.answers}
    without = [(i, one) for i, one in enumerate(problems, 1) if one.place not in explained]
    if not problems and not found:
        yield _owed("上述问题的原因，需讨论或调研记录", "原因")
    elif len(without) > sum(not one.answers for one in found):
        told = _listed("问题", [(i, one.text) for i, one in without])
        yield _owed(f"{told}的原因，需讨论或调研记录", "原因")


def _measures(
    bench: Bench, element: Element, measures: Sequence[Unit | int], problems: Sequence[Unit]
) -> Iterator[Sentence]:
    for one in measures:
        if isinstance(one, int):
            number, problem = next((i, held) for i, held in enumerate(problems, 1) if held.place == one)
            told = f"针对{_called('问题', number, problem.text)}的措施，含责任部门和完成时间"
            yield replace(_owed(told, _short(problem.text)), answers=(f"p{one}",))
        else:
            made = _evident(one, "\n", _clauses(bench, element, one))
            yield replace(made, id=f"m{one.place}", answers=tuple(f"p{place}" for place in one.answers))
    if not measures:
        yield _owed("针对存在问题的措施，含责任部门和完成时间", "措施")


def _effects(
    units: Sequence[Unit], promises: Sequence[Promise], measures: Sequence[Unit | int]
) -> Iterator[Sentence]:
    """In the order of their measures; then what is owed of last year's measures and of this year's."""
    order = {one.place: i for i, one in enumerate(measures) if isinstance(one, Unit)}
    shown = of_part(units, PartKey.EFFECTS)
    shown.sort(key=lambda one: min((order[place] for place in one.answers), default=len(order)))
    for one in shown:
        last = (Source(SourceKind.LAST, promises[one.promise].name),) if one.promise is not None else ()
        done = False if NOT_YET.search(one.text) else (True if one.dated else None)
        answers = tuple(f"m{place}" for place in one.answers)
        yield replace(_evident(one, "\n", last), done=done, answers=answers)
    asked = False
    for i, promise in enumerate(promises):
        if not any(one.promise == i for one in shown):
            asked = True
            words = _short(promise.text, 40)
            yield replace(
                _owed(
                    f"上轮措施“{words}”的成效：已见效的写效果，附有日期的证据；没有做的写“尚未实施”并说明",
                    promise.text,
                ),
                sources=(Source(SourceKind.LAST, promise.name), Source(SourceKind.MISSING, promise.text)),
            )
    seen = {place for one in shown for place in one.answers}
    without = [
        (i, one)
        for i, one in enumerate(measures, 1)
        if isinstance(one, Unit) and one.place not in seen and not NOT_YET.search(one.text)
    ]
    if without:
        told = _listed("措施", [(i, one.text) for i, one in without])
        yield _owed(f"{told}的成效：已见效的写效果，附有日期的证据；没有做的写“尚未实施”并说明", "成效")
    elif not shown and not asked:
        yield _owed("已经看到的成效，附有日期的证据；措施还没有做的写“尚未实施”并说明", "成效")


def _evident(unit: Unit, end: str, more: tuple[Source, ...] = ()) -> Sentence:
    """The evidence, word for word, as a sentence."""
    sources = (*map(_proof, unit.ids), *more)
    return Sentence(stopped(unit.text) + end, sources=sources, origin=Origin.COMPOSER)


def _called(kind: str, number: int, text: str) -> str:
    """问题2（…）: a sentence by its number and how it begins."""
    return f"{kind}{number}（{_short(text)}）"


def _listed(kind: str, told: Sequence[tuple[int, str]]) -> str:
    """Two sentences in short, more of them by number: 问题1、3、4."""
    if len(told) <= 2:
        return "、".join(_called(kind, number, text) for number, text in told)
    return kind + "、".join(str(number) for number, _ in told)


def _short(text: str, length: int = _NAMED) -> str:
    """How a sentence begins (what follows its 但), up to the end of a clause, or at least not inside a number."""
    flat = _ended(BUT.split(" ".join(text.split()))[-1]).translate(_QUOTES)
    if len(flat) <= length:
        return flat
    stop = max(flat.rfind(mark, _LEAST, length + 1) for mark in "，。；：,;:")
    if stop > 0:
        return f"{flat[:stop]}…"
    stop = length
    while stop > _LEAST and _INSIDE.match(flat[stop - 1 : stop + 1]):
        stop -= 1
    return f"{flat[:stop]}…"


def _ended(text: str) -> str:
    return text.strip().rstrip("。；;")


def _owed(text: str, about: str, *more: Source, end: str = "\n") -> Sentence:
    """A 【待补充：…】."""
    text = " ".join(text.replace("【", "〔").replace("】", "〕").split("\n"))
    sources = (Source(SourceKind.MISSING, about), *more)
    return Sentence(f"【待补充：{text}】{end}", sources=sources, origin=Origin.COMPOSER)


def _proof(id_: str) -> Source:
    return Source(SourceKind.EVIDENCE, id_)


def _clause(bench: Bench, point: Point) -> Source:
    table = bench.corpus.documents[bench.scheme.document].table(bench.scheme.table)
    return Source(
        SourceKind.CLAUSE, f"{bench.scheme.document}:{table.address} {point.element} 第{point.order}点"
    )


def _clauses(bench: Bench, element: Element, unit: Unit) -> tuple[Source, ...]:
    wanted = {_point(name) for name in unit.points}
    return tuple(_clause(bench, point) for point in element.points if _number(point) in wanted)


def _by_point(units: Sequence[Unit], element: Element) -> list[Unit]:
    """In the order of the points, and of the evidence below each; what speaks of no point last."""
    return sorted(units, key=lambda one: _first_point(one, element))


def _first_point(unit: Unit, element: Element) -> int:
    wanted = {_point(name) for name in unit.points}
    places = (i for i, point in enumerate(element.points) if _number(point) in wanted)
    return next(places, len(element.points))


def _number(point: Point) -> str:
    return point.id.split(":", 1)[1]


def _point(name: str) -> str:
    """The point of 5.2.1.2 (its second criterion): 5.2.1."""
    return ".".join(name.split(".")[:3])


def _within(name: str, point: str) -> bool:
    return name == point or name.startswith(point + ".")
