"""The bench of one cell of a report: what is asked, the text, evidence, proposals, findings, versions, status."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Path
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app import proposing, reporting
from app.domain.drafts import (
    PARTS,
    Evidence,
    EvidenceKind,
    PartKey,
    Status,
)
from app.domain.errors import ConflictError, PeopleError, ZhengaiError
from app.reporting import Links, Opened
from app.storage.report_rows import OPEN, SavedCell
from app.web import links
from app.web.comparing_texts import Difference, differences
from app.web.contexts import Link
from app.web.deps import EditingWorksheets, ReadingWorksheets, Visit
from app.web.report_bench import CellConflict, CellPage, page_of, version_label, whole_text
from app.web.report_views import (
    evidence_form,
)
from app.web.reports import Sent, a_date
from app.web.times import clock, told
from app.web.worksheets import AUTOSAVE, MOST_NUMBER

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Form(ge=0, le=MOST_NUMBER)]
VersionId = Annotated[int, Path(ge=0, le=MOST_NUMBER)]
KINDS = frozenset(one.value for one in EvidenceKind)


@dataclass(frozen=True)
class CellVersionPage:
    title: str
    back: Link
    label: str
    who: str
    when: str
    lines: tuple[Difference, ...]
    version: int
    restore: str  # where to send it; "" where it may not be
    section: str = "reports"


@router.get("/reports/{id_}/cells/{code}")
def cell(visit: ReadingWorksheets, id_: str, code: str) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    return visit.page("report_cell.html", page_of(visit, found, reporting.code_named(found, code)))


@router.post("/reports/{id_}/cells/{code}")
def save(visit: EditingWorksheets, id_: str, code: str, sent: Sent) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    texts = {key: str(sent[key.value]) for key in PartKey if key.value in sent}
    try:
        saved = reporting.written(
            visit.services, visit.actor, found, code, texts, _links(sent), _number(sent.get("base"))
        )
    except PeopleError as fault:
        return _refused(visit, found, code, texts, str(fault))
    if not saved.current:
        return _conflicting(visit, id_, code, saved)
    if AUTOSAVE not in visit.request.headers:
        return RedirectResponse(links.report_cell(id_, code), 303)
    return visit.part("_cell_saved.html", _fresh(visit, id_, code))


@router.post("/reports/{id_}/cells/{code}/evidence")
def put_evidence(
    visit: EditingWorksheets,
    id_: str,
    code: str,
    point: Annotated[list[str] | None, Form()] = None,
    text: Annotated[str, Form()] = "",
    dated: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "other",
    source: Annotated[str, Form()] = "",
    part: Annotated[str, Form()] = "",
    evidence: Annotated[str, Form()] = "",
    base: Number = 0,
) -> Response:
    """Adds a piece of evidence, or changes the one called `evidence` as it was in version `base`."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    piece = Evidence(
        evidence,
        text,
        dated,
        EvidenceKind(kind) if kind in KINDS else EvidenceKind.OTHER,
        source,
        tuple(point or ()),
        PartKey(part) if part in PARTS else None,
    )
    try:
        if not text.strip():
            raise PeopleError("证据的内容是空的；请写一句能证明的事实。")
        dated = a_date(dated, "证据日期")
        reporting.with_evidence(visit.services, visit.actor, found, code, replace(piece, dated=dated), base)
    except (PeopleError, ConflictError) as fault:
        return visit.page(
            "report_cell.html", _with_piece(visit, id_, code, piece, str(fault)), _status(fault)
        )
    return RedirectResponse(f"{links.report_cell(id_, code)}#evidence", 303)


@router.post("/reports/{id_}/cells/{code}/evidence/{evidence}/remove")
def drop_evidence(visit: EditingWorksheets, id_: str, code: str, evidence: str) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    reporting.without_evidence(visit.services, visit.actor, found, code, evidence)
    return RedirectResponse(f"{links.report_cell(id_, code)}#evidence", 303)


@router.post("/reports/{id_}/cells/{code}/draft")
def draft(visit: EditingWorksheets, id_: str, code: str) -> Response:
    """Puts a draft from the evidence up for decision; the text stays as it is."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    proposing.propose(visit.services, visit.actor, found, code)
    return RedirectResponse(f"{links.report_cell(id_, code)}#proposals", 303)


@router.post("/reports/{id_}/cells/{code}/proposals")
def decide(visit: EditingWorksheets, id_: str, code: str, sent: Sent) -> Response:
    """Accepts or rejects one proposal (by id) or "all" of them; what was made of the others is kept."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    texts, shown = (_numbered(sent, name) for name in ("text", "was"))
    try:
        open_ = proposing.keep(visit.services, visit.actor, found, code, texts, shown)
        if "reject" in sent:
            ids = [one.id for one in proposing.chosen(open_, str(sent["reject"]))]
            visit.services.proposals.reject(visit.actor, id_, code, ids)
        elif "accept" in sent:
            chosen = proposing.chosen(open_, str(sent["accept"]))
            saved = proposing.accept(visit.services, visit.actor, found, code, chosen)
            if not saved.current:
                return _conflicting(visit, id_, code, saved)
    except (PeopleError, ConflictError) as fault:
        page = page_of(visit, reporting.opened(visit.services, visit.corpus, id_), code, error=str(fault))
        typed = (
            replace(one, text=texts[one.id], unsaved=True)
            if one.id in texts and texts[one.id].strip() != shown.get(one.id, one.text).strip()
            else one
            for one in page.proposals
        )
        return visit.page("report_cell.html", replace(page, proposals=tuple(typed)), _status(fault))
    return RedirectResponse(f"{links.report_cell(id_, code)}#proposals", 303)


