"""Numbers with what they count, and numbers of documents, as whole tokens: the same however they are written.

第五十四条, 第54条 → 54条      二十万元, 20万元 → 200000元      教职成厅〔2015〕2号, [2015]第2号 → 〔2015〕2号
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_TIMES = _POWERS | {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]{1,15}"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = "个月|小时|分钟|学时|学分|分(?!之)|[年月日号天周人个名位项条款章节编级星次元字所期届倍%]"
_COUNTED = re.compile(
    rf"(?:(?<![\d.,])(?P<digits>{_NUMBER})(?P<powers>[十百千万亿]{{0,2}})"
    rf"|(?<![\d十百千万亿])(?P<words>{_NUMERAL}))(?P<unit>{_UNIT})"
)
_DOCUMENT = re.compile(r"[〔\[(【〈](?P<year>(?:19|20)\d\d)[〕\])】〉]\s*第?\s*(?P<number>\d{1,5})\s*号")


def figures(text: str) -> Iterator[str]:
    """The tokens of folded `text`, in the order in which they stand, document numbers first."""
    for match in _DOCUMENT.finditer(text):
        yield f"〔{match['year']}〕{int(match['number'])}号"
    for match in _COUNTED.finditer(text):
        if match["words"]:
            yield f"{numeral_value(match['words'])}{match['unit']}"
        else:
            value = float(match["digits"].replace(",", "")) * prod(_TIMES[power] for power in match["powers"])
            yield f"{value:g}{match['unit']}" if value < 1e6 else f"{value:.0f}{match['unit']}"


def numeral_value(numeral: str) -> int:
    """The value of a Chinese numeral: 五十四 → 54, 一千零六十五 → 1065, 二〇一五 → 2015, 二十万 → 200000."""
    if not any(c in _TIMES for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, part, digit = 0, 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            part += (digit or 1) * _POWERS[character]
            digit = 0
        elif character == "万":
            total += (part + digit or 1) * 10_000
            part, digit = 0, 0
        else:
            total = (total + part + digit or 1) * 100_000_000
            part, digit = 0, 0
    return total + part + digit
