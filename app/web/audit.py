"""The audit log, for the administrator: newest first, filtered by person, kind and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.storage.audit import AuditEntry, Verified
from app.storage.database import moment
from app.web.contexts import Choice
from app.web.deps import ReadingAudit
from app.web.times import told

router = APIRouter(include_in_schema=False)
PAGE = 100
KINDS = {
    "": "全部",
    "login": "登录",
    "logout": "退出",
    "person": "账号",
    "token": "令牌",
    "document": "文件权限",
    "report": "报告",
    "worksheet": "底稿",
    "attachment": "附件",
    "conversation": "对话",
    "contacts": "查看联系方式",
    "backup": "备份",
    "refused": "被拒绝",
}


ACTIONS = {
    "login": "登录",
    "login.failed": "登录失败",
    "login.throttled": "登录被限制",
    "logout": "退出",
    "logout.other": "结束别处的登录",
    "person.add": "建立账号",
    "person.change": "改账号",
    "person.password": "换密码",
    "token.make": "做令牌",
    "token.revoke": "撤销令牌",
    "document.access": "改文件权限",
    "report.create": "新建报告",
    "report.import": "读入往年报告",
    "report.change": "改报告设置",
    "report.remove": "移去报告",
    "report.save": "存报告的一格",
    "report.conflict": "报告相撞，另存",
    "report.assign": "分工",
    "report.status": "提交、退回、通过",
    "report.propose": "起草",
    "report.reword": "改动建议",
    "worksheet.save": "存底稿",
    "worksheet.conflict": "底稿相撞，另存",
    "attachment.add": "加附件",
    "attachment.remove": "移去附件",
    "conversation.delete": "删对话",
    "contacts.read": "看联系方式",
    "backup": "备份",
    "refused": "被拒绝",
    "restore": "恢复",
}


@dataclass(frozen=True)
class AuditRowView:
    seq: int
    at: str
    name: str
    address: str
    action: str
    object: str
    detail: str


@dataclass(frozen=True)
class AuditPage:
    rows: tuple[AuditRowView, ...]
    people: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    since: str
    until: str
    verified: str
    fault: bool  # the log was altered
    older: str  # where the next page is; "" on the last
    title: str = "审计记录"
    section: str = "people"


@router.get("/audit")
def audit(
    visit: ReadingAudit,
    person: str = "",
    kind: str = "",
    since: str = "",
    until: str = "",
    before: Annotated[int | None, Query(le=2**31 - 1)] = None,
) -> Response:
    kind = kind if kind in KINDS else ""
    people = {one.id: one for one in visit.services.access.people.all()}
    name = people[person].name if person in people else ""
    rows = visit.services.access.audit.entries(
        name, kind, _day(since), _day(until, after=True), before, PAGE + 1
    )
    chosen = {"person": person, "kind": kind, "since": since, "until": until}
    more = len(rows) > PAGE
    found = visit.services.access.audit.verify() if before is None else None
    told_of = _verified(found) if found else ""
    page = AuditPage(
        rows=tuple(_row(row) for row in rows[:PAGE]),
        people=(
            Choice("", "所有人", not name),
            *(Choice(id_, one.display, id_ == person) for id_, one in people.items()),
        ),
        kinds=tuple(Choice(value, text, value == kind) for value, text in KINDS.items()),
        since=since if _day(since) else "",
        until=until if _day(until) else "",
        verified=told_of,
        fault=bool(found and found.fault),
        older=f"/audit?{urlencode({**chosen, 'before': rows[PAGE - 1].seq})}" if more else "",
    )
    return visit.page("audit.html", page)


def _verified(found: Verified) -> str:
    if found.fault:
        return f"记录被改动过：{found.fault}。请停止使用，用 zhengai audit verify 核对，并与备份比较。"
    return f"共 {found.rows} 条，逐条核对无误，末条校验值 {found.head[:16]}…"


def _day(text: str, after: bool = False) -> str:
    """The beginning of a day typed as 2026-01-02, or of the day after it; "" for what is no day."""
    try:
        day = date.fromisoformat(text) + timedelta(days=after)
        return moment(datetime.combine(day, time()).astimezone())
    except (ValueError, OverflowError):
        return ""


def _row(entry: AuditEntry) -> AuditRowView:
    return AuditRowView(
        entry.seq,
        told(entry.at),
        entry.name or "（未登录）",
        entry.address,
        ACTIONS.get(entry.action, entry.action),
        entry.object,
        entry.detail,
    )
