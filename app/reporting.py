"""What is done with reports at every door: opened over their scheme, written, proposed, checked, handed in.

Who may write a cell: whoever may edit everything, and writers of the departments that the cell is assigned to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.bootstrap import Services
from app.domain.corpus import Corpus
from app.domain.drafts import (
    OVERVIEW,
    STATUS_NAMES,
    Cell,
    Evidence,
    Part,
    PartKey,
    Report,
    ReportKind,
    Sentence,
    Source,
    SourceKind,
    Status,
)
from app.domain.errors import ForbiddenError, PeopleError, UnknownNameError
from app.domain.people import Actor, Person, Right, may_edit
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench, open_bench
from app.drafting.checks import check_cell, check_report, ready
from app.drafting.compose import Composed, compose
from app.drafting.progress import owners
from app.drafting.report_file import EVIDENCE, next_id
from app.drafting.text import numbered, reworded, rewritten
from app.storage.report_rows import OPEN, Decision, Head, Proposal, SavedCell, StoredCell, StoredReport
from app.worksheet_rules import cleaned

SHORT = 200  # characters of a name or date
TRIES = 5  # against others who save at the same moment


@dataclass(frozen=True)
class Opened:
    """A report with what it is drafted and checked with. `last`: last cycle's report."""

    stored: StoredReport
    bench: Bench
    last: Report | None
    last_head: Head | None

    @property
    def head(self) -> Head:
        return self.stored.head

    @property
    def report(self) -> Report:
        return self.stored.as_report()

    def codes(self) -> tuple[str, ...]:
        """The overview and the elements of the scheme, in order."""
        return (OVERVIEW, *(element.code for element in self.bench.scheme.elements()))

    def name(self, code: str) -> str:
        element = self.bench.element(code)
        return element.name if element else "自我诊改工作概述"


@dataclass(frozen=True)
class Links:
    """What somebody said of the sentences `known`: which they answer, which evidence they rest on, whether done."""

    known: frozenset[str] = frozenset()
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[str]] = field(default_factory=dict)
    done: Mapping[str, bool | None] = field(default_factory=dict)


def today() -> date:
    """The day as of which reports are checked."""
    return date.today()


def listed(services: Services, corpus: Corpus) -> tuple[Head, ...]:
    """The reports of schemes that may be read, newest first."""
    return tuple(head for head in services.reports.all() if head.scheme in corpus.schemes)


def opened(services: Services, corpus: Corpus, id_: str) -> Opened:
    """The report; UnknownNameError where there is none, or its scheme may not be read."""
    stored = services.reports.get(id_)
    head = stored.head
    bench = open_bench(corpus, head.scheme, head.form)
    last = last_head = None
    if head.previous:
        try:
            earlier = services.reports.get(head.previous)
            last, last_head = earlier.as_report(), earlier.head
        except UnknownNameError:
            pass  # removed meanwhile
    return Opened(stored, bench, last, last_head)


def code_named(found: Opened, code: str) -> str:
    """`code` where the report has such a cell; UnknownNameError names the known ones."""
    if code not in found.codes():
        known = "、".join(found.codes())
        raise UnknownNameError(f"{found.bench.scheme.short}的报告里没有“{code[:40]}”；有：{known}。")
    return code


def create(
    services: Services, actor: Actor, corpus: Corpus, head: Head, cells: Sequence[Cell] = ()
) -> StoredReport:
    """A new report, its cells assigned to the departments that the scheme itself names."""
    bench = open_bench(corpus, head.scheme, head.form)
    departments = {element.code: owners(element) for element in bench.scheme.elements()}
    return services.reports.create(
        actor, head, [ready(cell) for cell in cells], departments if head.kind is ReportKind.DRAFT else {}
    )


def no_edit_reason(person: Person, found: Opened, code: str) -> str:
    """Why `person` may not write the cell now; "" where they may."""
    if found.head.kind is not ReportKind.DRAFT:
        return "这是往年或示例的报告，只供查看；要接着用，请新建报告并把它选作上一轮。"
    stored = found.stored.cell(code)
    if not may_edit(person, frozenset(stored.departments)):
        writers = "、".join(dict.fromkeys((*stored.departments, "质控办")))
        return f"{code} 由{writers}撰写；您可以查看。"
    if stored.status not in OPEN:
        return f"{code} {STATUS_NAMES[stored.status]}，不能再改；要改请质控办先退回。"
    return ""


def check_may_edit(person: Person, found: Opened, code: str) -> None:
    """ForbiddenError where `person` may not write the cell now."""
    if reason := no_edit_reason(person, found, code):
        raise ForbiddenError(reason)


def check_may_manage(person: Person) -> None:
    """ForbiddenError where `person` may not set up reports, assign, return or accept."""
    if not person.may(Right.EDIT_ALL):
        raise ForbiddenError("这件事由质控办或管理员来做；各角色能做什么见“权限”页（/rights）。")


