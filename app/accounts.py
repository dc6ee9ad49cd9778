"""`zhengai user …` and `zhengai audit verify`: accounts from the command line of the machine the data lies on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app import bootstrap, naming
from app.access.access import Access
from app.bootstrap import console
from app.domain.errors import PeopleError
from app.domain.people import ROLE_NAMES, Role
from app.settings import Settings
from app.storage.database import open_database

Say = Callable[[str], None]


def run_user(settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    """`zhengai user add|list|role|disable|enable|reset`; the exit code."""
    with _opened(settings) as access:
        return _USER[chosen.what](access, settings, chosen, say)


def verify_audit(settings: Settings, expected: str | None, say: Say) -> int:
    """0 where every row of the audit log is as it was written (and `expected` is a hash in it), 1 else."""
    with _opened(settings) as access:
        found = access.audit.verify()
        if found.fault:
            say(f"审计记录被改动过：{found.fault}（此前 {found.rows} 条无误）。请保留现场，与备份比较。")
            return 1
        if expected and not access.audit.has(expected):
            say(f"审计记录里没有校验值 {expected}：它之后的记录可能被整段换掉了。请与备份比较。")
            return 1
        print(f"审计记录 {found.rows} 条，逐条核对无误。末条校验值：{found.head or '（还没有记录）'}")
        return 0


@contextmanager
def _opened(settings: Settings) -> Iterator[Access]:
    database = open_database(settings.database)
    try:
        yield bootstrap.open_access(settings, database)
    finally:
        database.close()


def _add(access: Access, settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    departments = naming.departments_of(bootstrap.load_corpus(settings))
    role, display, department = Role(chosen.role), chosen.display or chosen.name, chosen.department or ""
    given = None
    if chosen.oidc and not settings.oidc_issuer:
        raise PeopleError("还没有设置统一身份认证（ZHENGAI_OIDC_ISSUER）；请先设置，再用 --oidc 建立账号。")
    if chosen.password_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise PeopleError("标准输入里没有密码；请把密码写在第一行。")
    if given is not None or chosen.oidc:
        person = access.add(
            console(),
            chosen.name,
            display,
            role,
            department,
            given,
            external=f"{settings.oidc_issuer} {chosen.oidc}" if chosen.oidc else "",
            departments=departments,
        )
        print(f"已建立账号 {person.name}（{ROLE_NAMES[person.role]}）。")
        return 0
    person, password = access.add_with_temporary(
        console(), chosen.name, display, role, department, departments
    )
    print(f"已建立账号 {person.name}（{ROLE_NAMES[person.role]}），初次登录密码：{password}")
    say("这个密码只显示这一次，登录后须马上更换。")
    return 0


def _list(access: Access, _settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    people = access.people.all()
    if chosen.json:
        told = [
            {
                "name": one.name,
                "display": one.display,
                "role": one.role.value,
                "department": one.department,
                "disabled": one.disabled,
                "created_at": one.created_at,
            }
            for one in people
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for one in people:
        state = "（已停用）" if one.disabled else ""
        print("\t".join((one.name, one.display, ROLE_NAMES[one.role], one.department or "-")) + state)
    if not people:
        say("还没有账号：只有本机能用。")
    return 0


def _role(access: Access, settings: Settings, chosen: argparse.Namespace, _say: Say) -> int:
    departments = naming.departments_of(bootstrap.load_corpus(settings))
    person = access.change(
        console(),
        access.people.named(chosen.name).id,
        role=Role(chosen.role),
        department=chosen.department,
        departments=departments,
    )
    print(
        f"{person.name} 现在是{ROLE_NAMES[person.role]}{f'，部门：{person.department}' if person.department else ''}。"
    )
    return 0


def _disable(access: Access, _settings: Settings, chosen: argparse.Namespace, _say: Say) -> int:
    access.change(console(), access.people.named(chosen.name).id, disabled=True)
    print(f"{chosen.name} 已停用：登录和令牌都已失效，写过的内容都在。")
    return 0


def _enable(access: Access, _settings: Settings, chosen: argparse.Namespace, _say: Say) -> int:
    access.change(console(), access.people.named(chosen.name).id, disabled=False)
    print(f"{chosen.name} 已重新启用。")
    return 0


def _reset(access: Access, _settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    password = access.reset(console(), access.people.named(chosen.name).id)
    print(f"{chosen.name} 的新密码：{password}")
    say("这个密码只显示这一次，登录后须马上更换；原来的登录和令牌都已失效。")
    return 0


_USER = {
    "add": _add,
    "list": _list,
    "role": _role,
    "disable": _disable,
    "enable": _enable,
    "reset": _reset,
}
