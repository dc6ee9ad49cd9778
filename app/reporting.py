"""What is done with reports at every door: opened over their scheme, written, checked, handed in.

Who may write a cell: whoever may edit everything, and writers of the departments that the cell is assigned to.
"""

from __future__ import annotations

import re
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
from app.domain.errors import ConflictError, ForbiddenError, PeopleError, UnknownNameError
from app.domain.people import Actor, Person, Right, may_edit
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench, open_bench
from app.drafting.checks import check_cell, check_report, ready
from app.drafting.progress import owners
from app.drafting.report_file import EVIDENCE, next_id, with_ids
from app.drafting.text import numbered, rewritten
from app.storage.report_rows import OPEN, Decision, Head, SavedCell, StoredCell, StoredReport
from app.worksheet_rules import cleaned

SHORT = 200  # characters of a name or date
TRIES = 5  # against others who save at the same moment
_ID = re.compile(r"[\w.-]{1,20}")


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
    """The report; UnknownNameError where there is none, or its scheme or form may not be read."""
    stored = services.reports.get(id_)
    head = stored.head
    if head.form and head.form not in corpus.schemes:
        raise UnknownNameError("这份报告的表样来自一份您无权查看的文件；要参与撰写，请联系管理员。")
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


def check_open(person: Person, found: Opened, code: str, told: str) -> None:
    """As `check_may_edit`; but ConflictError that gives back what is `told` where the cell was handed in meanwhile."""
    _check_owner(person, found, code)
    if told and found.stored.cell(code).status not in OPEN:
        raise ConflictError(f"{no_edit_reason(person, found, code)}没有保存。{told}")
    check_may_edit(person, found, code)


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
        rewritten(was.part(key), clean(texts[key])) if key in texts else was.part(key) for key in PartKey
    )
    evidence = was.evidence
    if stored.status in OPEN and was.parts == stored.cell.parts:
        evidence, base = stored.cell.evidence, stored.version
    mine = ready(Cell(code, tuple(part for part in parts if part.sentences), evidence), was)
    return services.reports.save(actor, found.head.id, code, numbered(_linked(mine, links)), base)


def put(services: Services, actor: Actor, found: Opened, code: str, cell: Cell, base: int) -> SavedCell:
    """Saves a whole cell as a program sends it; PeopleError or ReportError for one that no page could have made."""
    _check_owner(actor.person, found, code)
    if cell.element not in ("", code):
        raise PeopleError(f"内容写的是要素“{cell.element[:20]}”，地址是 {code}；请改成一致。")
    keys = [part.key for part in cell.parts]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise PeopleError(f"“{found.bench.name(twice)}”写了两次；请并为一处。")
    parts = tuple(
        Part(part.key, tuple(replace(one, text=clean(one.text)) for one in part.sentences))
        for part in cell.parts
    )
    for part in parts:
        clean(part.text)
    if len(cell.evidence) > EVIDENCE:
        raise PeopleError(f"一个要素最多 {EVIDENCE} 条证据；请合并或移去几条。")
    used = services.reports.evidence_ids(found.head.id, code)
    pieces = with_ids([_checked(found, code, piece) for piece in cell.evidence], code, used)
    whole = numbered(Cell(code, parts, pieces))
    return services.reports.save(actor, found.head.id, code, whole, base)


def with_evidence(
    services: Services, actor: Actor, found: Opened, code: str, piece: Evidence, base: int
) -> None:
    """Adds a piece of evidence, or puts it in place of the one with its id as it was in version `base`.

    ConflictError where somebody has changed that one since, or the cell was handed in.
    """
    check_open(actor.person, found, code, f"您写的是：{piece.text}")
    new = _checked(found, code, piece)
    was = services.reports.at(found.head.id, code, base) if new.id else Cell(code)
    used = () if new.id else services.reports.evidence_ids(found.head.id, code)

    def added(cell: Cell) -> Cell:
        held = cell.evidence
        if new.id:
            now = _piece(cell, new.id)
            if now is None:
                raise ConflictError(f"证据 {new.id[:20]} 已被移去，没有保存；要留下，请当作新证据添加。")
            if now not in (before := _piece(was, new.id), new) and not _only_pointed(before, now):
                raise ConflictError(
                    f"证据 {new.id} 刚被别人改过，没有保存；现在是：{now.text}（{now.dated or '无日期'}）"
                )
            kept = new if before is None or before.points else replace(new, points=new.points or now.points)
            return replace(cell, evidence=tuple(kept if one.id == new.id else one for one in held))
        if len(held) >= EVIDENCE:
            raise PeopleError(f"一个要素最多 {EVIDENCE} 条证据；请合并或移去几条。")
        id_ = next_id({*used, *(one.id for one in held)})
        return replace(cell, evidence=(*held, replace(new, id=id_)))

    _kept(changed(services, actor, found, code, added), code)


