"""Evidence, last year's measures and the criteria → a draft of one element, without a language model.

Nothing is invented: the sentences of the evidence are put into their parts as they stand, word for word; what is
missing, or whose part no word tells, becomes 【待补充：…】 that names the point and the kind of evidence it needs.
Each sentence carries what it rests on, each measure the problem it answers, each effect its measure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.drafts import Cell, Evidence, Origin, Part, PartKey, Sentence, Source, SourceKind
from app.domain.schemes import Element, Point
from app.drafting.alike import pairs, speaks_of_same
from app.drafting.bench import Bench
from app.drafting.check_links import NOT_YET
from app.drafting.dates import earliest, is_date, latest
from app.drafting.sorting import BUT, is_better, is_done, is_whole, needed, part_said, pieces
from app.drafting.text import counted, items, numbered, part_of, said

_KEPT = 0.4  # share of the words in common by which evidence speaks of a promise
_SAME = 0.12  # share by which one sentence of the evidence speaks of another
_READ = 300  # characters of a sentence that such comparisons look at
_NEAR = timedelta(31)  # before the date of a problem's evidence, in which it may have been known already
_NAMED = 28  # characters by which a sentence is called in a 【待补充】
_LEAST = 6  # and at least so many
_SHOWN = 3  # pieces of evidence named in a 【待补充】
_OFTEN = 3  # sentences of the evidence that may share a word before it tells them apart no more
_QUOTES = str.maketrans("“”", "‘’")  # inside a 【待补充】, which quotes with “”
_INSIDE = re.compile(r"[0-9A-Za-z.%∶:/-]{2}")
_ENDS = ("。", "；", "！", "？", ";", "!", "?", "……")


@dataclass(frozen=True)
class Promise:
    """A measure of last year's report, and the evidence that speaks of it."""

    text: str
    name: str  # 2024 5.2 改进措施
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Composed:
    """A draft: `cell` has the evidence with its points, and the parts. `promises`: 上轮措施 → 本轮成效."""

    cell: Cell
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class _Unit:
    """A sentence of the evidence, or several that stay together, and where it goes (None: nobody can tell)."""

    place: int  # in the order of the evidence
    text: str
    ids: tuple[str, ...]  # of the evidence that says it
    part: PartKey | None
    points: tuple[str, ...]
    dated: str
    by_hand: bool  # somebody said which part
    words: frozenset[str]
    promise: int | None = None  # the promise it shows kept
    answers: tuple[
        int, ...
    ] = ()  # places of the problems it explains or answers, of an effect: of its measures


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
    units = _chained(_once(_units(bench, element, evidence, promises, until)), pairs(element.name))
    problems = _of(units, PartKey.PROBLEMS)
    measures = _ordered(_of(units, PartKey.MEASURES), problems)
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
    return tuple(Promise(said(item), name, ()) for item in items(part) if said(item))


def _units(
    bench: Bench, element: Element, evidence: Sequence[Evidence], promises: Sequence[Promise], until: str
) -> Iterator[_Unit]:
    """The evidence in sentences, each with its part; what somebody put into a part by hand stays whole."""
    if not is_date(until):
        until = max((piece.dated for piece in evidence if is_date(piece.dated)), key=latest, default="")
    place = 0
    for piece in evidence:
        for text, part in _cut(piece, until):
            kept = _kept(text, part, promises) if piece.part in (None, PartKey.EFFECTS) else None
            yield _Unit(
                place,
                text,
                (piece.id,),
                part if kept is None else PartKey.EFFECTS,
                piece.points or bench.touching.nearest(text, element),
                piece.dated if is_date(piece.dated) else "",
                piece.part is not None,
                pairs(text[:_READ]),
                kept,
            )
            place += 1


