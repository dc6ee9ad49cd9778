"""A draft moved to another scheme: what goes where, before anything is made.

Where two elements become one, their texts follow one another and no sentence is lost. Where one becomes two, nobody
can know which sentence goes where: the move asks, and until it is told each sentence waits under `open`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import (
    OVERVIEW,
    PARTS,
    Cell,
    Evidence,
    Part,
    PartKey,
    Report,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import ReportError
from app.domain.schemes import Crosswalk, Scheme
from app.drafting.bench import default_form
from app.drafting.text import counted, numbered
from app.drafting.touching import Touching

Choices = Mapping[tuple[str, str], str]  # (element, sentence id or evidence id) → element of the other scheme


@dataclass(frozen=True)
class Question:
    """A sentence or piece of evidence that may go to several elements. `guess`: the one it speaks of most, or ""."""

    element: str
    id: str
    text: str
    choices: tuple[str, ...]
    guess: str


@dataclass(frozen=True)
class Move:
    """One element of the new scheme: where its text comes from."""

    element: str
    sources: tuple[str, ...]
    relation: str
    cell: Cell


@dataclass(frozen=True)
class Moved:
    """The preview: the new report, its moves, what is still to be decided, what has no place at all."""

    report: Report
    moves: tuple[Move, ...]
    questions: tuple[Question, ...]
    left: tuple[str, ...]  # elements of the old scheme that answer to none of the new


def move(
    report: Report,
    crosswalk: Crosswalk,
    schemes: Mapping[str, Scheme],
    to: str,
    choices: Choices | None = None,
) -> Moved:
    """`report` under the scheme `to`; ReportError where the two schemes have no crosswalk."""
    if to == report.scheme or set(crosswalk.schemes) != {report.scheme, to}:
        raise ReportError(f"没有从 {report.scheme} 到 {to} 的对照表，不能转换；请选有对照表的方案。")
    old, new = schemes[report.scheme], schemes[to]
    choices = choices or {}
    questions: list[Question] = []
    sorted_cells: dict[str, list[tuple[str, Cell]]] = {element.code: [] for element in new.elements()}
    left = []
    for element in old.elements():
        cell = numbered(report.cell(element.code))
        partners = crosswalk.element_partners(old.id, element.code, to)
        if not partners:
            if not cell.is_empty or cell.evidence:
                left.append(element.code)
            continue
        if len(partners) > 1 and not (cell.is_empty and not cell.evidence):
            questions += _questions(cell, partners, new, choices)
        for partner in partners:
            taken = cell if len(partners) == 1 else _taken(cell, partner, choices)
            sorted_cells[partner].append((element.code, _pointed(taken, crosswalk, old.id, to)))
    moves = tuple(_move(code, came, crosswalk, to) for code, came in sorted_cells.items())
    overview = report.cell(OVERVIEW)
    cells = (*((overview,) if not overview.is_empty else ()), *(one.cell for one in moves if _has(one.cell)))
    form = report.form if report.form not in ("", report.scheme) else default_form(new)
    moved = replace(report, scheme=to, form=form, cells=cells)
    return Moved(moved, moves, tuple(questions), tuple(left))


def _has(cell: Cell) -> bool:
    return not cell.is_empty or bool(cell.evidence)


def _questions(cell: Cell, partners: Sequence[str], new: Scheme, choices: Choices) -> Iterable[Question]:
    touching = Touching(new)
    elements = [found for code in partners if (found := new.element(code))]
    told = [(one.id, one.text.strip()) for _, one in cell.sentences() if one.text.strip()]
    told += [(piece.id, piece.text) for piece in cell.evidence]
    for id_, text in told:
        if choices.get((cell.element, id_)) in partners:
            continue
        guesses = [element.code for element in elements if element.name in text]
        guesses = guesses or [element.code for element in elements if touching.nearest(text, element)]
        yield Question(cell.element, id_, text, tuple(partners), guesses[0] if len(guesses) == 1 else "")


def _taken(cell: Cell, partner: str, choices: Choices) -> Cell:
    """The sentences and evidence of `cell` that were sent to `partner`."""

    def mine(id_: str) -> bool:
        return choices.get((cell.element, id_)) == partner

    parts = tuple(Part(p.key, tuple(one for one in p.sentences if mine(one.id))) for p in cell.parts)
    used = {id_ for part in parts for one in part.sentences for id_ in one.evidence}
    evidence = tuple(piece for piece in cell.evidence if mine(piece.id) or piece.id in used)
    return Cell(cell.element, parts, evidence)


def _pointed(cell: Cell, crosswalk: Crosswalk, old: str, new: str) -> Cell:
    """The cell with its evidence linked to the points of the other scheme; a criterion's number does not carry over."""

    def renamed(name: str) -> str | None:
        point = ".".join(name.split(".")[:3])
        link = crosswalk.point_link(f"{old}:{point}")
        other = next((id_ for id_ in link.ids if id_.startswith(f"{new}:")), None) if link else None
        return other.split(":", 1)[1] if other else None

    def of(piece: Evidence) -> Evidence:
        return replace(piece, points=tuple(dict.fromkeys(filter(None, map(renamed, piece.points)))))

    return replace(cell, evidence=tuple(map(of, cell.evidence)))


def _move(code: str, came: Sequence[tuple[str, Cell]], crosswalk: Crosswalk, to: str) -> Move:
    sources = tuple(source for source, _ in came)
    relation = next((link.relation for link in crosswalk.elements if (to, code) in link.codes), "")
    return Move(code, sources, relation, merged(code, [cell for _, cell in came]))


def merged(code: str, cells: Sequence[Cell]) -> Cell:
    """One cell with everything of `cells`: part by part, the texts one after the other, evidence numbered anew."""
    evidence: list[Evidence] = []
    parts: dict[PartKey, list[Sentence]] = {key: [] for key in PARTS}
    for number, cell in enumerate(cells):
        names = {piece.id: f"E{len(evidence) + i}" for i, piece in enumerate(cell.evidence, 1)}
        evidence += [replace(piece, id=names[piece.id]) for piece in cell.evidence]
        for part in cell.parts:
            own = [_renamed(one, names, f"m{number}-") for one in part.sentences]
            before = parts.setdefault(part.key, [])
            if before and own and not before[-1].text.endswith("\n"):
                before[-1] = replace(before[-1], text=before[-1].text + "\n")
            before += own
    cell = Cell(code, tuple(Part(key, tuple(own)) for key, own in parts.items() if own), tuple(evidence))
    return counted(numbered(cell))


def _renamed(one: Sentence, names: Mapping[str, str], prefix: str) -> Sentence:
    sources = tuple(
        Source(source.kind, names.get(source.name, source.name))
        if source.kind is SourceKind.EVIDENCE
        else source
        for source in one.sources
    )
    answers = tuple(prefix + id_ for id_ in one.answers)
    return replace(one, id=prefix + one.id if one.id else "", sources=sources, answers=answers)