def written(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    texts: Mapping[PartKey, str],
    links: Links,
    base: int,
) -> SavedCell:
    """Saves the texts of a cell, written on version `base`.

    Where only evidence has changed since that version, the texts are put beside the new evidence: no conflict.
    Who may write the cell but comes after it was submitted is told, and the text is kept.
    """
    _check_owner(actor.person, found, code)
    stored = found.stored.cell(code)
    was = stored.cell if stored.version == base else services.reports.at(found.head.id, code, base)
    parts = tuple(
        rewritten(was.part(key), _clean(texts[key])) if key in texts else was.part(key) for key in PartKey
    )
    mine = Cell(code, tuple(part for part in parts if part.sentences), was.evidence)
    mine = numbered(_linked(ready(mine), links))
    if base != stored.version and stored.status in OPEN and was.parts == stored.cell.parts:
        mine = numbered(replace(mine, evidence=stored.cell.evidence))
        base = stored.version
    return services.reports.save(actor, found.head.id, code, mine, base)


def put(services: Services, actor: Actor, found: Opened, code: str, cell: Cell, base: int) -> SavedCell:
    """Saves a whole cell as a program sends it."""
    _check_owner(actor.person, found, code)
    for part in cell.parts:
        _clean(part.text)
    return services.reports.save(actor, found.head.id, code, numbered(replace(cell, element=code)), base)


def with_evidence(services: Services, actor: Actor, found: Opened, code: str, piece: Evidence) -> SavedCell:
    """Adds a piece of evidence, or puts it in place of the one with its id."""
    check_may_edit(actor.person, found, code)
    _clean(piece.text)

    def added(cell: Cell) -> Cell:
        held = cell.evidence
        if piece.id and all(piece.id != one.id for one in held):
            raise UnknownNameError(f"{code} 没有证据 {piece.id[:20]}；请刷新页面。")
        if piece.id:
            return replace(cell, evidence=tuple(piece if one.id == piece.id else one for one in held))
        if len(held) >= EVIDENCE:
            raise PeopleError(f"一个要素最多 {EVIDENCE} 条证据；请合并或移去几条。")
        return replace(cell, evidence=(*held, replace(piece, id=next_id(held))))

    return _changed(services, actor, found, code, added)


def without_evidence(services: Services, actor: Actor, found: Opened, code: str, id_: str) -> SavedCell:
    """Takes a piece of evidence away; earlier versions still have it."""
    check_may_edit(actor.person, found, code)

    def left(cell: Cell) -> Cell:
        return replace(cell, evidence=tuple(one for one in cell.evidence if one.id != id_))

    return _changed(services, actor, found, code, left)


def _changed(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    change: Callable[[Cell], Cell],
    decided: Sequence[Decision] = (),
) -> SavedCell:
    """Saves the cell as it is now with a change of one thing in it; made anew where somebody saves in between."""
    for _ in range(TRIES):
        stored = services.reports.get(found.head.id).cell(code)
        new = numbered(change(stored.cell))
        saved = services.reports.save(actor, found.head.id, code, new, stored.version, decided)
        if saved.current or stored.status not in OPEN:
            break
    return saved


def composed(found: Opened, code: str) -> Composed:
    """The draft of a cell from its evidence and last cycle's measures."""
    element = found.bench.element(code)
    if element is None:
        raise UnknownNameError("概述没有证据可排，请直接撰写；各要素可以起草。")
    last = found.last.cell(code) if found.last and found.last.scheme == found.head.scheme else None
    cycle = found.last_head.cycle if found.last_head else ""
    return compose(found.bench, element, found.stored.cell(code).cell.evidence, last, cycle)


def propose(services: Services, actor: Actor, found: Opened, code: str) -> tuple[Proposal, ...]:
    """Puts a draft up for decision, sentence by sentence; what the cell says already is left out."""
    check_may_edit(actor.person, found, code)
    stored = found.stored.cell(code)
    draft = composed(found, code).cell
    sentences = [
        (key, one) for key, one in draft.sentences() if one.text.strip() not in stored.cell.text(key)
    ]
    points = {piece.id: piece.points for piece in draft.evidence}

    def pointed(cell: Cell) -> Cell:  # the points that were found for the evidence
        pieces = (replace(one, points=one.points or points.get(one.id, ())) for one in cell.evidence)
        return replace(cell, evidence=tuple(pieces))

    if pointed(stored.cell) != stored.cell:
        _changed(services, actor, found, code, pointed)
    return services.reports.propose(actor, found.head.id, code, stored.version, sentences)


def accept(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    proposals: Sequence[Proposal],
    text: str | None = None,
) -> SavedCell:
    """Adds proposed sentences to the ends of their parts; `text`: what the one proposal is to become."""
    check_may_edit(actor.person, found, code)
    edited = None if text is None else _clean(text)
    decided = [
        Decision(one.id, "accepted")
        if edited is None or edited.strip() == one.sentence.text.strip()
        else Decision(one.id, "edited", edited)
        for one in proposals
    ]

    def grown(cell: Cell) -> Cell:
        renamed: dict[str, str] = {}
        for one in proposals:
            sentence = replace(one.sentence, id="", answers=())
            if edited is not None and edited.strip() != sentence.text.strip():
                sentence = reworded(sentence, edited)
            cell, renamed[one.sentence.id] = _appended(cell, one.part, sentence)
        answers = {
            renamed[one.sentence.id]: [renamed[id_] for id_ in one.sentence.answers if id_ in renamed]
            for one in proposals
        }
        return _answering(cell, answers)

    return _changed(services, actor, found, code, grown, decided)