def _cut(piece: Evidence, until: str) -> list[tuple[str, PartKey | None]]:
    """The sentences of a piece, those next to one another that belong to one part in one."""
    if piece.part is not None:
        return [(piece.text.strip(), piece.part)]
    found: list[tuple[str, PartKey | None]] = []
    for text in pieces(piece.text.strip()):
        part = part_said(text, until)
        if found and (part is None or found[-1][1] in (None, part)):
            # What no word decides goes with what it stands beside.
            found[-1] = (found[-1][0] + text, found[-1][1] or part)
        else:
            found.append((text, part))
    return [(text.strip(), part) for text, part in found]


def _kept(text: str, part: PartKey | None, promises: Sequence[Promise]) -> int | None:
    """The promise that a piece of evidence shows kept."""
    if part not in (PartKey.ACHIEVEMENTS, PartKey.EFFECTS):
        return None
    same = (i for i, one in enumerate(promises) if speaks_of_same(one.text, text[:_READ], share=_KEPT))
    return next(same, None)


def _once(units: Iterable[_Unit]) -> list[_Unit]:
    """What several pieces of evidence say in the same words is said once, and rests on all of them."""
    found: dict[tuple[PartKey | None, str], _Unit] = {}
    for one in units:
        key = (one.part, _stopped(one.text))
        if (held := found.get(key)) is None:
            found[key] = one
        else:
            text = max(held.text, one.text, key=len)
            ids = tuple(dict.fromkeys((*held.ids, *one.ids)))
            found[key] = replace(
                held, text=text, ids=ids, points=tuple(dict.fromkeys((*held.points, *one.points)))
            )
    return list(found.values())


def _chained(units: Sequence[_Unit], name: frozenset[str]) -> list[_Unit]:
    """Problem → cause → measure → effect: what was done about a problem is its measure, what came of it an effect.

    `name`: the words of the element's name, which everything in it says.
    """
    worth = _worth(units, name)
    problems = _of(units, PartKey.PROBLEMS)
    grounds = {one.place: [one] for one in problems}  # a problem and what explains it
    found = {one.place: one for one in units}
    for cause in _of(units, PartKey.CAUSES):
        about = _nearest(cause, {place: told[:1] for place, told in grounds.items()}, worth) or _before(
            cause, units
        )
        found[cause.place] = replace(cause, answers=about)
    for cause in _of(found.values(), PartKey.CAUSES):
        for place in cause.answers:
            grounds[place].append(cause)
    late: list[tuple[_Unit, tuple[int, ...]]] = []
    for one in units:
        free = one.part is PartKey.ACHIEVEMENTS and not one.by_hand
        if not free and one.part not in (PartKey.MEASURES, PartKey.EFFECTS):
            continue
        about = _beside(one, problems) or _nearest(one, grounds, worth, later=free)
        if one.part is PartKey.MEASURES:
            found[one.place] = replace(one, answers=about)
        elif one.part is PartKey.EFFECTS or (about and (is_better(one.text) or is_whole(one.text))):
            late.append((one, about))
        elif about and is_done(one.text):
            found[one.place] = replace(one, part=PartKey.MEASURES, answers=about)
    measures = _of(found.values(), PartKey.MEASURES)
    for one, about in late:
        shown = tuple(held.place for held in measures if set(held.answers) & set(about))
        if not shown:
            shown = _nearest(one, {held.place: [held] for held in measures}, worth)
        if one.part is PartKey.EFFECTS or is_better(one.text) or shown:
            found[one.place] = replace(one, part=PartKey.EFFECTS, answers=shown)
        elif is_done(one.text):
            found[one.place] = replace(one, part=PartKey.MEASURES, answers=about)
            measures.append(found[one.place])
    return list(found.values())


