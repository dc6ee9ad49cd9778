"""The tables. A change here needs a migration in `migrations/versions` (a test compares the two).

Times are ISO 8601 in UTC with milliseconds, as text, so that they sort as they follow one another.
"""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ConversationRow(SQLModel, table=True):
    """A conversation; its turns are rows of their own."""

    __tablename__ = "conversation"

    id: str = Field(primary_key=True)
    title: str
    created_at: str = Field(index=True)
    # person.id, or "local" before there are accounts
    owner: str = Field(index=True, sa_column_kwargs={"server_default": "local"})


class TurnRow(SQLModel, table=True):
    """A question and its answer (JSON of `answer_json`)."""

    __tablename__ = "turn"

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", ondelete="CASCADE", index=True)
    question: str
    scope: str | None = None
    answer: str
    seconds: float
    asked_at: str


class PersonRow(SQLModel, table=True):
    """An account. Never deleted, only disabled: what somebody did keeps its name."""

    __tablename__ = "person"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    display: str
    role: str
    department: str
    disabled: bool
    must_change: bool
    created_at: str
    external: str | None = Field(default=None, unique=True)  # "issuer subject" of single sign-on
    password: str | None = None  # argon2 hash; None: single sign-on only
    password_at: str | None = None


class OldPasswordRow(SQLModel, table=True):
    """Hashes of earlier passwords, for the policy that forbids their return."""

    __tablename__ = "old_password"

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    password: str
    replaced_at: str


class LoginRow(SQLModel, table=True):
    """A server-side session; `id` is the SHA-256 of the secret in the cookie."""

    __tablename__ = "login"

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    created_at: str
    seen_at: str
    address: str
    agent: str


class TokenRow(SQLModel, table=True):
    """A program's key to a person's account; `digest` is the SHA-256 of the secret."""

    __tablename__ = "token"

    id: str = Field(primary_key=True)
    digest: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    name: str
    scopes: str  # separated by spaces
    created_at: str
    expires_at: str
    revoked_at: str | None = None
    used_at: str | None = None


class AttemptRow(SQLModel, table=True):
    """Failed logins in a row, of an account or an address; `key` is "account …" or "address …"."""

    __tablename__ = "attempt"

    key: str = Field(primary_key=True)
    failures: int
    last_at: str


class AuditRow(SQLModel, table=True):
    """Who did what, when; each row's hash covers the row before (see `storage.audit`)."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(index=True)
    person_id: str = Field(index=True)
    name: str
    address: str
    action: str = Field(index=True)
    object: str
    detail: str
    hash: str


class AuditHeadRow(SQLModel, table=True):
    """The one row that every writer of the audit log locks: the last number and hash."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    hash: str


class DocumentAccessRow(SQLModel, table=True):
    """What a role may see of a document; without a row: all of it, contacts masked."""

    __tablename__ = "document_access"

    document: str = Field(primary_key=True)
    role: str = Field(primary_key=True)
    read: bool
    contacts: bool


class WorksheetRow(SQLModel, table=True):
    """The current text of an element's worksheet; `version` counts from 1."""

    __tablename__ = "worksheet"

    scheme: str = Field(primary_key=True)
    element: str = Field(primary_key=True)
    text: str
    version: int


class WorksheetVersionRow(SQLModel, table=True):
    """Every text ever saved. `version` 0: it lost a race against another writer and never was current."""

    __tablename__ = "worksheet_version"

    id: int | None = Field(default=None, primary_key=True)
    scheme: str = Field(index=True)
    element: str = Field(index=True)
    version: int
    base: int  # the version it was written on
    text: str
    saved_by: str
    saved_name: str
    saved_at: str


class AttachmentRow(SQLModel, table=True):
    """A file laid beside a worksheet; its bytes are the original with that SHA-256."""

    __tablename__ = "attachment"

    id: str = Field(primary_key=True)
    scheme: str = Field(index=True)
    element: str = Field(index=True)
    sha256: str
    name: str
    size: int
    added_by: str
    added_name: str
    added_at: str
    removed_at: str | None = None


class ReportRow(SQLModel, table=True):
    """A self-diagnosis report: one being written, an earlier cycle's read from a file, or a sample."""

    __tablename__ = "report"

    id: str = Field(primary_key=True)
    kind: str = Field(index=True)
    title: str
    school: str
    scheme: str
    form: str  # the scheme whose form and rules it has; "" for none
    cycle: str
    due: str
    review_on: str
    counting: str
    previous: str | None = None  # report.id of the cycle before
    original: str | None = Field(default=None, index=True)  # SHA-256 of the file it was read from
    review: str  # JSON: materials at hand, elements that agreed, whether the measures are good
    receipt: str  # JSON of what reading the file gave; "" for one that was written here
    created_by: str
    created_name: str
    created_at: str
    removed_at: str | None = None


class ReportCellRow(SQLModel, table=True):
    """The current content of an element's cell (JSON); `version` 0: nothing saved yet, only assigned."""

    __tablename__ = "report_cell"

    report: str = Field(primary_key=True)
    element: str = Field(primary_key=True)
    content: str
    version: int
    status: str
    departments: str  # JSON list
    note: str  # of the last change of status


class ReportVersionRow(SQLModel, table=True):
    """Every content ever saved. `version` 0: it lost a race, or came too late, and never was current."""

    __tablename__ = "report_version"

    id: int | None = Field(default=None, primary_key=True)
    report: str = Field(index=True)
    element: str
    version: int
    base: int
    content: str
    saved_by: str
    saved_name: str
    saved_at: str


class ReportEventRow(SQLModel, table=True):
    """A change of a cell's status, or of who is to write it (`status` "")."""

    __tablename__ = "report_event"

    id: int | None = Field(default=None, primary_key=True)
    report: str = Field(index=True)
    element: str
    status: str
    version: int
    note: str
    by_id: str
    by_name: str
    at: str


class ProposalRow(SQLModel, table=True):
    """A sentence that was proposed for a cell, and what became of it (`decision` "": nothing yet)."""

    __tablename__ = "proposal"

    id: int | None = Field(default=None, primary_key=True)
    report: str = Field(index=True)
    element: str
    position: int
    part: str
    sentence: str  # JSON
    base: int  # the version it was made on
    decision: str
    text: str  # what it became, where it was edited
    made_by: str
    made_name: str
    made_at: str
    decided_by: str
    decided_name: str
    decided_at: str
