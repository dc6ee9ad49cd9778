"""What holds for worksheets at every door: who may write, how long a text may be, what a file is called."""

from __future__ import annotations

import unicodedata

from app import naming
from app.domain.errors import ForbiddenError
from app.domain.people import Person, may_edit
from app.domain.schemes import Element, Scheme

LIMIT = 50_000  # characters
NAME_LENGTH = 120


def check_may_edit(person: Person, scheme: Scheme, element: Element) -> None:
    """ForbiddenError where `person` may not edit the element's worksheet."""
    if reason := no_edit_reason(person, scheme, element):
        raise ForbiddenError(reason)


def no_edit_reason(person: Person, scheme: Scheme, element: Element) -> str:
    """Why `person` may not edit the element's worksheet; "" where they may."""
    owners = naming.owners_of(element)
    if may_edit(person, owners):
        return ""
    writers = "、".join(dict.fromkeys((*sorted(owners), "质控办")))
    if not owners:
        return f"{scheme.short}不设牵头部门，{element.code} 的底稿由质控办修改。"
    return f"{scheme.short} {element.code} 的底稿由{writers}修改；您可以查看。"


def cleaned(text: str) -> tuple[str, str]:
    """(`text` with line ends of one kind, what is wrong with it or "")."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        return text, "文字里有无法保存的字符；请删去乱码后再存。"
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode(), "文字里有无法保存的字符；请删去乱码后再存。"
    if len(text) > LIMIT:
        return text, f"现在有 {len(text)} 字，一份底稿最多 {LIMIT} 字，所以没有保存；请删短，或放进附件。"
    return text, ""


def clean_name(name: str) -> str:
    """A file's name without its folder and without what would mislead or break a header."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    if len(kept) > NAME_LENGTH:
        stem, dot, ending = kept.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        kept = kept[: NAME_LENGTH - len(ending)] + ending
    return kept or "未命名"