def _nearest(
    unit: _Unit, grounds: Mapping[int, Sequence[_Unit]], worth: Mapping[str, int], later: bool = False
) -> tuple[int, ...]:
    """The places in `grounds` that `unit` shares most words with. `later`: it must not be older than they are."""
    best = 0
    found: list[int] = []
    for place, told in grounds.items():
        if later and unit.dated and told[0].dated and latest(unit.dated) + _NEAR < earliest(told[0].dated):
            continue
        score = max(_shared(unit, one, worth) for one in told)
        if score > best:
            best, found = score, []
        if score and score == best:
            found.append(place)
    return tuple(found)


def _worth(units: Sequence[_Unit], name: frozenset[str]) -> dict[str, int]:
    """How much each word tells sentences apart: one that only two of them have more, one that many have nothing."""
    counts = Counter(pair for one in units for pair in one.words)
    often = max(_OFTEN, len(units) // 5)
    return {
        pair: 2 if number == 2 else 1
        for pair, number in counts.items()
        if number <= often and pair not in name and not pair.isascii()
    }


def _shared(one: _Unit, other: _Unit, worth: Mapping[str, int]) -> int:
    """What the words are worth that two sentences share; 0 where they do not speak of the same thing."""
    common = [worth[pair] for pair in one.words & other.words if pair in worth]
    smaller = min(sum(pair in worth for pair in unit.words) for unit in (one, other))
    return sum(common) if len(common) >= 2 and sum(common) >= _SAME * smaller else 0


def _before(cause: _Unit, units: Sequence[_Unit]) -> tuple[int, ...]:
    """The problems that a cause stands right behind, where the evidence is of one date."""
    found: list[int] = []
    for one in reversed([unit for unit in units if unit.place < cause.place]):
        if one.part is PartKey.CAUSES and found:
            break
        if one.part not in (PartKey.PROBLEMS, PartKey.CAUSES) or one.dated != cause.dated:
            break
        if one.part is PartKey.PROBLEMS:
            found.append(one.place)
    return tuple(reversed(found))


def _beside(unit: _Unit, problems: Sequence[_Unit]) -> tuple[int, ...]:
    """The problem that the same piece of evidence told of just before."""
    same = [one.place for one in problems if one.place < unit.place and set(one.ids) & set(unit.ids)]
    return tuple(same[-1:])


def _of(units: Iterable[_Unit], part: PartKey | None) -> list[_Unit]:
    return [one for one in units if one.part is part]


def _ordered(measures: Sequence[_Unit], problems: Sequence[_Unit]) -> list[_Unit | int]:
    """The measures in the order of the problems they answer, and in its turn the place of a problem without one."""
    found: list[_Unit | int] = []
    answered = {place for one in measures for place in one.answers}
    for problem in problems:
        found += [one for one in measures if problem.place in one.answers and one not in found]
        if problem.place not in answered:
            found.append(problem.place)
    return found + [one for one in measures if one not in found]


def _goals(bench: Bench, element: Element, units: Sequence[_Unit]) -> Iterator[Sentence]:
    """What the evidence says of goals and figures; how far a point is met is nobody's to say but the school's."""
    own = _by_point(_of(units, PartKey.GOALS), element)
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
                f"（证据{'、'.join(ids[:_SHOWN])}{more}没有写目标）"
            )
        yield _owed(told, point.name, _clause(bench, point))


def _achievements(bench: Bench, element: Element, units: Sequence[_Unit]) -> Iterator[Sentence]:
    """A line a point; then what may be an achievement or a problem, each as a question."""
    found = _by_point(_of(units, PartKey.ACHIEVEMENTS), element)
    for i, one in enumerate(found):
        ends = i + 1 == len(found) or _first_point(one, element) != _first_point(found[i + 1], element)
        yield _evident(one, "\n" if ends else "", _clauses(bench, element, one))
    unclear = _of(units, None)
    for one in unclear:
        yield from _asked(one)
    if not found and not unclear:
        names = "、".join(f"“{point.name}”" for point in element.points)
        kinds = "；".join(dict.fromkeys(needed(point.criteria[0]) for point in element.points))
        yield _owed(f"{names}方面的成绩，需{kinds}", element.name)


