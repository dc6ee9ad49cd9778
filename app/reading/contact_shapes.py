"""The shapes of contact data: what a phone number, an address or a number of a person looks like.

    mobile   = [(+|00)86] [0] 1 (3–9) …        11 digits, whole or as 3 4 4, 3 8, 7 4, 4 3 4, 3 3 5
    landline = [(+|00)86] area [sep] 7–8 digits [extension]     0757-8313 6677转8005 · (023)63862000
             | (400|800) 7 digits               400-810-8888
             | label 7–8 digits                 电话：8313 6677
             | phone (/|、|,|;|或) 7–8 digits     0757-83136677/83136688
    email    = local @ name (. name)+           local and name of ASCII letters, digits and . _ % + -
    id       = 18 digits, the last of them the check digit (or X); labelled, without the check and of 15
    account  = label 8–30 digits                银行卡号、账号；also in groups
    qq       = label 5–12 digits
    wechat   = label, a letter and 5–19 letters, digits, _ and -

Everything is read in half width (`halved`), and `*` counts as a digit and as a letter wherever something must
not stand beside a contact: so what is masked once never makes a contact of what stands next to it.
Repeats are bounded, so that no text, however odd, costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from app.domain.documents import Span

Found: TypeAlias = Iterator[tuple[Span, str]]

_SEP = r"(?:[ ]?[-.][ ]?|[ ]{1,2})"
_START = r"(?<![0-9*])(?<![0-9*]\.)(?<![¥￥$€])"
_END = r"(?![0-9*]|\.[0-9*]|[ ]?(?:元|万元|亿元|美元|平方米|亩|㎡|%|‰))"
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = r"[1-9][0-9]{2,3}(?:[ ]?-[ ]?|[ ]{1,2})?[0-9]{4}"
_EXTENSION = r"(?:[ ]?\(?(?:转|分机|ext\.?)[ :号]{0,2}[0-9]{1,6}\)?|-[0-9]{1,5}(?![0-9*]))?"
_GAP = r"(?:\([^()\n\t]{0,12}\))?[ ]{0,4}[:：]?[ ]{0,4}"
_PHONE_LABEL = r"(?:电话|手机|座机|传真|热线|固话|联系方式|(?<![a-z])(?:tel|phone|mobile|fax))(?:号码?|\.)?"

MOBILE = re.compile(
    rf"{_START}(?:(?:\+|00)?86[ -]{{0,2}}|\((?:\+|00)?86\)[ -]?)?0?1[3-9][0-9]"
    rf"(?:[0-9]{{8}}|{_SEP}[0-9]{{4}}{_SEP}[0-9]{{4}}|{_SEP}[0-9]{{8}}|[0-9]{{4}}{_SEP}[0-9]{{4}}"
    rf"|[0-9]{_SEP}[0-9]{{3}}{_SEP}[0-9]{{4}}|{_SEP}[0-9]{{3}}{_SEP}[0-9]{{5}}){_END}"
)
LANDLINE = re.compile(
    rf"{_START}(?:\({_AREA}\)[ -]{{0,2}}|{_AREA}(?:[ ]?-{{1,2}}[ ]?|[ ]{{1,2}})?"
    rf"|(?:\+86|0086|86-)[ -]{{0,2}}(?:\(0\))?\(?0?(?:10|2[0-9]|[3-9][0-9]{{2}})\)?[ -]{{0,2}}"
    rf"|(?:\+|00)85[23][ -]{{0,2}})"
    rf"{_LOCAL}(?:{_EXTENSION}){_END}",
    re.IGNORECASE,
)
SERVICE = re.compile(
    rf"{_START}(?<![0-9*]-)[48]00(?:-[0-9]{{3}}-[0-9]{{4}}|-[0-9]{{4}}-[0-9]{{3}}"
    rf"|[ ][0-9]{{3}}[ ][0-9]{{4}}|[ ][0-9]{{4}}[ ][0-9]{{3}}|[- ]?[0-9]{{7}}){_EXTENSION}{_END}",
    re.IGNORECASE,
)
LABELLED_PHONE = re.compile(
    rf"{_PHONE_LABEL}{_GAP}((?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){{8}}|{_LOCAL}{_EXTENSION}){_END}",
    re.IGNORECASE,
)
_NEXT_PHONE = re.compile(
    rf"[ ]?(?:/|、|,|;|或|和)[ ]?(?P<whole>[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}{_EXTENSION}){_END}"
    rf"|/(?P<end>[0-9]{{1,4}}){_END}",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DIGITS_AROUND = (
    r"{}[ -]?(?:18|19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{{3}}[0-9X]"
)
ID = re.compile(rf"{_START}{_DIGITS_AROUND.format('[1-9][0-9]{5}')}(?![0-9A-Z*])", re.IGNORECASE)
OLD_ID = re.compile(
    rf"{_START}[1-9][0-9]{{5}}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}(?![0-9A-Z*])",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    rf"(?:银行卡|储蓄卡|信用卡|账号|帐号|账户|帐户|卡号)(?:号码?)?"
    rf"(?:{_GAP}(?=[0-9])|:[^0-9*\n\t:]{{0,24}}(?=[0-9](?:[ -]?[0-9]){{11}}))([0-9](?:[ -]?[0-9]){{7,29}}){_END}"
)
QQ = re.compile(
    rf"(?:(?<![a-z*])qq|扣扣)(?:号码?|群号?)?(?:[/、]?微信号?)?{_GAP}([1-9][0-9]{{4,11}}){_END}",
    re.IGNORECASE,
)
NEXT_QQ = re.compile(rf"[ ]?[/、,;][ ]?([1-9][0-9]{{5,11}}){_END}")
WECHAT = re.compile(
    r"(?:微信|(?<![a-z*])(?:wechat|weixin|vx))(?:"
    rf"(?:号|id){_GAP}|(?:\([^()\n\t]{{0,12}}\))?[ ]{{0,4}}:[ ]{{0,4}}"
    r"|[ ]{1,2}(?=[a-z_-]{0,18}[0-9]))([a-z][a-z0-9_-]{5,19})(?![a-z0-9_*@-])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:编号|代码|文号|书号|标准号)[ ]{0,2}:?[ ]{0,2}$")
_LOCAL_PART = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-")
_DOMAIN = re.compile(
    r"[ ]?@[ ]?(?:[ ]{0,8}\r?\n[ ]{0,8})?(?:[A-Za-z0-9-]{1,63}\.){1,8}"
    r"(?:[A-Za-z]{2,24}|\r?\n[ ]{0,8}(?:com|cn|net|edu|org|gov)(?![A-Za-z]))"
)
_LONGEST_LOCAL_PART = 256
_LONGEST_RUN = 24  # letters and digits in one: longer ones are checksums and keys
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_LABELS = ("身份证", "证件号")
_NEAR = 40

_HALVES = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALVES |= dict.fromkeys(map(ord, "‐‑‒–—−﹣"), ord("-"))
_HALVES |= dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u200b\u2060\ufeff\xad"), ord(" "))
_HALVES |= {ord("﹫"): ord("@"), ord("•"): ord(" "), ord("·"): ord(" ")}


def halved(text: str) -> str:
    """`text` in half width, character for character; unseen blanks and dashes of all lengths as plain ones."""
    return text if text.isascii() else text.translate(_HALVES)


def emails(text: str) -> Found:
    """Looked for from each @, to the left no further than the contact before."""
    last, at = 0, text.find("@")
    while at >= 0:
        end = at - (at > last and text[at - 1] == " ")
        start = end
        while start > max(last, end - _LONGEST_LOCAL_PART) and text[start - 1] in _LOCAL_PART:
            start -= 1
        domain = _DOMAIN.match(text, end)
        masked_in_part = start > 0 and text[start - 1] == "*"
        if domain and not masked_in_part and any(map(str.isalnum, text[start:end])):
            yield Span(start, domain.end()), "email"
            last = domain.end()
        at = text.find("@", max(at + 1, last))


def ids(text: str) -> Found:
    for match in ID.finditer(text):
        digits = re.sub("[ -]", "", match[0]).upper()
        if _checks(digits) or _near(text, match.start(), _ID_LABELS):
            yield Span(*match.span()), "id"
    for match in OLD_ID.finditer(text):
        if _near(text, match.start(), _ID_LABELS):
            yield Span(*match.span()), "id"


def mobiles(text: str) -> Found:
    yield from ((span, "mobile") for span in _phones(MOBILE, text))


def landlines(text: str) -> Found:
    for shape in (LANDLINE, SERVICE):
        yield from ((span, "landline") for span in _phones(shape, text))


def labelled_phones(text: str) -> Found:
    for match in LABELLED_PHONE.finditer(text):
        yield Span(*match.span(1)), phone_kind(match[1])


def next_phones(text: str, end: int) -> Found:
    """Local numbers that follow the phone number that ends at `end`."""
    while match := _NEXT_PHONE.match(text, end):
        name = str(match.lastgroup)
        if _DATE.fullmatch(match[name]):
            return
        yield Span(*match.span(name)), "landline"
        end = match.end(name)


def accounts(text: str) -> Found:
    yield from ((Span(*match.span(1)), "account") for match in ACCOUNT.finditer(text))


def qqs(text: str) -> Found:
    for match in QQ.finditer(text):
        found: re.Match[str] | None = match
        while found:
            yield Span(*found.span(1)), "qq"
            found = NEXT_QQ.match(text, found.end(1))


def wechats(text: str) -> Found:
    yield from ((Span(*match.span(1)), "wechat") for match in WECHAT.finditer(text))


def phone_kind(number: str) -> str:
    """mobile or landline, by the digits of a phone number."""
    digits = "".join(filter(str.isdigit, number))
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    return "mobile" if len(digits) == 11 and digits[0] == "1" else "landline"


def _phones(shape: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in shape.finditer(text):
        start, end = match.span()
        named = match[0].isdigit() and _NUMBERED.search(text, max(0, start - 12), start)
        if not named and not _in_code(text, start, end):
            yield Span(start, end)


def _in_code(text: str, start: int, end: int) -> bool:
    """Whether the characters are part of a long run of letters and digits, such as a checksum."""
    left, right = start, end
    while left > max(0, start - _LONGEST_RUN) and _in_run(text[left - 1]):
        left -= 1
    while right < min(len(text), end + _LONGEST_RUN) and _in_run(text[right]):
        right += 1
    return right - left > _LONGEST_RUN and right - left > end - start


def _in_run(character: str) -> bool:
    return character == "*" or (character.isascii() and character.isalnum())


def _near(text: str, start: int, labels: tuple[str, ...]) -> bool:
    """Whether one of the labels stands shortly before."""
    return any(text.rfind(label, max(0, start - _NEAR), start) >= 0 for label in labels)


def _checks(digits: str) -> bool:
    """Whether the last of 18 digits is the check digit of the others (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]
