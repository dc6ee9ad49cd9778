"""Visitors of the pages of a report, its places, and what is stored of it."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.people import LOCAL, Actor, Role
from tests.doors import ROOT
from tests.people import account, browser, session

ME = Actor(LOCAL)
SCRIPT = {"x-autosave": "1", "hx-request": "true"}
SAMPLE = ROOT / "corpus" / "samples" / "示例职业技术学院自我诊改报告2024.docx"


def as_(opened: Services, name: str, role: Role, department: str = "") -> TestClient:
    return browser(opened, session(opened, account(opened, name, role, department)))


def place(report: str, code: str = "5.2") -> str:
    return f"/reports/{report}/cells/{code}"


def stored(opened: Services, report: str, code: str = "5.2") -> Any:
    return opened.reports.get(report).cell(code)
