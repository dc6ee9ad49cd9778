"""Conversations and their turns."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
    )
    op.create_index("ix_conversation_created_at", "conversation", ["created_at"])
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column(
            "conversation_id",
            sa.String(),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
    )
    op.create_index("ix_turn_conversation_id", "turn", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_table("conversation")