def without_evidence(services: Services, actor: Actor, found: Opened, code: str, id_: str) -> None:
    """Takes a piece of evidence away; earlier versions still have it."""
    check_may_edit(actor.person, found, code)

    def left(cell: Cell) -> Cell:
        return replace(cell, evidence=tuple(one for one in cell.evidence if one.id != id_))

    _kept(changed(services, actor, found, code, left), code)


def _piece(cell: Cell, id_: str) -> Evidence | None:
    return next((one for one in cell.evidence if one.id == id_), None)


def _only_pointed(was: Evidence | None, now: Evidence) -> bool:
    """Whether nothing was done since but finding its points, as a draft does."""
    return was is not None and not was.points and replace(now, points=()) == was


def _kept(saved: SavedCell, code: str) -> None:
    """ConflictError where a change of evidence did not become current."""
    if not saved.current:
        raise ConflictError(f"{code} 刚被别人保存或提交，这次没有改动证据；请刷新页面再试。")


def _checked(found: Opened, code: str, piece: Evidence) -> Evidence:
    """The piece as it is kept; PeopleError for what no page could have made."""
    if piece.id and not _ID.fullmatch(piece.id):
        raise PeopleError(f"证据编号“{piece.id[:20]}”里有空格、标点，或太长；请写成 E1 这样。")
    element = found.bench.element(code)
    known = {
        number
        for point in (element.points if element else ())
        for code_ in [point.id.split(":", 1)[1]]
        for number in (code_, *(f"{code_}.{i}" for i in range(1, len(point.criteria) + 1)))
    }
    if unknown := next((one for one in piece.points if one not in known), None):
        raise PeopleError(f"{code} 没有诊断点“{unknown[:20]}”；请从列表里选。")
    return replace(
        piece, text=clean(piece.text).strip(), dated=one_line(piece.dated), source=one_line(piece.source)
    )


def changed(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    change: Callable[[Cell], Cell],
    decided: Sequence[Decision] = (),
) -> SavedCell:
    """Saves the cell as it is now with a change of one thing in it; made anew where somebody saves in between.

    What it gives is not current where the cell was handed in meanwhile, or others were faster every time.
    """
    for _ in range(TRIES):
        stored = services.reports.get(found.head.id).cell(code)
        new = numbered(change(stored.cell))
        saved = services.reports.save(actor, found.head.id, code, new, stored.version, decided)
        if saved.current or stored.status not in OPEN:
            break
    return saved


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
    return services.reports.move(actor, found.head.id, code, Status.SUBMITTED, version, clean(note).strip())


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
    return services.reports.move(actor, found.head.id, code, status, version, clean(note).strip())


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
    kept = " ".join(clean(text).split())
    if len(kept) > SHORT:
        raise PeopleError(f"“{kept[:20]}…”太长；请改短（最多 {SHORT} 字）。")
    return kept


def _check_owner(person: Person, found: Opened, code: str) -> None:
    """ForbiddenError where somebody may not write the cell at all; what comes too late is kept by the store."""
    if found.head.kind is not ReportKind.DRAFT or not may_edit(
        person, frozenset(found.stored.cell(code).departments)
    ):
        raise ForbiddenError(no_edit_reason(person, found, code))


def clean(text: str) -> str:
    """A text as it is kept; PeopleError for what cannot be."""
    kept, fault = cleaned(text)
    if fault:
        raise PeopleError(fault)
    return kept


def _linked(cell: Cell, links: Links) -> Cell:
    """The cell with what `links` say of its sentences."""

    held = {piece.id.casefold(): piece.id for piece in cell.evidence}

    def of(one: Sentence) -> Sentence:
        if one.id not in links.known:
            return one
        named = (held.get(id_.casefold()) for id_ in links.evidence.get(one.id, ()))
        proofs = (Source(SourceKind.EVIDENCE, id_) for id_ in named if id_)
        others = (source for source in one.sources if source.kind is not SourceKind.EVIDENCE)
        return replace(
            one,
            answers=tuple(links.answers.get(one.id, ())),
            sources=(*proofs, *others),
            done=links.done.get(one.id, one.done),
        )

    return replace(cell, parts=tuple(Part(p.key, tuple(map(of, p.sentences))) for p in cell.parts))
