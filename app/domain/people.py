"""People: who is asking, their role and department, and what each role may do (one table)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is in the work of 诊改; one each."""

    READER = "reader"  # 新员工
    WRITER = "writer"  # 部门撰写人
    EXPERT = "expert"  # 复核专家
    OFFICE = "office"  # 质控办
    ADMINISTRATOR = "administrator"  # 管理员


class Right(StrEnum):
    """Something that may be done; a route needs one of these or is open to everybody."""

    ASK = "ask"
    KEEP = "keep"
    READ_WORKSHEETS = "read_worksheets"
    EDIT_DEPARTMENT = "edit_department"
    EDIT_ALL = "edit_all"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_DOCUMENTS = "manage_documents"
    READ_AUDIT = "read_audit"


class TokenScope(StrEnum):
    """What a program may do with a person's token, never more than the person."""

    READ = "read"
    ASK = "ask"
    WRITE = "write"


ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.READER: "读者（新员工）",
        Role.WRITER: "撰写人（部门）",
        Role.EXPERT: "专家",
        Role.OFFICE: "质控办",
        Role.ADMINISTRATOR: "管理员",
    }
)
RIGHT_NAMES: Mapping[Right, str] = MappingProxyType(
    {
        Right.ASK: "提问，查方案、对照和有权查看的文件",
        Right.KEEP: "保存、续问、删除自己的对话",
        Right.READ_WORKSHEETS: "查看报告和各要素的底稿、历次版本和附件",
        Right.EDIT_DEPARTMENT: "撰写分给本部门的要素，修改本部门牵头或参与的底稿",
        Right.EDIT_ALL: "建立、分工、退回、通过报告，修改任何要素和底稿",
        Right.MANAGE_PEOPLE: "管理账号、角色和部门",
        Right.MANAGE_DOCUMENTS: "规定哪些角色能看哪些文件、能否看其中的联系方式",
        Right.READ_AUDIT: "查看审计记录",
    }
)
SCOPE_NAMES: Mapping[TokenScope, str] = MappingProxyType(
    {
        TokenScope.READ: "查询方案、文件、报告、底稿和自己的对话",
        TokenScope.ASK: "提问，保存和删除自己的对话",
        TokenScope.WRITE: "修改报告和底稿",
    }
)

_EVERYBODY = frozenset({Right.ASK, Right.KEEP})
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.READER: _EVERYBODY,
        Role.WRITER: _EVERYBODY | {Right.READ_WORKSHEETS, Right.EDIT_DEPARTMENT},
        Role.EXPERT: _EVERYBODY | {Right.READ_WORKSHEETS},
        Role.OFFICE: _EVERYBODY | {Right.READ_WORKSHEETS, Right.EDIT_ALL},
        Role.ADMINISTRATOR: frozenset(Right) - {Right.EDIT_DEPARTMENT},
    }
)


@dataclass(frozen=True)
class Person:
    """An account. `department` is one of the schemes' owners, needed for a writer."""

    id: str
    name: str  # what is typed at login, folded to lower case
    display: str
    role: Role
    department: str = ""
    disabled: bool = False
    must_change: bool = False  # the password was set by somebody else
    created_at: str = ""
    external: str = ""  # issuer and subject of single sign-on

    def may(self, right: Right) -> bool:
        return not self.disabled and right in RIGHTS[self.role]


LOCAL = Person("local", "local", "本机用户", Role.ADMINISTRATOR)
PROGRAM = Person("program", "program", "随程序附带", Role.ADMINISTRATOR)  # what the program itself puts in


@dataclass(frozen=True)
class Actor:
    """Who does something now: the person, where from, and by which token where a program does it."""

    person: Person
    address: str = ""
    scopes: frozenset[TokenScope] | None = None  # None: not a token

    def may(self, right: Right) -> bool:
        return self.person.may(right)

    def in_scope(self, scope: TokenScope) -> bool:
        return self.scopes is None or scope in self.scopes


NOBODY = Actor(Person("", "", "未登录", Role.READER, disabled=True))


def may_edit(person: Person, owners: frozenset[str]) -> bool:
    """Whether `person` may edit the worksheet of an element whose points `owners` lead or take part in."""
    if person.may(Right.EDIT_ALL):
        return True
    return person.may(Right.EDIT_DEPARTMENT) and bool(person.department) and person.department in owners
