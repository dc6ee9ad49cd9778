"""Worksheets (底稿): the list of elements, and the bench where one is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Path, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app import naming
from app.domain.schemes import Element, Scheme
from app.storage.originals import CHUNK
from app.storage.worksheets import Attachment, Saved, Version, Worksheet
from app.web import links
from app.web.comparing_texts import Difference, differences
from app.web.contexts import ElementView, Link
from app.web.deps import EditingWorksheets, ReadingWorksheets, Visit
from app.web.points import element_view
from app.web.times import clock, told
from app.worksheet_rules import check_may_edit, clean_name, cleaned, no_edit_reason

router = APIRouter(include_in_schema=False)
FILE_LIMIT = 20_000_000  # bytes
MOST_NUMBER = 2**31 - 1  # of a version: what every database can hold
AUTOSAVE = "x-autosave"  # the header of a save by script


@dataclass(frozen=True)
class SheetRow:
    """`mine`: the element is one of the visitor's department."""

    element: Link
    owners: str
    state: str
    mine: bool


@dataclass(frozen=True)
class SheetTable:
    scheme: str
    rows: tuple[SheetRow, ...]
    remark: str  # why not everybody may write here; "" where nothing needs saying


@dataclass(frozen=True)
class WorksheetsPage:
    tables: tuple[SheetTable, ...]
    department: str
    mine: bool
    title: str = "底稿"
    section: str = "worksheets"


@dataclass(frozen=True)
class VersionRow:
    label: str
    who: str
    when: str
    href: str


@dataclass(frozen=True)
class AttachmentRow:
    name: str
    size: str
    who: str
    when: str
    href: str
    remove_href: str


@dataclass(frozen=True)
class Conflict:
    """Two texts of one worksheet: what is current, and what was sent; both are kept."""

    who: str
    version: int
    current: str
    sent: str
    current_href: str
    kept_href: str


@dataclass(frozen=True)
class SavedPart:
    """What a save by script gets."""

    version: int
    told: str


@dataclass(frozen=True)
class WorksheetPage:
    title: str
    scheme: Link
    element: ElementView
    owners: str
    text: str
    version: int
    state: str
    editable: bool
    reason: str
    href: str
    person: str
    versions: tuple[VersionRow, ...]
    attachments: tuple[AttachmentRow, ...]
    error: str = ""
    conflict: Conflict | None = None
    section: str = "worksheets"


@dataclass(frozen=True)
class VersionPage:
    title: str
    back: Link
    label: str
    who: str
    when: str
    text: str
    lines: tuple[Difference, ...]
    version: int  # the current one
    restorable: bool
    href: str
    section: str = "worksheets"


@router.get("/worksheets")
def worksheets(visit: ReadingWorksheets, mine: bool = False) -> Response:
    department = visit.actor.person.department
    mine = mine and bool(department)
    tables = (_table(visit, scheme, mine) for scheme in naming.schemes_of(visit.corpus))
    shown = tuple(table for table in tables if table.rows)
    return visit.page("worksheets.html", WorksheetsPage(shown, department, mine))


@router.get("/worksheets/{scheme}/{code}")
def worksheet(visit: ReadingWorksheets, scheme: str, code: str) -> Response:
    found, element = _found(visit, scheme, code)
    return visit.page("worksheet.html", _page(visit, found, element))


@router.post("/worksheets/{scheme}/{code}")
def save(
    visit: EditingWorksheets,
    scheme: str,
    code: str,
    text: Annotated[str, Form()] = "",
    base: Annotated[int, Form(ge=0, le=MOST_NUMBER)] = 0,
) -> Response:
    found, element = _found(visit, scheme, code)
    check_may_edit(visit.actor.person, found, element)
    text, fault = cleaned(text)
    if fault:
        return _refused(visit, found, element, text, fault)
    saved = visit.services.worksheets.save(visit.actor, found.id, element.code, text, base)
    if not saved.current:
        return _conflicting(visit, found, element, saved)
    if AUTOSAVE in visit.request.headers:
        sheet = saved.worksheet
        part = SavedPart(sheet.version, f"已保存 第 {sheet.version} 版 {clock(sheet.saved_at)}")
        return visit.part("_worksheet_saved.html", part)
    return RedirectResponse(links.worksheet(found.id, element.code), 303)


@router.get("/worksheets/{scheme}/{code}/versions/{id_}")
def version(
    visit: ReadingWorksheets, scheme: str, code: str, id_: Annotated[int, Path(le=MOST_NUMBER)]
) -> Response:
    found, element = _found(visit, scheme, code)
    one = visit.services.worksheets.version(found.id, element.code, id_)
    now = visit.services.worksheets.get(found.id, element.code)
    place = links.worksheet(found.id, element.code)
    page = VersionPage(
        title=f"{found.short} {element.code} {element.name} · {_label(one)}",
        back=Link(f"{found.short} {element.code} {element.name}", place),
        label=_label(one),
        who=one.saved_name,
        when=told(one.saved_at),
        text=one.text,
        lines=differences(one.text, now.text),
        version=now.version,
        restorable=one.text != now.text and not no_edit_reason(visit.actor.person, found, element),
        href=place,
    )
    return visit.page("worksheet_version.html", page)


@router.post("/worksheets/{scheme}/{code}/attachments")
def attach(visit: EditingWorksheets, scheme: str, code: str, file: UploadFile) -> Response:
    found, element = _found(visit, scheme, code)
    check_may_edit(visit.actor.person, found, element)
    name = clean_name(file.filename or "")
    original = visit.services.originals.put(iter(lambda: file.file.read(CHUNK), b""), FILE_LIMIT)
    visit.services.worksheets.attach(
        visit.actor, found.id, element.code, name, original.sha256, original.size
    )
    return RedirectResponse(links.worksheet(found.id, element.code), 303)


