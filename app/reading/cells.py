"""What a table cell says: characters that type-setting drew apart are closed up."""

from __future__ import annotations

import re

_NUMBERS_ONLY = re.compile(r"[0-9 ./\-–]+")
_CODE = re.compile(r"([0-9]{1,3}(?: ?\. ?[0-9]+)*(?: ?\.)?) ?(?=[^0-9 .])")


def close_up(text: str) -> str:
    """`text` without blanks inside Chinese words and numbers; one blank stays behind a leading code.

    体 系 总 体 → 体系总体 · 1. 3 制 度 → 1.3 制度 · 8. 2/8. 6 → 8.2/8.6 · 2019年 5月 → 2019年5月.
    Between two ASCII characters a blank stays: it may be all that separates two words or numbers.
    """
    text = re.sub(r"\s+", " ", text.strip())
    if _NUMBERS_ONLY.fullmatch(text):
        return re.sub(r"\s*([/\-–])\s*|(?<=[0-9]\.) (?=[0-9])", r"\1", text)
    code = _CODE.match(text)
    if code and (text[code.end(1) :].startswith(" ") or "." in code.group(1)):
        return f"{code.group(1).replace(' ', '')} {_close_words(text[code.end() :])}"
    return _close_words(text)


def _close_words(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
