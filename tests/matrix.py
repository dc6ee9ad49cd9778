"""Every route of the application, by hand: what it needs, and a request that somebody allowed gets answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.people import Right, Role, TokenScope

READ, ASK, WRITE = TokenScope.READ, TokenScope.ASK, TokenScope.WRITE


@dataclass(frozen=True)
class Row:
    """A route. `path` is filled with the ids that `tests/test_matrix.py` makes for each person.

    `right` None: open to everybody. `page`: drawn for people, so that a stranger is led to the login page.
    `owned`: what it shows or changes belongs to somebody, and is not there for anybody else.
    `session`: only for somebody who logged in themselves, never for a program with their token.
    """

    method: str
    template: str
    right: Right | None
    scope: TokenScope = READ
    path: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, object] | None = None
    files: bool = False
    owned: bool = False
    session: bool = False
    edits: bool = False  # only the element's departments and those who may edit everything
    answers: tuple[int, ...] = (200,)

    @property
    def page(self) -> bool:
        return not self.template.startswith("/api")

    @property
    def id(self) -> str:
        return f"{self.method} {self.template}"


QUESTION = {"question": "方针是什么"}
SHEET, SHEETS = "/worksheets/{scheme}/{code}", Right.READ_WORKSHEETS
MANAGE = Right.EDIT_ALL
REPORT, CELL = "/reports/{id_}", "/reports/{id_}/cells/{code}"
API_CELL = "/api/reports/{id}/cells/{code}"
ALL_READ = {f"read {document} {role}": "on" for document in ("foshan", "chongqing") for role in Role}
ROWS = (
    # open to everybody
    Row("GET", "/healthz", None),
    Row("GET", "/login", None, answers=(200, 303)),
    Row("POST", "/login", None, form={"name": "nobody", "password": "x"}, answers=(401, 429)),
    Row("POST", "/logout", None, answers=(303,)),
    Row("GET", "/setup", None, answers=(303,)),
    Row("POST", "/setup", None, answers=(303,)),
    Row("GET", "/login/oidc", None, answers=(404,)),
    Row("GET", "/login/oidc/callback", None, answers=(404,)),
    # pages of everybody who has an account
    Row("GET", "/", Right.ASK),
    Row("POST", "/ask", Right.KEEP, ASK, form=QUESTION, answers=(303,)),
    Row("GET", "/conversations", Right.KEEP),
    Row("GET", "/conversations/{id_}", Right.KEEP, path="/conversations/{conversation}", owned=True),
    Row(
        "GET",
        "/conversations/{id_}/turns/{turn}/sources/{number}",
        Right.KEEP,
        path="/conversations/{conversation}/turns/{turn}/sources/1",
        owned=True,
    ),
    Row(
        "POST",
        "/conversations/{id_}/delete",
        Right.KEEP,
        ASK,
        path="/conversations/{conversation}/delete",
        owned=True,
        answers=(303,),
    ),
    Row("GET", "/documents", Right.ASK),
    Row("GET", "/documents/{id_}", Right.ASK, path="/documents/foshan"),
    Row("GET", "/schemes", Right.ASK),
    Row("GET", "/schemes/{id_}", Right.ASK, path="/schemes/foshan"),
    Row("GET", "/schemes/{id_}/points/{code}", Right.ASK, path="/schemes/foshan/points/6.2.1"),
    Row("GET", "/schemes/{id_}/elements/{code}", Right.ASK, path="/schemes/foshan/elements/6.2"),
    Row("GET", "/compare", Right.ASK),
    Row("GET", "/about", Right.ASK),
    Row("GET", "/rights", Right.ASK),
    # one's own account
    Row("GET", "/account", Right.KEEP, session=True),
    Row("GET", "/account/password", Right.KEEP, session=True),
    Row("POST", "/account/password", Right.KEEP, session=True, answers=(422,)),
    Row(
        "POST",
        "/account/logins/{id_}/end",
        Right.KEEP,
        path="/account/logins/{login}/end",
        session=True,
        answers=(303,),
    ),
    Row(
        "POST",
        "/account/tokens",
        Right.KEEP,
        form={"name": "程序", "scope": "read", "days": "1"},
        session=True,
        answers=(201,),
    ),
    Row(
        "POST",
        "/account/tokens/{id_}/revoke",
        Right.KEEP,
        path="/account/tokens/{token}/revoke",
        owned=True,
        session=True,
        answers=(303,),
    ),
    # the administrator's
    Row("GET", "/people", Right.MANAGE_PEOPLE, session=True),
    Row(
        "POST",
        "/people",
        Right.MANAGE_PEOPLE,
        form={"name": "{new}", "role": "reader"},
        session=True,
        answers=(201,),
    ),
    Row(
        "POST",
        "/people/{id_}",
        Right.MANAGE_PEOPLE,
        path="/people/{person}",
        form={"role": "reader"},
        session=True,
        answers=(303,),
    ),
    Row(
        "POST",
        "/people/{id_}/reset",
        Right.MANAGE_PEOPLE,
        path="/people/{person}/reset",
        session=True,
        answers=(201,),
    ),
    Row("GET", "/access", Right.MANAGE_DOCUMENTS, session=True),
    Row("POST", "/access", Right.MANAGE_DOCUMENTS, form=ALL_READ, session=True, answers=(303,)),
    Row("GET", "/audit", Right.READ_AUDIT, session=True),
    # worksheets
    Row("GET", "/worksheets", SHEETS),
    Row("GET", SHEET, SHEETS, path="/worksheets/foshan/6.2"),
    Row(
        "POST",
        SHEET,
        SHEETS,
        WRITE,
        path="/worksheets/foshan/6.2",
        form={"text": "底稿", "base": "0"},
        edits=True,
        answers=(200, 303),
    ),
    Row("GET", SHEET + "/versions/{id_}", SHEETS, path="/worksheets/foshan/1.1/versions/{version}"),
    Row("GET", SHEET + "/events", SHEETS, path="/worksheets/foshan/6.2/events"),
    Row(
        "POST",
        SHEET + "/attachments",
        SHEETS,
        WRITE,
        path="/worksheets/foshan/6.2/attachments",
        files=True,
        edits=True,
        answers=(200, 201, 303),
    ),
    Row("GET", SHEET + "/attachments/{id_}", SHEETS, path="/worksheets/foshan/6.2/attachments/{attachment}"),
    Row(
        "POST",
        SHEET + "/attachments/{id_}/remove",
        SHEETS,
        WRITE,
        path="/worksheets/foshan/6.2/attachments/{attachment}/remove",
        edits=True,
        answers=(200, 303),
    ),
    # reports
    Row("GET", "/reports", SHEETS),
    Row("POST", "/reports", MANAGE, WRITE, form={"scheme": "foshan", "form": "own"}, answers=(303,)),
    Row("POST", "/reports/attachments", MANAGE, WRITE, files=True, answers=(422,)),
    Row("GET", REPORT, SHEETS, path="/reports/{report}"),
    Row("POST", REPORT, MANAGE, WRITE, path="/reports/{report}", form={"cycle": "2025"}, answers=(303,)),
    Row("POST", REPORT + "/review", MANAGE, WRITE, path="/reports/{report}/review", answers=(303,)),
    Row("POST", REPORT + "/assign", MANAGE, WRITE, path="/reports/{report}/assign", answers=(303,)),
    Row("POST", REPORT + "/remove", MANAGE, WRITE, path="/reports/{report}/remove", answers=(303,)),
    Row("GET", REPORT + "/receipt", SHEETS, path="/reports/{report}/receipt"),
    Row("GET", REPORT + "/export.{kind}", SHEETS, path="/reports/{report}/export.md"),
    Row("GET", REPORT + "/move", SHEETS, path="/reports/{report}/move?to=chongqing"),
    Row(
        "POST",
        REPORT + "/move",
        MANAGE,
        WRITE,
        path="/reports/{report}/move",
        form={"to": "chongqing"},
        answers=(303,),
    ),
    Row("GET", CELL, SHEETS, path="/reports/{report}/cells/6.2"),
    Row(
        "POST",
        CELL,
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2",
        form={"goals": "文字", "base": "0"},
        edits=True,
        answers=(303,),
    ),
    Row(
        "POST",
        CELL + "/evidence",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/evidence",
        form={"text": "证据", "dated": "2025-09"},
        edits=True,
        answers=(303,),
    ),
    Row(
        "POST",
        CELL + "/evidence/{evidence}/remove",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/evidence/E1/remove",
        edits=True,
        answers=(303,),
    ),
    Row(
        "POST",
        CELL + "/draft",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/draft",
        edits=True,
        answers=(303,),
    ),
    Row(
        "POST",
        CELL + "/proposals",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/proposals",
        form={"was 1": ""},
        edits=True,
        answers=(303,),
    ),
    Row(
        "POST",
        CELL + "/status",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/status",
        form={"status": "submitted", "version": "0", "note": "说明"},
        edits=True,
        answers=(303,),
    ),
    Row(
        "GET",
        CELL + "/versions/{version}",
        SHEETS,
        path="/reports/{report}/cells/6.2/versions/{saved}",
    ),
    Row(
        "POST",
        CELL + "/versions/{version}",
        SHEETS,
        WRITE,
        path="/reports/{report}/cells/6.2/versions/{saved}",
        form={"base": "1"},
        edits=True,
        answers=(303,),
    ),
    Row("GET", CELL + "/events", SHEETS, path="/reports/{report}/cells/6.2/events"),
    Row("GET", "/api/reports", SHEETS),
    Row("POST", "/api/reports", MANAGE, WRITE, json={"scheme": "foshan"}, answers=(201,)),
    Row("GET", "/api/reports/{id}", SHEETS, path="/api/reports/{report}"),
    Row("GET", "/api/reports/{id}/findings", SHEETS, path="/api/reports/{report}/findings"),
    Row("GET", "/api/reports/{id}/export.{kind}", SHEETS, path="/api/reports/{report}/export.json"),
    Row("GET", API_CELL, SHEETS, path="/api/reports/{report}/cells/6.2"),
    Row(
        "PUT",
        API_CELL,
        SHEETS,
        WRITE,
        path="/api/reports/{report}/cells/6.2",
        json={"cell": {"element": "6.2"}, "base": 0},
        edits=True,
    ),
    Row("POST", API_CELL + "/draft", SHEETS, path="/api/reports/{report}/cells/6.2/draft"),
    Row(
        "POST",
        API_CELL + "/status",
        SHEETS,
        WRITE,
        path="/api/reports/{report}/cells/6.2/status",
        json={"status": "submitted", "version": 0, "note": "说明"},
        edits=True,
    ),
    Row("GET", "/api/earlier", SHEETS, path="/api/earlier?q=投诉"),
    Row(
        "POST",
        "/api/draft",
        Right.ASK,
        ASK,
        json={"scheme": "chongqing", "code": "5.2", "evidence": []},
    ),
    Row("POST", "/api/check", Right.ASK, ASK, json={"report": {"scheme": "chongqing", "cells": []}}),
    Row("POST", "/api/conclusion", Right.ASK, ASK, json={"scheme": "chongqing", "agreed": {}}),
    # the API
    Row("GET", "/api/openapi.json", Right.ASK),
    Row("GET", "/api/me", Right.ASK),
    Row("POST", "/api/ask", Right.ASK, ASK, json=QUESTION),
    Row("GET", "/api/conversations", Right.KEEP),
    Row("POST", "/api/conversations", Right.KEEP, ASK, json=QUESTION, answers=(201,)),
    Row("GET", "/api/conversations/{id}", Right.KEEP, path="/api/conversations/{conversation}", owned=True),
    Row(
        "POST",
        "/api/conversations/{id}/turns",
        Right.KEEP,
        ASK,
        path="/api/conversations/{conversation}/turns",
        json=QUESTION,
        owned=True,
        answers=(201,),
    ),
    Row(
        "DELETE",
        "/api/conversations/{id}",
        Right.KEEP,
        ASK,
        path="/api/conversations/{conversation}",
        owned=True,
        answers=(204,),
    ),
    Row("GET", "/api/schemes", Right.ASK),
    Row("GET", "/api/schemes/{id}", Right.ASK, path="/api/schemes/foshan"),
    Row("GET", "/api/schemes/{id}/{code}", Right.ASK, path="/api/schemes/foshan/6.2"),
    Row("GET", "/api/documents", Right.ASK),
    Row("GET", "/api/documents/{id}", Right.ASK, path="/api/documents/foshan"),
    Row("GET", "/api/documents/{id}/outline", Right.ASK, path="/api/documents/foshan/outline"),
    Row(
        "GET",
        "/api/documents/{id}/clauses/{address:path}",
        Right.ASK,
        path="/api/documents/foshan/clauses/三",
    ),
    Row("GET", "/api/worksheets/{id}", SHEETS, path="/api/worksheets/foshan"),
    Row("GET", "/api/worksheets/{id}/{code}", SHEETS, path="/api/worksheets/foshan/6.2"),
    Row("GET", "/api/worksheets/{id}/{code}/versions", SHEETS, path="/api/worksheets/foshan/6.2/versions"),
    Row(
        "PUT",
        "/api/worksheets/{id}/{code}",
        SHEETS,
        WRITE,
        path="/api/worksheets/foshan/6.2",
        json={"text": "底稿", "base": 0},
        edits=True,
    ),
)
