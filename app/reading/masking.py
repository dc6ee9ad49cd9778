"""Masking: contact data of persons → as many asterisks, and a record of what stood there.

The rule: within a contact each letter, digit and underscore becomes `*`; separators, @, brackets and dots stay,
so that a reader still sees what it was: 138-1234-5678 → ***-****-****, li.si@a.cn → **.**@*.**. Nothing that
identifies is kept, and every offset stays right, because each character is replaced by one. What is masked
already, by us or by whoever made the text, stays as it is. Shapes: `contact_shapes.py`, `contact_tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from app.domain.documents import Contact, Span
from app.reading import contact_shapes as shapes
from app.reading import contact_tables as tables
from app.reading.contact_shapes import Found

# Each looks at what those before have left: an e-mail address may begin with a mobile number, never end in one.
_FINDERS: tuple[Callable[[str], Found], ...] = (
    tables.broken,
    shapes.emails,
    shapes.ids,
    shapes.mobiles,
    shapes.landlines,
    shapes.accounts,
    shapes.qqs,
    shapes.wechats,
    shapes.labelled_phones,
    tables.in_columns,
)
_PHONES = {"mobile", "landline"}
_WORTH_LOOKING = re.compile("[0-9０-９@＠﹫]|微信|wechat|weixin|vx", re.IGNORECASE)
_IDENTIFYING = re.compile("[0-9A-Za-z_０-９Ａ-Ｚａ-ｚ＿]")


def masked(text: str) -> str:
    """`text` with every contact masked, as long as before; masked again, it stays the same."""
    return mask(text)[0]


def mask(text: str) -> tuple[str, tuple[Contact, ...]]:
    """`text` masked, and the contacts with what stood there, in order; they share no character."""
    if not _WORTH_LOOKING.search(text):
        return text, ()
    left = shapes.halved(text)
    found: dict[Span, str] = {}
    for finder in _FINDERS:
        new = _apart(finder(left))
        found |= new
        left = _starred(left, new)
        new = _apart(following for span, kind in new.items() for following in _following(left, span, kind))
        found |= new
        left = _starred(left, new)
    contacts = tuple(Contact(span, kind, text[span.start : span.end]) for span, kind in sorted(found.items()))
    return _starred(text, [contact.span for contact in contacts]), contacts


def _following(text: str, span: Span, kind: str) -> Found:
    return shapes.next_phones(text, span.end) if kind in _PHONES else iter(())


def _apart(found: Found) -> dict[Span, str]:
    """What was found, without what overlaps an earlier one."""
    kept: dict[Span, str] = {}
    last = 0
    for span, kind in sorted(found):
        if span.start >= last:
            kept[span] = kind
            last = span.end
    return kept


def _starred(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += (text[at : span.start], _IDENTIFYING.sub("*", text[span.start : span.end]))
        at = span.end
    return "".join((*pieces, text[at:])) if at else text
