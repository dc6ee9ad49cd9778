"""What is checked of what people wrote: the database, the audit chain, the originals. For doctor and nightly scrub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from app.domain.errors import StorageError
from app.storage import migrate
from app.storage.audit import AuditLog
from app.storage.database import Database
from app.storage.originals import Originals
from app.storage.tables import AttachmentRow, ReportRow


@dataclass(frozen=True)
class Check:
    """One thing looked at: what was found, and what to do where it is not as it should be."""

    name: str
    ok: bool
    told: str
    remedy: str = ""


_RESTORE = "停止服务，另存整个数据文件夹，再用最近的备份恢复（zhengai restore）"


def stored(database: Database, originals: Originals) -> Iterator[Check]:
    """Every check of what is stored, one after the other; each reads all there is."""
    shape = _shape(database)
    yield shape
    if not shape.ok or shape.remedy:
        return  # what follows reads the tables of today
    yield _database(database)
    yield _durability(database)
    yield _audit(database)
    yield _originals(database, originals)


def _shape(database: Database) -> Check:
    try:
        revision = database.revision()
        if revision is None:
            return Check("数据库结构", True, "还是空库", "第一次启动服务时建表")
        if revision != migrate.HEAD:
            known = migrate.is_known(revision)
            if known:
                return Check(
                    "数据库结构", True, f"是旧的（{revision}）", "下一次启动服务时自动升级；请先备份"
                )
            return Check("数据库结构", False, f"由更新版本的程序写成（{revision}）", "请升级本程序")
    except StorageError as error:
        return Check("数据库结构", False, str(error), _RESTORE)
    return Check("数据库结构", True, f"是最新的（{revision}）")


def _durability(database: Database) -> Check:
    try:
        risk = database.risk()
    except StorageError as error:
        return Check("写盘", False, str(error), "先解决数据库的问题，再查一次")
    if risk:
        return Check("写盘", False, f"数据库服务器的 {risk}，断电会丢失已保存的内容", "请在服务器上打开")
    return Check("写盘", True, "保存成功的都已写到磁盘上")


def _database(database: Database) -> Check:
    try:
        fault = database.fault()
    except StorageError as error:
        fault = str(error)
    if fault:
        return Check("数据库", False, f"{database.place}：{fault}", _RESTORE)
    return Check("数据库", True, f"{database.place} 完好")


def _audit(database: Database) -> Check:
    try:
        found = AuditLog(database).verify()
    except StorageError as error:
        return Check("审计记录", False, str(error), "先解决数据库的问题，再查一次")
    if found.fault:
        return Check("审计记录", False, found.fault, "保留现场，与备份比较，查明谁改过数据库")
    return Check("审计记录", True, f"{found.rows} 条，逐条核对无误")


def _originals(database: Database, originals: Originals) -> Check:
    try:
        with database.reading() as session:
            named = session.exec(select(AttachmentRow.sha256, AttachmentRow.name)).all()
            living = set(
                session.exec(select(AttachmentRow.sha256).where(col(AttachmentRow.removed_at).is_(None)))
            )
            read = session.exec(select(ReportRow.original, ReportRow.title, ReportRow.removed_at)).all()
    except StorageError as error:
        return Check("附件", False, str(error), "先解决数据库的问题，再查一次")
    names = dict(named) | {original: title for original, title, _ in read if original}
    living |= {original for original, _, removed in read if original and removed is None}
    faults = [
        f"“{name}”{fault}{'' if sha256 in living else '（已移去的附件）'}"
        for sha256, name in names.items()
        if (fault := originals.fault(sha256))
    ]
    if faults:
        shown = "、".join(faults[:5]) + (f" 等 {len(faults)} 个" if len(faults) > 5 else "")
        return Check("附件", False, shown, "从备份恢复 originals 文件夹里同名的文件，或请上传的人再传一次")
    unnamed = sum(1 for sha256 in originals.names() if sha256 not in names)
    beside = f"；另有 {unnamed} 个没有用到的文件，无害" if unnamed else ""
    return Check("附件", True, f"{len(names)} 个原件都与校验值相符{beside}")
