"""The one error tree. A message names the document, the line and the remedy.

ZhengaiError
├── CorpusError          a source, scheme or other corpus file cannot be used
│   └── SchemeError      a scheme value is not in its source lines
├── IndexFolderError     the built index is missing, stale, damaged or cannot be written
├── EncoderError         the encoder folder cannot be used
├── QuestionError        what was typed cannot be taken (too long, …)
├── ReportError          a report, draft or evidence file cannot be read or written
├── UnknownNameError     an unknown scheme, document, code or conversation
├── SettingsError        a setting is wrong
├── PeopleError          an account cannot be made or changed as asked
├── LoginError           nobody is logged in, or name and password do not belong together
├── ThrottledError       too many failed attempts
├── ForbiddenError       the person may not do this
├── ConflictError        somebody else saved in between; both texts are kept
└── StorageError         the database cannot be read or written
"""

from __future__ import annotations


class ZhengaiError(Exception):
    """Base of every error a user may be shown; `str(error)` is one clear Chinese sentence with the remedy."""

    exit_code = 1
    status = 500


class CorpusError(ZhengaiError):
    """A corpus file is missing, unreadable or malformed."""

    exit_code = 3


class SchemeError(CorpusError):
    """A value of a scheme file does not stand in the source lines it names."""


class IndexFolderError(ZhengaiError):
    """The index folder is missing, stale, damaged or cannot be written."""

    exit_code = 4
    status = 503


class EncoderError(ZhengaiError):
    """The encoder folder or name cannot be used."""

    exit_code = 4
    status = 503


class QuestionError(ZhengaiError):
    """What was typed cannot be taken as a question."""

    exit_code = 2
    status = 422


class ReportError(ZhengaiError):
    """A report, draft or evidence file cannot be used; the message names file, place and remedy."""

    exit_code = 3
    status = 422


class UnknownNameError(ZhengaiError):
    """A scheme, document, code or conversation that does not exist; the message names the known ones."""

    exit_code = 2
    status = 404


class SettingsError(ZhengaiError):
    """A setting has a value that cannot be used."""

    exit_code = 2


class PeopleError(ZhengaiError):
    """An account, password or token cannot be made or changed as asked."""

    exit_code = 2
    status = 422


class LoginError(ZhengaiError):
    """Nobody is logged in, or what was typed does not log anybody in."""

    exit_code = 6
    status = 401


class ThrottledError(ZhengaiError):
    """Too many failed attempts; `seconds` until the next may be made."""

    exit_code = 6
    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class ForbiddenError(ZhengaiError):
    """The person's role or department does not allow it."""

    exit_code = 6
    status = 403


class ConflictError(ZhengaiError):
    """Somebody else saved in between; what was sent is kept as a version of its own."""

    exit_code = 6
    status = 409


class StorageError(ZhengaiError):
    """The database cannot be read or written; nothing was reported as saved."""

    exit_code = 5
    status = 503
