"""What is checked of what people wrote: the database, the audit chain, the originals. For doctor and nightly scrub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from app.domain.errors import StorageError
from app.storage.audit import AuditLog
from app.storage.database import Database
from app.storage.originals import Originals
from app.storage.tables import AttachmentRow


@dataclass(frozen=True)
class Check:
    """One thing looked at: what was found, and what to do where it is not as it should be."""

    name: str
    ok: bool
    told: str
    remedy: str = ""


def stored(database: Database, originals: Originals) -> Iterator[Check]:
    """Every check of what is stored, one after the other; each reads all there is."""
    yield _database(database)
    yield _audit(database)
    yield _originals(database, originals)


def _database(database: Database) -> Check:
    try:
        fault = database.fault()
    except StorageError as error:
        fault = str(error)
    if fault:
        remedy = "停止服务，另存整个数据文件夹，再用最近的备份恢复（zhengai restore）"
        return Check("数据库", False, f"{database.place}：{fault}", remedy)
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
    except StorageError as error:
        return Check("附件", False, str(error), "先解决数据库的问题，再查一次")
    names = dict(named)
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
