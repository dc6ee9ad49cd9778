"""Rules a report is checked by, and what a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.drafts import PartKey


class Severity(StrEnum):
    """How grave a finding is. None forbids anything: people decide."""

    ERROR = "error"  # against a rule that leaves no room
    WARNING = "warning"  # probably against a rule; somebody must look
    NOTE = "note"  # worth a look


SEVERITY_NAMES = {Severity.ERROR: "不合规定", Severity.WARNING: "请核对", Severity.NOTE: "提醒"}


@dataclass(frozen=True)
class Ground:
    """The clause a rule comes from, word for word; `lines` are 1-based lines of `document`."""

    document: str
    address: str
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Rule:
    """A named rule. `ground` None: our own advice, no scheme says it."""

    id: str
    name: str
    severity: Severity
    ground: Ground | None = None


@dataclass(frozen=True)
class Finding:
    """One place where a rule may be broken, why, and what would mend it."""

    rule: Rule
    severity: Severity
    element: str  # code, or OVERVIEW
    message: str
    fix: str
    part: PartKey | None = None
    sentence: str = ""  # id
    words: str = ""  # the words of the text that it is about

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two findings the same."""
        return (self.rule.id, self.element, self.part or "", self.sentence, self.words)
