"""Whether a piece of text goes on with the paragraph before it, which a page end cut.

A piece goes on where the one before stops in the middle of a sentence, unless it begins something new:
a label (成员：), another person of a list (王官成 重庆…), a place to sign.
"""

from __future__ import annotations

import re

from app.reading.headings import ends_sentence, is_signature

_LABEL = re.compile(r"[^，。；！？：:]{1,20}[：:]")
_PERSON = re.compile(r"[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,3} +[\u4e00-\u9fff]")


def continues(before: str, piece: str) -> bool:
    """Whether `piece` is the rest of the paragraph `before`."""
    if not before or ends_sentence(before) or is_signature(before) or is_signature(piece):
        return False
    if before.endswith(("，", "、")):
        return True
    if _LABEL.match(piece):
        return False
    return not (_is_entry(before) and _PERSON.match(piece))


def _is_entry(text: str) -> bool:
    """A line of a list of people: 组长：任 波 …, 王官成 重庆…."""
    return bool(_LABEL.match(text) or _PERSON.match(text))
