"""What each role may do: the table of `domain.people`, drawn."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from app.domain.people import RIGHT_NAMES, RIGHTS, ROLE_NAMES, Right, Role
from app.web.deps import Asking

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class RightRow:
    name: str
    allowed: tuple[bool, ...]  # in the order of the roles


@dataclass(frozen=True)
class RightsPage:
    roles: tuple[str, ...]
    rows: tuple[RightRow, ...]
    title: str = "权限"
    section: str = "people"


@router.get("/rights")
def rights(visit: Asking) -> Response:
    rows = tuple(
        RightRow(RIGHT_NAMES[right], tuple(right in RIGHTS[role] for role in Role)) for right in Right
    )
    return visit.page("rights.html", RightsPage(tuple(ROLE_NAMES[role] for role in Role), rows))