def _asked(unit: _Unit) -> Iterator[Sentence]:
    """The question where a sentence belongs, with its very words: in the question, or behind it where none can be."""
    ids = "、".join(unit.ids)
    sources = tuple(map(_proof, unit.ids))
    question = f"证据{ids}归入成绩、问题还是原因，请定"
    if re.search(r"[【】\n]", unit.text):
        yield replace(
            _owed(f"{question}：见下一句", ids), sources=(*sources, Source(SourceKind.MISSING, ids))
        )
        yield _evident(unit, "\n")
    else:
        asked = _owed(f"{question}：{unit.text}", ids)
        yield replace(asked, sources=(*sources, *asked.sources))


def _problems(bench: Bench, element: Element, problems: Sequence[_Unit]) -> Iterator[Sentence]:
    for one in problems:
        # Measures are linked to the id before the cell is numbered.
        yield replace(_evident(one, "\n", _clauses(bench, element, one)), id=f"p{one.place}")
    if not problems:
        names = "、".join(f"“{point.name}”" for point in element.points)
        yield _owed(f"存在的问题，对照{names}的影响因素写差距，需自查记录、检查通报或统计数据", element.name)


def _causes(units: Sequence[_Unit], problems: Sequence[_Unit]) -> Iterator[Sentence]:
    """In the order of the problems they explain; then the rest."""
    found = _of(units, PartKey.CAUSES)
    order = {one.place: i for i, one in enumerate(problems)}
    found.sort(key=lambda one: order[one.answers[0]] if one.answers else len(order))
    for one in found:
        yield _evident(one, "\n")
    explained = {place for one in found for place in one.answers}
    without = [(i, one) for i, one in enumerate(problems, 1) if one.place not in explained]
    if not problems and not found:
        yield _owed("上述问题的原因，需讨论或调研记录", "原因")
    elif len(without) > sum(not one.answers for one in found):
        told = _listed("问题", [(i, one.text) for i, one in without])
        yield _owed(f"{told}的原因，需讨论或调研记录", "原因")


def _measures(
    bench: Bench, element: Element, measures: Sequence[_Unit | int], problems: Sequence[_Unit]
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
    units: Sequence[_Unit], promises: Sequence[Promise], measures: Sequence[_Unit | int]
) -> Iterator[Sentence]:
    """In the order of their measures; then what is owed of last year's measures and of this year's."""
    order = {one.place: i for i, one in enumerate(measures) if isinstance(one, _Unit)}
    shown = _of(units, PartKey.EFFECTS)
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
        if isinstance(one, _Unit) and one.place not in seen and not NOT_YET.search(one.text)
    ]
    if without:
        told = _listed("措施", [(i, one.text) for i, one in without])
        yield _owed(f"{told}的成效：已见效的写效果，附有日期的证据；没有做的写“尚未实施”并说明", "成效")
    elif not shown and not asked:
        yield _owed("已经看到的成效，附有日期的证据；措施还没有做的写“尚未实施”并说明", "成效")


def _evident(unit: _Unit, end: str, more: tuple[Source, ...] = ()) -> Sentence:
    """The evidence, word for word, as a sentence."""
    sources = (*map(_proof, unit.ids), *more)
    return Sentence(_stopped(unit.text) + end, sources=sources, origin=Origin.COMPOSER)


def _stopped(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}。"


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


def _clauses(bench: Bench, element: Element, unit: _Unit) -> tuple[Source, ...]:
    wanted = {_point(name) for name in unit.points}
    return tuple(_clause(bench, point) for point in element.points if _number(point) in wanted)


def _by_point(units: Sequence[_Unit], element: Element) -> list[_Unit]:
    """In the order of the points, and of the evidence below each; what speaks of no point last."""
    return sorted(units, key=lambda one: _first_point(one, element))


def _first_point(unit: _Unit, element: Element) -> int:
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
