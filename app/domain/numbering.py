"""Numbers as people write them → one key.

Grammar (after `fold`: full width → half width, white space removed inside a number):

    code      = part separator part [separator part]      6.2 · 6-2 · 6。2 · 六点二 · 第6.2项 · 6.2.1
    separator = "." | "。" | "·" | "-" | "—" | "_" | "点"
    part      = digit digit? | Chinese numeral up to 九十九
    project   = "第" part ("个" | "大")? "诊断"? "项目" | "大项" | "诊断"? "项目" part
    order     = "第" part ("个" | "条" | "点" | "款" | "项" | "小点")      the n-th point or criterion
    address   = Chinese numeral ("(" Chinese numeral ")")? digit? ("(" digit ")")? circled?   三（四）2

A run that is a quantity (6-8人, 1/4, 2019.6, 37.7万) is no code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = rf"(?:\d{{1,2}}|{_NUMERAL})"
_UNIT = (
    r"(?:年|月|日|号|天|周|人|个|名|位|项|条|字|万|元|%|倍|所|次|期|级|星|岁|小时|分|页|篇|米|公里|亩|平方|学时|学分|块|成|折|"
    r"厘米|斤|公斤|吨|门|节|届|点(?!\d))"
)
_SEPARATOR = r"(?:[.。·\-–—_]|点)"
_CODE = re.compile(
    rf"(?<![\d.一二三四五六七八九十〔早晚午夜])(?P<a>{_PART})\s*(?P<s>{_SEPARATOR})\s*(?P<b>{_PART})"
    rf"(?:\s*{_SEPARATOR}\s*(?P<c>{_PART})(?!\d))?(?![\d.]*\d)(?!\s*{_UNIT})(?<![一二三四五六七八九十](?=[一二三四五六七八九十]))"
)
_CODE_ITEM = re.compile(
    rf"第\s*(?P<a>{_PART})\s*(?P<s>{_SEPARATOR})\s*(?P<b>{_PART})(?:\s*{_SEPARATOR}\s*(?P<c>{_PART})(?!\d))?"
    rf"\s*(?:项|条|款|节|个|点)?"
)
_SPOKEN = re.compile(
    r"[一二]点[一二三](?:点|话|来|些|也|都|下)|有一?点"
)  # 一点一点, 有一点二话不说: no codes
_PROJECT = re.compile(
    rf"第\s*(?P<a>{_PART})\s*(?:个?大?(?:诊断)?项目|个?大项|个?大块|个?大类)|(?:诊断)?项目\s*(?P<b>{_PART})(?!\s*[.点。])"
)
_ORDER = re.compile(rf"第\s*(?P<n>{_PART})\s*(?:个|条|点|款|项|小点|小项|小条)")
_ADDRESS = re.compile(
    rf"(?<![第\d一二三四五六七八九十])(?P<top>{_NUMERAL})\s*[、]?\s*\(\s*(?P<second>{_NUMERAL})\s*\)\s*"
    rf"(?:(?P<third>\d{{1,2}})(?![\d.]))?\s*(?:\(\s*(?P<fourth>\d{{1,2}})\s*\))?\s*(?P<circled>[{CIRCLED}])?"
)


class _HalfWidth(dict[int, str]):
    """Code point → its compatibility form, filled in as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character if character in CIRCLED else unicodedata.normalize("NFKC", character)
        return self[code]


_HALF_WIDTH = _HalfWidth()


def fold_width(text: str) -> str:
    """Full-width forms as half-width ones, circled numbers kept."""
    return text.translate(_HALF_WIDTH)


def numeral(text: str) -> int:
    """The value of `12`, `十二`, `二十`, `两`; ValueError for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in ("两", "俩"):
        return 2
    if len(text) == 1 and text in DIGITS:
        return DIGITS.index(text)
    match = re.fullmatch(r"([一二三四五六七八九])?十([一二三四五六七八九])?", text)
    if not match:
        raise ValueError(f"不是数字：{text}")
    tens = DIGITS.index(match[1]) if match[1] else 1
    return tens * 10 + (DIGITS.index(match[2]) if match[2] else 0)


def value(text: str) -> int | None:
    """The value of a numeral, None for a run of characters that is none (五五)."""
    try:
        return numeral(text)
    except ValueError:
        return None


def chinese(number: int) -> str:
    """The Chinese numeral of 1…99; `numeral(chinese(n)) == n`."""
    if not 1 <= number <= 99:
        raise ValueError(f"超出 1–99：{number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Code:
    """A number written in a question: `key` is 6.2, `order` the point's place where one was written (6.2.1)."""

    key: str
    order: int | None
    start: int
    end: int


def codes(text: str) -> tuple[Code, ...]:
    """Every element or point code in `text`, in order of appearance, in any notation."""
    folded = fold_width(text)
    if len(folded) != len(text):
        text = folded
    found: dict[int, Code] = {}
    for pattern in (_CODE_ITEM, _CODE):
        for match in pattern.finditer(folded):
            parts = match.groupdict()
            if _SPOKEN.search(folded[max(0, match.start() - 1) : match.end() + 1]):
                continue
            first, second = numeral(parts["a"]), numeral(parts["b"])
            third = parts.get("c")
            if not (1 <= first <= 20 and 1 <= second <= 30):
                continue
            if any(c.start < match.end() and match.start() < c.end for c in found.values()):
                continue
            if parts["s"] == "点" and (second >= 10 or _clock(folded, match.end())):
                continue
            code = Code(f"{first}.{second}", numeral(third) if third else None, match.start(), match.end())
            found[match.start()] = code
    return tuple(found[start] for start in sorted(found))


def _clock(text: str, end: int) -> bool:
    return end < len(text) and text[end] in "分刻钟"


def project_code(text: str) -> str | None:
    """The number of the project a question names (第5个诊断项目, 第五大项, 项目2), or None."""
    match = _PROJECT.search(fold_width(text))
    if not match:
        return None
    return str(numeral(match["a"] or match["b"]))


def order(text: str) -> int | None:
    """The n of “第n个/条/点/项”, or None."""
    folded = fold_width(text)
    for match in _ORDER.finditer(folded):
        tail = folded[match.end() :]
        if not re.match(r"大?(?:诊断)?项目|大[项块类]|目|[.点]\d", tail):
            return numeral(match["n"])
    return None


def parse_code(text: str) -> Code:
    """The one code `text` is (any notation); ValueError where it is none."""
    found = codes(text.strip())
    if found:
        return found[0]
    folded = fold_width(text).strip()
    if re.fullmatch(_PART, folded):
        return Code(str(numeral(folded)), None, 0, len(folded))
    raise ValueError(f"不是编号：{text}")


def address(text: str) -> str | None:
    """A clause address as this project prints it (三（四）2（1）③) where `text` names one, or None."""
    match = _ADDRESS.search(fold_width(text))
    if not match:
        return None
    printed = f"{match['top']}（{match['second']}）"
    printed += match["third"] or ""
    printed += f"（{match['fourth']}）" if match["fourth"] else ""
    return printed + (match["circled"] or "")
