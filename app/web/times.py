"""Times as people read them."""

from __future__ import annotations

from datetime import datetime


def told(at: str) -> str:
    """2026年1月2日 03:04 here, of an ISO 8601 time; "" of ""."""
    if not at:
        return ""
    here = datetime.fromisoformat(at).astimezone()
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def clock(at: str) -> str:
    """03:04 here, of an ISO 8601 time."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M}"
