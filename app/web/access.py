"""Which roles may read which documents, and see the contacts in them: one form, a row a document."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.domain.people import ROLE_NAMES, Role
from app.storage.document_access import DocumentAccess
from app.web.deps import ManagingDocuments, Visit

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class AccessCell:
    """`read` and `contacts` are whether a box is ticked; the fields' names carry document and role."""

    read_name: str
    read: bool
    contacts_name: str
    contacts: bool
    label: str


@dataclass(frozen=True)
class AccessRow:
    title: str
    cells: tuple[AccessCell, ...]


@dataclass(frozen=True)
class AccessPage:
    roles: tuple[str, ...]
    rows: tuple[AccessRow, ...]
    saved: bool
    title: str = "文件权限"
    section: str = "people"


@router.get("/access")
def access(visit: ManagingDocuments, saved: bool = False) -> Response:
    return visit.page("access.html", _page(visit, saved))


@router.post("/access")
async def change(visit: ManagingDocuments, request: Request) -> Response:
    ticked = set(await request.form())
    rules = [
        DocumentAccess(id_, role, f"read {id_} {role}" in ticked, f"contacts {id_} {role}" in ticked)
        for id_ in visit.services.corpus.documents
        for role in Role
    ]
    visit.services.access.rules.set(visit.actor, rules)
    return RedirectResponse("/access?saved=1", 303)


def _page(visit: Visit, saved: bool) -> AccessPage:
    made = {(rule.document, rule.role): rule for rule in visit.services.access.rules.all()}
    rows = []
    for id_, document in visit.services.corpus.documents.items():
        rules = [made.get((id_, role), DocumentAccess(id_, role)) for role in Role]
        cells = tuple(
            AccessCell(
                f"read {id_} {rule.role}",
                rule.read,
                f"contacts {id_} {rule.role}",
                rule.contacts,
                f"{ROLE_NAMES[rule.role]}：{document.source.title}",
            )
            for rule in rules
        )
        rows.append(AccessRow(document.source.title, cells))
    return AccessPage(tuple(ROLE_NAMES[role] for role in Role), tuple(rows), saved)
