"""People, logins, tokens, the audit log, worksheets; conversations get an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def text(name: str, *more: object, null: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), *more, nullable=null, primary_key=key)  # type: ignore[arg-type]


def number(name: str, key: bool = False, counted: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, primary_key=key, autoincrement=counted)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def person() -> sa.Column[str]:
    return text("person_id", sa.ForeignKey("person.id", ondelete="CASCADE"))


def upgrade() -> None:
    # No batch: SQLite would make the table anew and drop the old one, and with it, by cascade, every turn.
    op.add_column("conversation", sa.Column("owner", sa.String(), nullable=False, server_default="local"))
    op.create_index("ix_conversation_owner", "conversation", ["owner"])
    op.create_table(
        "person",
        text("id", key=True),
        text("name"),
        text("display"),
        text("role"),
        text("department"),
        flag("disabled"),
        flag("must_change"),
        text("created_at"),
        text("external", null=True),
        text("password", null=True),
        text("password_at", null=True),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("external"),
    )
    op.create_table(
        "old_password",
        number("id", key=True, counted=True),
        person(),
        text("password"),
        text("replaced_at"),
    )
    op.create_index("ix_old_password_person_id", "old_password", ["person_id"])
    op.create_table(
        "login",
        text("id", key=True),
        person(),
        text("created_at"),
        text("seen_at"),
        text("address"),
        text("agent"),
    )
    op.create_index("ix_login_person_id", "login", ["person_id"])
    op.create_table(
        "token",
        text("id", key=True),
        text("digest"),
        person(),
        text("name"),
        text("scopes"),
        text("created_at"),
        text("expires_at"),
        text("revoked_at", null=True),
        text("used_at", null=True),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_token_person_id", "token", ["person_id"])
    op.create_table("attempt", text("key", key=True), number("failures"), text("last_at"))
    op.create_table(
        "audit",
        number("seq", key=True),
        text("at"),
        text("person_id"),
        text("name"),
        text("address"),
        text("action"),
        text("object"),
        text("detail"),
        text("hash"),
    )
    for column in ("at", "person_id", "action"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    head = op.create_table("audit_head", number("id", key=True), number("seq"), text("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": ""}])
    op.create_table(
        "document_access", text("document", key=True), text("role", key=True), flag("read"), flag("contacts")
    )
    op.create_table(
        "worksheet", text("scheme", key=True), text("element", key=True), text("text"), number("version")
    )
    op.create_table(
        "worksheet_version",
        number("id", key=True, counted=True),
        text("scheme"),
        text("element"),
        number("version"),
        number("base"),
        text("text"),
        text("saved_by"),
        text("saved_name"),
        text("saved_at"),
    )
    op.create_table(
        "attachment",
        text("id", key=True),
        text("scheme"),
        text("element"),
        text("sha256"),
        text("name"),
        number("size"),
        text("added_by"),
        text("added_name"),
        text("added_at"),
        text("removed_at", null=True),
    )
    for table in ("worksheet_version", "attachment"):
        for column in ("scheme", "element"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in (
        "attachment",
        "worksheet_version",
        "worksheet",
        "document_access",
        "audit_head",
        "audit",
        "attempt",
        "token",
        "login",
        "old_password",
        "person",
    ):
        op.drop_table(table)
    op.drop_index("ix_conversation_owner", "conversation")
    op.drop_column("conversation", "owner")