@router.get("/worksheets/{scheme}/{code}/attachments/{id_}")
def attachment(visit: ReadingWorksheets, scheme: str, code: str, id_: str) -> Response:
    found, element = _found(visit, scheme, code)
    one = visit.services.worksheets.attachment(found.id, element.code, id_)
    source = visit.services.originals.open(one.sha256)  # verified before the first byte

    def pieces() -> Iterator[bytes]:
        with source:
            while piece := source.read(CHUNK):
                yield piece

    headers = {"Content-Disposition": links.as_download(one.name), "Content-Length": str(one.size)}
    return StreamingResponse(pieces(), media_type="application/octet-stream", headers=headers)


@router.post("/worksheets/{scheme}/{code}/attachments/{id_}/remove")
def detach(visit: EditingWorksheets, scheme: str, code: str, id_: str) -> Response:
    found, element = _found(visit, scheme, code)
    check_may_edit(visit.actor.person, found, element)
    visit.services.worksheets.detach(visit.actor, found.id, element.code, id_)
    return RedirectResponse(links.worksheet(found.id, element.code), 303)


def _found(visit: Visit, scheme: str, code: str) -> tuple[Scheme, Element]:
    found = naming.scheme_named(visit.corpus, scheme)
    return found, naming.element_named(found, code)


def _refused(visit: Visit, scheme: Scheme, element: Element, text: str, fault: str) -> Response:
    """The fault beside the text that was typed."""
    page = _page(visit, scheme, element, text=text, error=fault)
    if AUTOSAVE in visit.request.headers:
        return visit.part("_error.html", _Told(fault), 422)
    return visit.page("worksheet.html", page, 422)


@dataclass(frozen=True)
class _Told:
    message: str


def _conflicting(visit: Visit, scheme: Scheme, element: Element, saved: Saved) -> Response:
    sheet = saved.worksheet
    place = links.worksheet(scheme.id, element.code)
    versions = visit.services.worksheets.versions(scheme.id, element.code)
    current = next((f"{place}/versions/{one.id}" for one in versions if one.number == sheet.version), place)
    kept = f"{place}/versions/{saved.version.id}"
    conflict = Conflict(sheet.saved_name, sheet.version, sheet.text, saved.version.text, current, kept)
    page = _page(visit, scheme, element, text=saved.version.text, conflict=conflict)
    if AUTOSAVE in visit.request.headers:
        return visit.part("_worksheet_conflict.html", page, 409)
    return visit.page("worksheet.html", page, 409)


def _table(visit: Visit, scheme: Scheme, mine: bool) -> SheetTable:
    begun = visit.services.worksheets.of_scheme(scheme.id)
    rows = [_row(visit, scheme, element, begun.get(element.code)) for element in scheme.elements()]
    remark = "" if scheme.has_owners else f"{scheme.short}不设牵头部门，底稿由质控办修改。"
    own_first = sorted(rows, key=lambda row: not row.mine)
    return SheetTable(scheme.short, tuple(row for row in own_first if row.mine or not mine), remark)


def _row(visit: Visit, scheme: Scheme, element: Element, sheet: Worksheet | None) -> SheetRow:
    owners = naming.owners_of(element)
    return SheetRow(
        element=Link(f"{element.code} {element.name}", links.worksheet(scheme.id, element.code)),
        owners="、".join(name for name in naming.departments_of(visit.corpus) if name in owners),
        state=_state(sheet) if sheet else "未动笔",
        mine=visit.actor.person.department in owners,
    )


def _state(sheet: Worksheet) -> str:
    if not sheet.version:
        return "未动笔"
    return f"第 {sheet.version} 版 · {sheet.saved_name} · {told(sheet.saved_at)}"


def _page(
    visit: Visit,
    scheme: Scheme,
    element: Element,
    text: str | None = None,
    error: str = "",
    conflict: Conflict | None = None,
) -> WorksheetPage:
    store, place = visit.services.worksheets, links.worksheet(scheme.id, element.code)
    sheet = store.get(scheme.id, element.code)
    owners = naming.owners_of(element)
    reason = no_edit_reason(visit.actor.person, scheme, element)
    return WorksheetPage(
        title=f"底稿：{scheme.short} {element.code} {element.name}",
        scheme=Link(scheme.short, "/worksheets"),
        element=element_view(scheme, element),
        owners="、".join(name for name in naming.departments_of(visit.corpus) if name in owners),
        text=sheet.text if text is None else text,
        version=sheet.version,
        state=_state(sheet),
        editable=not reason,
        reason=reason,
        href=place,
        person=visit.owner,
        versions=tuple(_version(one, place) for one in store.versions(scheme.id, element.code)),
        attachments=tuple(_attachment(one, place) for one in store.attachments(scheme.id, element.code)),
        error=error,
        conflict=conflict,
    )


def _label(version: Version) -> str:
    return f"第 {version.number} 版" if version.number else f"未采用（写在第 {version.base} 版上）"


def _version(version: Version, place: str) -> VersionRow:
    href = f"{place}/versions/{version.id}"
    return VersionRow(_label(version), version.saved_name, told(version.saved_at), href)


def _attachment(one: Attachment, place: str) -> AttachmentRow:
    href = f"{place}/attachments/{one.id}"
    size = f"{one.size / 1e6:.1f} MB" if one.size >= 100_000 else f"{max(1, round(one.size / 1000))} KB"
    return AttachmentRow(one.name, size, one.added_name, told(one.added_at), href, f"{href}/remove")
