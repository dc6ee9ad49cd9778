"""Phrases in the text of one part that look like the label of another: what a receipt says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.domain.drafts import OPINION, PartKey
from app.reading.report_phrases import is_partly, named, strays

HAN = r"\u4e00-\u9fff"
BLANK = r"[ \t\u3000\xa0]"
BULLETS = "•\u25a0-\u25ff★☆❖➢➤※√✓✔"
NUMBER = (
    r"(?:第[一二三四五六](?:部分[:：、]?|[，,、])|[A-Fa-f][.．、)）]|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|"
    r"[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))|[①-⑩⑴-⑽㈠-㈩])"
)
_LONGEST = 16  # characters before a colon that are looked at
_CLOSES = r"[】\]〕〗》」”\"*_]{0,3}"
_RUN = re.compile(rf"[{HAN}、/]{{2,}}")
_COUNT = re.compile(r"[一二三四五六七八九十]{1,3}[、是](?=..)")
_APART = (" ", "\t", "\u3000", "\xa0", "，", ",")
_ENDING = re.compile(
    rf"{BLANK}{{0,3}}(?P<close>{_CLOSES})(?P<aside>[（(][^（()）\n]{{1,20}}[)）])?{_CLOSES}{BLANK}{{0,3}}"
    r"(?:(?P<colon>[:：])|(?P<dash>—|－|--))?"
)
_HEADING = re.compile(rf"(?:^|[。；;！!？?\n])[^{HAN}\n。；;！!？?]{{0,6}}$")
_MARKED = re.compile(rf"(?:[{BULLETS}【\[〔〖*_]|{NUMBER}|[一二三四五六七八九十]是){BLANK}{{0,3}}$")
_ALONE = re.compile(rf"^{BLANK}*{NUMBER}?{BLANK}*\**([{HAN}、/]{{2,12}})\**{BLANK}*$")
_NUMBERED = re.compile(rf"^{BLANK}*{NUMBER}{BLANK}*([{HAN}、/]{{2,10}}){BLANK}")


def suspects(text: str, within: PartKey, names: Mapping[str, PartKey]) -> tuple[str, ...]:
    """The phrases in `text`, of the part `within`, that look like another part's label, each once."""
    found = [*_in_text(text, within, names), *_in_lines(text, within, names)]
    return tuple(dict.fromkeys(found))


def _in_text(text: str, within: PartKey, names: Mapping[str, PartKey]) -> Iterator[str]:
    for run in _RUN.finditer(text):
        phrase = run[0][-_LONGEST:]
        ending = _ENDING.match(text, run.end())
        if ending is None:
            continue
        before = text[max(0, run.start() - 10) : run.start()]
        if count := _COUNT.match(phrase):
            before, phrase = before + count[0], phrase[count.end() :]
        if ending["colon"]:
            if strays(phrase, names, within):
                yield f"{phrase}{ending['aside'] or ''}："
        elif _is_closed(before, ending["close"]):
            if strays(phrase, names, within):
                yield f"{before[-1]}{phrase}{ending['close'][0]}"
        elif _is_clear(text, before, phrase, ending):
            said = named(phrase, names, within)
            marked = bool(ending["dash"] or _MARKED.search(before) or _HEADING.search(before))
            if said and (said.sure or marked) and not said.keeps and said.key is not within:
                yield phrase


def _is_closed(before: str, close: str) -> bool:
    """Whether brackets or bold print stand around a phrase."""
    return f"{before[-1:]}{close[:1]}" in ("【】", "[]", "〔〕", "〖〗", "**", "__")


def _is_clear(text: str, before: str, phrase: str, ending: re.Match[str]) -> bool:
    """Whether a phrase without a colon stands apart as labels do."""
    begins, marked = _HEADING.search(before) is not None, _MARKED.search(before) is not None
    if not (begins or marked or (before[-1:] in _APART and len(phrase) > 2)):
        return False
    if ending["dash"] or ending["aside"]:
        return True
    following = text[ending.end() : ending.end() + 1]
    if ending.end() > ending.start() or following in ("", "\n", "\t"):
        return len(phrase) > 2 or marked or (begins and following in ("", "\n"))
    return following in "；;|/→=>" or (following in "，,、.．" and (begins or marked) and len(phrase) > 3)


def _in_lines(text: str, within: PartKey, names: Mapping[str, PartKey]) -> Iterator[str]:
    for line in text.split("\n"):
        alone = _ALONE.match(line[:40])
        if alone and is_partly(alone[1], names) and strays(alone[1], names, within):
            yield line.strip()
        numbered = _NUMBERED.match(line[:40]) if within in OPINION else None
        if numbered and strays(numbered[1], names, within):
            yield numbered[1]
