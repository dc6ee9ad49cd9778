"""Who may do what, written out by hand beside the table in code."""

from __future__ import annotations

import pytest

from app.domain.people import LOCAL, NOBODY, RIGHTS, Person, Right, Role, may_edit

EVERYBODY = {"ask", "keep"}
BY_HAND = {
    "reader": EVERYBODY,
    "writer": EVERYBODY | {"read_worksheets", "edit_department"},
    "expert": EVERYBODY | {"read_worksheets"},
    "office": EVERYBODY | {"read_worksheets", "edit_all"},
    "administrator": EVERYBODY
    | {"read_worksheets", "edit_all", "manage_people", "manage_documents", "read_audit"},
}


def test_the_table_is_the_one_written_by_hand() -> None:
    assert {role.value: {right.value for right in rights} for role, rights in RIGHTS.items()} == BY_HAND


@pytest.mark.parametrize("right", Right)
def test_the_disabled_and_strangers_may_nothing(right: Right) -> None:
    assert not Person("1", "a", "甲", Role.ADMINISTRATOR, disabled=True).may(right)
    assert not NOBODY.may(right)


def test_the_local_person_may_everything_but_belongs_to_no_department() -> None:
    assert {right for right in Right if not LOCAL.may(right)} == {Right.EDIT_DEPARTMENT}


@pytest.mark.parametrize(
    ("role", "department", "owners", "may"),
    [
        ("writer", "教务处", {"教务处", "质控办"}, True),
        ("writer", "教务处", {"质控办"}, False),
        ("writer", "教务处", set(), False),
        ("writer", "", {"", "质控办"}, False),
        ("reader", "教务处", {"教务处"}, False),
        ("expert", "教务处", {"教务处"}, False),
        ("office", "", set(), True),
        ("administrator", "", {"教务处"}, True),
    ],
)
def test_a_worksheet_is_edited_by_its_departments_and_the_office(
    role: str, department: str, owners: set[str], may: bool
) -> None:
    assert may_edit(Person("1", "a", "甲", Role(role), department), frozenset(owners)) is may