@router.post("/reports/{id_}/cells/{code}/status")
def status(
    visit: EditingWorksheets,
    id_: str,
    code: str,
    status: Annotated[Status, Form()],
    version: Number = 0,
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    try:
        reporting.moved(visit.services, visit.actor, found, code, status, version, note, reporting.today())
    except (PeopleError, ConflictError) as fault:
        page = page_of(visit, found, code, error=str(fault), said=note)
        return visit.page("report_cell.html", page, _status(fault))
    return RedirectResponse(links.report_cell(id_, code), 303)


@router.get("/reports/{id_}/cells/{code}/versions/{version}")
def version(visit: ReadingWorksheets, id_: str, code: str, version: VersionId) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    one = visit.services.reports.version(id_, code, version)
    now = found.stored.cell(code)
    place = links.report_cell(id_, code)
    may = not reporting.no_edit_reason(visit.actor.person, found, code)
    page = CellVersionPage(
        title=f"{found.head.label} {code} · {version_label(one)}",
        back=Link(f"{code} {found.name(code)}", place),
        label=version_label(one),
        who=one.saved_name,
        when=told(one.saved_at),
        lines=differences(whole_text(found, one.cell), whole_text(found, now.cell)),
        version=now.version,
        restore=f"{place}/versions/{one.id}" if may and one.cell != now.cell else "",
    )
    return visit.page("report_version.html", page)


@router.post("/reports/{id_}/cells/{code}/versions/{version}")
def restore(
    visit: EditingWorksheets,
    id_: str,
    code: str,
    version: VersionId,
    base: Number = 0,
) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    code = reporting.code_named(found, code)
    saved = reporting.restored(visit.services, visit.actor, found, code, version, base)
    if not saved.current:
        return _conflicting(visit, id_, code, saved)
    return RedirectResponse(links.report_cell(id_, code), 303)


def _links(sent: FormData) -> Links:
    """What the panel of links says; nothing where the form had none."""
    known = frozenset(str(sent.get("known", "")).split())
    answers: dict[str, list[str]] = {}
    for value in sent.getlist("link"):
        source, _, target = str(value).partition(">")
        answers.setdefault(source, []).append(target)
    done = {"yes": True, "no": False, "": None}
    return Links(
        known,
        answers,
        {
            id_: str(sent.get(f"proof {id_}", "")).replace("，", " ").replace(",", " ").split()
            for id_ in known
        },
        {id_: done.get(str(sent[f"done {id_}"])) for id_ in known if f"done {id_}" in sent},
    )


def _numbered(sent: FormData, name: str) -> dict[int, str]:
    """The fields `name` NUMBER by their numbers."""
    fields = (
        (key.removeprefix(f"{name} "), str(value))
        for key, value in sent.items()
        if key.startswith(f"{name} ")
    )
    return {int(number): value for number, value in fields if number.isdecimal() and len(number) < 12}


def _status(fault: ZhengaiError) -> int:
    return 409 if isinstance(fault, ConflictError) else 422


def _with_piece(visit: Visit, id_: str, code: str, piece: Evidence, fault: str) -> CellPage:
    """The page with what was typed of a piece of evidence, where it was typed."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    page = page_of(visit, found, code, error=fault)
    form = replace(evidence_form(found.bench, code, piece), open=True)
    if all(one.id != piece.id for one in page.evidence):
        return replace(page, new_evidence=replace(form, id=""))
    shown = (replace(one, form=form) if one.id == piece.id else one for one in page.evidence)
    return replace(page, evidence=tuple(shown))


def _number(value: object) -> int:
    text = str(value or "0")
    return min(int(text), MOST_NUMBER) if text.isdecimal() and len(text) < 12 else 0


def _fresh(visit: Visit, id_: str, code: str) -> CellPage:
    """The page after a save, for the pieces that change with it."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    page = page_of(visit, found, code)
    stored = found.stored.cell(code)
    return replace(page, state=f"已保存 第 {stored.version} 版 {clock(stored.saved_at)}")


def _refused(visit: Visit, found: Opened, code: str, texts: dict[PartKey, str], fault: str) -> Response:
    """The fault beside the text that was typed."""
    if AUTOSAVE in visit.request.headers:
        return visit.part("_error.html", _Told(fault), 422)
    return visit.page("report_cell.html", page_of(visit, found, code, texts, fault), 422)


@dataclass(frozen=True)
class _Told:
    message: str


def _conflicting(visit: Visit, id_: str, code: str, saved: SavedCell) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    now = found.stored.cell(code)
    place = links.report_cell(id_, code)
    versions = visit.services.reports.versions(id_, code)
    current = next((f"{place}/versions/{one.id}" for one in versions if one.number == now.version), place)
    conflict = CellConflict(
        now.saved_name,
        now.version,
        now.status not in OPEN,
        differences(whole_text(found, now.cell), whole_text(found, saved.version.cell)),
        current,
        f"{place}/versions/{saved.version.id}",
    )
    texts = {part.key: part.text for part in saved.version.cell.parts}
    page = page_of(visit, found, code, texts, conflict=conflict)
    if AUTOSAVE in visit.request.headers:
        return visit.part("_cell_conflict.html", page, 409)
    return visit.page("report_cell.html", page, 409)
