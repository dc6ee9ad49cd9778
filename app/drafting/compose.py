"""Evidence, last year's measures and the criteria → a draft of one element, without a language model.

Nothing is invented: a piece of evidence is put into its part as it stands, word for word; what is missing becomes
【待补充：…】 that names the point and the kind of evidence it needs. Each sentence carries what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import Cell, Evidence, Origin, Part, PartKey, Sentence, Source, SourceKind
from app.domain.schemes import Element, Point
from app.drafting.alike import speaks_of_same
from app.drafting.bench import Bench
from app.drafting.check_links import NOT_YET
from app.drafting.dates import is_date
from app.drafting.sorting import needed, part_for
from app.drafting.text import counted, items, numbered, part_of, said, shortened

_KEPT = 0.4  # share of the words in common by which evidence speaks of a promise
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
class _Placed:
    """A piece of evidence, where it goes."""

    piece: Evidence
    part: PartKey
    promise: int | None = None  # the promise it shows kept


def compose(
    bench: Bench, element: Element, evidence: Sequence[Evidence], last: Cell | None = None, cycle: str = ""
) -> Composed:
    """The draft of `element`. `last`: its cell in the report of `cycle`, whose measures are asked after."""
    linked = [_linked(bench, element, piece) for piece in evidence]
    promises = _promises(bench, last, cycle)
    placed = [_placed(piece, promises) for piece in linked]
    # What shows a promise of last year's kept is an achievement of this year's, too.
    placed += [
        replace(one, part=PartKey.ACHIEVEMENTS)
        for one in placed
        if one.promise is not None and one.piece.part is None
    ]
    problems = _problems(bench, element, placed)
    measures = _measures(bench, placed, problems)
    parts = (
        Part(PartKey.GOALS, tuple(_goals(bench, element, placed))),
        Part(PartKey.ACHIEVEMENTS, tuple(_achievements(bench, element, placed))),
        Part(PartKey.PROBLEMS, tuple(problems)),
        Part(PartKey.CAUSES, tuple(_causes(placed, problems))),
        Part(PartKey.MEASURES, tuple(measures)),
        Part(PartKey.EFFECTS, tuple(_effects(placed, promises))),
    )
    cell = counted(numbered(Cell(element.code, parts, tuple(linked))))
    kept = tuple(
        replace(
            promise,
            evidence=tuple(
                one.piece.id for one in placed if one.promise == i and one.part is PartKey.EFFECTS
            ),
        )
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


def _placed(piece: Evidence, promises: Sequence[Promise]) -> _Placed:
    part = part_for(piece)
    kept = next(
        (
            i
            for i, promise in enumerate(promises)
            if part in (PartKey.ACHIEVEMENTS, PartKey.EFFECTS)
            and speaks_of_same(promise.text, piece.text, share=_KEPT)
        ),
        None,
    )
    if kept is not None and piece.part in (None, PartKey.EFFECTS):
        return _Placed(piece, PartKey.EFFECTS, kept)
    return _Placed(piece, part)


def _of(placed: Iterable[_Placed], part: PartKey) -> list[Evidence]:
    return [one.piece for one in placed if one.part is part]


def _goals(bench: Bench, element: Element, placed: Sequence[_Placed]) -> Iterator[Sentence]:
    """How far each point is met, as far as the evidence says."""
    good = (PartKey.ACHIEVEMENTS, PartKey.EFFECTS)
    for one in _of(placed, PartKey.GOALS):
        yield _evident(one, "\n")
    states: dict[str, list[tuple[Point, list[str]]]] = {"both": [], "good": [], "bad": [], "none": []}
    for point in element.points:
        number = point.id.split(":", 1)[1]
        own = [one for one in placed if any(_within(name, number) for name in one.piece.points)]
        shown = [one.piece.id for one in own if one.part in good]
        lacking = [one.piece.id for one in own if one.part is PartKey.PROBLEMS]
        state = ("both" if lacking else "good") if shown else ("bad" if lacking else "none")
        states[state].append((point, [*shown, *lacking]))
    for state, told in (
        ("good", "有实证支撑。"),
        ("both", "有进展，也有问题。"),
        ("bad", "存在问题，尚未达成。"),
    ):
        if states[state]:
            names = "".join(f"“{point.name}”" for point, _ in states[state])
            ids = dict.fromkeys(id_ for _, found in states[state] for id_ in found)
            clauses = [_clause(bench, point) for point, _ in states[state]]
            yield Sentence(names + told, sources=(*map(_proof, ids), *clauses), origin=Origin.COMPOSER)
    for point, _ in states["none"]:
        yield _owed(
            f"“{point.name}”的达成情况，需{needed(point.criteria[0])}",
            point.name,
            _clause(bench, point),
            end="",
        )


def _achievements(bench: Bench, element: Element, placed: Sequence[_Placed]) -> Iterator[Sentence]:
    found = _of(placed, PartKey.ACHIEVEMENTS)
    order = {point.id.split(":", 1)[1]: i for i, point in enumerate(element.points)}
    found.sort(key=lambda piece: min((order.get(_point(name), 99) for name in piece.points), default=99))
    for piece in found:
        yield _evident(piece, "", _clauses(bench, element, piece))
    if not found:
        names = "、".join(f"“{point.name}”" for point in element.points)
        kinds = "；".join(dict.fromkeys(needed(point.criteria[0]) for point in element.points))
        yield _owed(f"{names}方面的成绩，需{kinds}", element.name)


def _problems(bench: Bench, element: Element, placed: Sequence[_Placed]) -> list[Sentence]:
    found = _of(placed, PartKey.PROBLEMS)
    made = [_evident(piece, "\n", _clauses(bench, element, piece)) for piece in found]
    if not made:
        names = "、".join(f"“{point.name}”" for point in element.points)
        made = [
            _owed(f"存在的问题，对照{names}的影响因素写差距，需自查记录、检查通报或统计数据", element.name)
        ]
    # The ids are wanted before the cell is numbered: measures are linked to them.
    return [replace(one, id=f"s{900 + i}") for i, one in enumerate(made)]


def _causes(placed: Sequence[_Placed], problems: Sequence[Sentence]) -> Iterator[Sentence]:
    found = _of(placed, PartKey.CAUSES)
    for piece in found:
        yield _evident(piece, "\n")
    real = [one for one in problems if one.evidence]
    without = [one for one in real if not any(speaks_of_same(one.text, piece.text) for piece in found)]
    if not real and not found:
        yield _owed("上述问题的原因，需讨论或调研记录", "原因")
    elif without and len(found) < len(real):
        told = "、".join(f"“{shortened(one.text.strip().rstrip('。；;'), 24)}”" for one in without)
        yield _owed(f"{told}的原因，需讨论或调研记录", "原因")


def _measures(bench: Bench, placed: Sequence[_Placed], problems: Sequence[Sentence]) -> list[Sentence]:
    made = []
    answered: set[str] = set()
    real = [one for one in problems if one.evidence]
    for piece in _of(placed, PartKey.MEASURES):
        links = tuple(one.id for one in real if speaks_of_same(one.text, piece.text))
        answered.update(links)
        made.append(replace(_evident(piece, "\n"), answers=links))
    for problem in real:
        if problem.id not in answered:
            words = shortened(problem.text.strip().rstrip("。；;"), 24)
            owed = _owed(f"针对“{words}”的措施，含责任部门和完成时间", words)
            made.append(replace(owed, answers=(problem.id,)))
    if not made:
        made.append(_owed("针对存在问题的措施，含责任部门和完成时间", "措施"))
    return made


def _effects(placed: Sequence[_Placed], promises: Sequence[Promise]) -> Iterator[Sentence]:
    shown = [one for one in placed if one.part is PartKey.EFFECTS]
    for one in shown:
        last = (Source(SourceKind.LAST, promises[one.promise].name),) if one.promise is not None else ()
        done = False if NOT_YET.search(one.piece.text) else (True if is_date(one.piece.dated) else None)
        yield replace(_evident(one.piece, "\n", last), done=done)
    asked = False
    for i, promise in enumerate(promises):
        if not any(one.promise == i for one in shown):
            asked = True
            yield replace(
                _owed(
                    f"上轮措施“{shortened(promise.text, 40)}”的成效：已见效的写效果，附有日期的证据；没有做的写“尚未实施”并说明",
                    promise.text,
                ),
                sources=(Source(SourceKind.LAST, promise.name), Source(SourceKind.MISSING, promise.text)),
            )
    if not shown and not asked:
        yield _owed("已经看到的成效，附有日期的证据；措施还没有做的写“尚未实施”并说明", "成效")


def _evident(piece: Evidence, end: str, more: tuple[Source, ...] = ()) -> Sentence:
    """The evidence, word for word, as a sentence."""
    text = piece.text.strip()
    stop = "" if text.endswith(_ENDS) else "。"
    return Sentence(f"{text}{stop}{end}", sources=(_proof(piece.id), *more), origin=Origin.COMPOSER)


def _owed(text: str, about: str, *more: Source, end: str = "\n") -> Sentence:
    """A 【待补充：…】."""
    text = text.replace("【", "〔").replace("】", "〕").replace("\n", " ")
    sources = (Source(SourceKind.MISSING, about), *more)
    return Sentence(f"【待补充：{text}】{end}", sources=sources, origin=Origin.COMPOSER)


def _proof(id_: str) -> Source:
    return Source(SourceKind.EVIDENCE, id_)


def _clause(bench: Bench, point: Point) -> Source:
    table = bench.corpus.documents[bench.scheme.document].table(bench.scheme.table)
    return Source(
        SourceKind.CLAUSE, f"{bench.scheme.document}:{table.address} {point.element} 第{point.order}点"
    )


def _clauses(bench: Bench, element: Element, piece: Evidence) -> tuple[Source, ...]:
    wanted = {_point(name) for name in piece.points}
    return tuple(_clause(bench, point) for point in element.points if point.id.split(":", 1)[1] in wanted)


def _point(name: str) -> str:
    """The point of 5.2.1.2 (its second criterion): 5.2.1."""
    return ".".join(name.split(".")[:3])


def _within(name: str, point: str) -> bool:
    return name == point or name.startswith(point + ".")
