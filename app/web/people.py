"""Accounts, for the administrator: the list, new ones, roles and departments, disabling, new passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import naming
from app.domain.errors import ForbiddenError, PeopleError
from app.domain.people import ROLE_NAMES, Person, Role
from app.web import links
from app.web.contexts import Choice
from app.web.deps import ManagingPeople, Visit
from app.web.times import told

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class PersonRowView:
    name: str
    display: str
    roles: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    disabled: bool
    external: bool
    made: str
    href: str


@dataclass(frozen=True)
class GivenPassword:
    """Shown once, to be handed over."""

    name: str
    password: str


@dataclass(frozen=True)
class PeoplePage:
    people: tuple[PersonRowView, ...]
    roles: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    local: bool
    given: GivenPassword | None = None
    error: str = ""
    title: str = "账号"
    section: str = "people"


@router.get("/people")
def people(visit: ManagingPeople) -> Response:
    return visit.page("people.html", _page(visit))


@router.post("/people")
def add(
    visit: ManagingPeople,
    role: Annotated[Role, Form()],
    name: Annotated[str, Form()] = "",
    display: Annotated[str, Form()] = "",
    department: Annotated[str, Form()] = "",
) -> Response:
    access = visit.services.access
    if access.local:
        raise ForbiddenError("请先建立管理员（/setup）：建立第一个账号后，所有人都要登录才能用。")
    try:
        known = naming.departments_of(visit.services.corpus)
        person, password = access.add_with_temporary(visit.actor, name, display, role, department, known)
    except PeopleError as error:
        return visit.page("people.html", _page(visit, error=str(error)), error.status)
    return visit.page("people.html", _page(visit, GivenPassword(person.name, password)), 201)


@router.post("/people/{id_}")
def change(
    visit: ManagingPeople,
    id_: str,
    role: Annotated[Role, Form()],
    department: Annotated[str, Form()] = "",
    disabled: Annotated[bool, Form()] = False,
) -> Response:
    try:
        known = naming.departments_of(visit.services.corpus)
        visit.services.access.change(
            visit.actor, id_, role=role, department=department, disabled=disabled, departments=known
        )
    except PeopleError as error:
        return visit.page("people.html", _page(visit, error=str(error)), error.status)
    return RedirectResponse("/people", 303)


@router.post("/people/{id_}/reset")
def reset(visit: ManagingPeople, id_: str) -> Response:
    password = visit.services.access.reset(visit.actor, id_)
    name = visit.services.access.people.get(id_).name
    return visit.page("people.html", _page(visit, GivenPassword(name, password)), 201)


def _page(visit: Visit, given: GivenPassword | None = None, error: str = "") -> PeoplePage:
    access = visit.services.access
    return PeoplePage(
        people=tuple(_row(visit, person) for person in access.people.all()),
        roles=_roles(Role.READER),
        departments=_departments(visit, ""),
        local=access.local,
        given=given,
        error=error,
    )


def _row(visit: Visit, person: Person) -> PersonRowView:
    return PersonRowView(
        name=person.name,
        display=person.display,
        roles=_roles(person.role),
        departments=_departments(visit, person.department),
        disabled=person.disabled,
        external=bool(person.external),
        made=told(person.created_at),
        href=links.person(person.id),
    )


def _roles(chosen: Role) -> tuple[Choice, ...]:
    return tuple(Choice(role.value, ROLE_NAMES[role], role is chosen) for role in Role)


def _departments(visit: Visit, chosen: str) -> tuple[Choice, ...]:
    names = dict.fromkeys(("", *naming.departments_of(visit.services.corpus), chosen))
    return tuple(Choice(name, name or "（无）", name == chosen) for name in names)
