"""Whoever is logged in and is refused leaves a row in the audit log, without what they typed."""

from __future__ import annotations

from pathlib import Path

from app.domain.people import Role
from tests.doors import services
from tests.people import account, browser, session


def test_a_refusal_is_in_the_audit_log(tmp_path: Path) -> None:
    opened = services(tmp_path)
    client = browser(opened, session(opened, account(opened, "li", Role.READER)))
    assert client.get("/audit").status_code == 403
    assert client.post("/people/x/reset").status_code == 403
    assert client.put("/api/worksheets/foshan/6.2", json={"text": "秘密", "base": 0}).status_code == 403
    told = [(one.action, one.name, one.object) for one in opened.access.audit.entries(action="refused")]
    opened.close()
    assert told == [
        ("refused", "li", "PUT /api/worksheets/{id}/{code}"),
        ("refused", "li", "POST /people/{id_}/reset"),
        ("refused", "li", "GET /audit"),
    ]
