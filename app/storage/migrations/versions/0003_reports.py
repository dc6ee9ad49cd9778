"""Reports: heads, cells with every version, changes of status, proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def text(name: str, null: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, primary_key=key)


def number(name: str, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, primary_key=key, autoincrement=key)


def upgrade() -> None:
    op.create_table(
        "report",
        text("id", key=True),
        *map(text, ("kind", "title", "school", "scheme", "form", "cycle", "due", "review_on", "counting")),
        text("previous", null=True),
        text("original", null=True),
        *map(text, ("review", "receipt", "created_by", "created_name", "created_at")),
        text("removed_at", null=True),
    )
    op.create_index("ix_report_kind", "report", ["kind"])
    op.create_index("ix_report_original", "report", ["original"])
    op.create_table(
        "report_cell",
        text("report", key=True),
        text("element", key=True),
        text("content"),
        number("version"),
        *map(text, ("status", "departments", "note")),
    )
    op.create_table(
        "report_version",
        number("id", key=True),
        *map(text, ("report", "element")),
        *map(number, ("version", "base")),
        *map(text, ("content", "saved_by", "saved_name", "saved_at")),
    )
    op.create_table(
        "report_event",
        number("id", key=True),
        *map(text, ("report", "element", "status")),
        number("version"),
        *map(text, ("note", "by_id", "by_name", "at")),
    )
    op.create_table(
        "proposal",
        number("id", key=True),
        *map(text, ("report", "element")),
        number("position"),
        *map(text, ("part", "sentence")),
        number("base"),
        *map(text, ("decision", "text", "made_by", "made_name", "made_at")),
        *map(text, ("decided_by", "decided_name", "decided_at")),
    )
    for table in ("report_version", "report_event", "proposal"):
        op.create_index(f"ix_{table}_report", table, ["report"])


def downgrade() -> None:
    for table in ("proposal", "report_event", "report_version", "report_cell", "report"):
        op.drop_table(table)