def _appended(cell: Cell, key: PartKey, sentence: Sentence) -> tuple[Cell, str]:
    """The cell with the sentence at the end of its part, and the id it got."""
    part = cell.part(key)
    own = list(part.sentences)
    breaks = sentence.text.endswith("\n") or key in (PartKey.PROBLEMS, PartKey.MEASURES, PartKey.EFFECTS)
    if own and breaks and not own[-1].text.endswith("\n"):
        own[-1] = replace(own[-1], text=own[-1].text + "\n")
    before = {one.id for _, one in cell.sentences()}
    new = numbered(cell.with_part(Part(key, (*own, sentence))))
    id_ = next(one.id for _, one in new.sentences() if one.id not in before)
    return new, id_


def _answering(cell: Cell, answers: Mapping[str, Sequence[str]]) -> Cell:
    def linked(one: Sentence) -> Sentence:
        return replace(one, answers=tuple(answers[one.id])) if answers.get(one.id) else one

    return replace(cell, parts=tuple(Part(p.key, tuple(map(linked, p.sentences))) for p in cell.parts))


def submit(
    services: Services, actor: Actor, found: Opened, code: str, version: int, note: str, day: date
) -> StoredCell:
    """Hands a cell in. Where a rule that leaves no room is broken, whoever hands it in must say why."""
    check_may_edit(actor.person, found, code)
    grave = [f for f in findings(found, day, code, submitting=True) if f.severity is Severity.ERROR]
    if grave and not note.strip():
        names = "、".join(dict.fromkeys(finding.rule.name for finding in grave))
        raise PeopleError(
            f"还有 {len(grave)} 处不合规定（{names}），没有提交；请改好，或在“说明”里写明为什么仍要提交。"
        )
    return services.reports.move(actor, found.head.id, code, Status.SUBMITTED, version, _clean(note).strip())


def moved(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    status: Status,
    version: int,
    note: str,
    day: date,
) -> StoredCell:
    """Changes the status of a cell: its writers hand it in, the office returns, accepts and signs it."""
    if found.head.kind is not ReportKind.DRAFT:
        raise ForbiddenError(no_edit_reason(actor.person, found, code))
    if status is Status.SUBMITTED:
        return submit(services, actor, found, code, version, note, day)
    check_may_manage(actor.person)
    return services.reports.move(actor, found.head.id, code, status, version, _clean(note).strip())


def findings(
    found: Opened, day: date, code: str | None = None, submitting: bool = False
) -> tuple[Finding, ...]:
    """What is to be looked at in one cell, or in all."""
    if code is None:
        return check_report(found.bench, found.report, day, found.last, submitting)
    return check_cell(found.bench, found.report, code, day, found.last, submitting)


def restored(
    services: Services, actor: Actor, found: Opened, code: str, version: int, base: int
) -> SavedCell:
    """An earlier version saved as the newest."""
    check_may_edit(actor.person, found, code)
    kept = services.reports.version(found.head.id, code, version)
    return services.reports.save(actor, found.head.id, code, kept.cell, base)


def one_line(text: str) -> str:
    """A name as it is kept: on one line, of bounded length; PeopleError for what cannot be kept."""
    kept = " ".join(_clean(text).split())
    if len(kept) > SHORT:
        raise PeopleError(f"“{kept[:20]}…”太长；请改短（最多 {SHORT} 字）。")
    return kept


def _check_owner(person: Person, found: Opened, code: str) -> None:
    """ForbiddenError where somebody may not write the cell at all; what comes too late is kept by the store."""
    if found.head.kind is not ReportKind.DRAFT or not may_edit(
        person, frozenset(found.stored.cell(code).departments)
    ):
        raise ForbiddenError(no_edit_reason(person, found, code))


def _clean(text: str) -> str:
    kept, fault = cleaned(text)
    if fault:
        raise PeopleError(fault)
    return kept


def _linked(cell: Cell, links: Links) -> Cell:
    """The cell with what `links` say of its sentences."""

    def of(one: Sentence) -> Sentence:
        if one.id not in links.known:
            return one
        held = {piece.id for piece in cell.evidence}
        proofs = (Source(SourceKind.EVIDENCE, id_) for id_ in links.evidence.get(one.id, ()) if id_ in held)
        others = (source for source in one.sources if source.kind is not SourceKind.EVIDENCE)
        return replace(
            one,
            answers=tuple(links.answers.get(one.id, ())),
            sources=(*proofs, *others),
            done=links.done.get(one.id, one.done),
        )

    return replace(cell, parts=tuple(Part(p.key, tuple(map(of, p.sentences))) for p in cell.parts))
