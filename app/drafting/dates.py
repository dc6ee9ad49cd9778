"""Dates of evidence, as exact as somebody wrote them: 2025, 2025-09, 2025-09-12."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.numbering import fold_width

_DATE = re.compile(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*日?|\s*月?)|\s*年?)")
_NAMED = re.compile(
    r"(?<!\d)(?:(20\d{2})\s*年(?:(?!\s*\d)|\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)|(\d{1,2})\s*月(?!饼)(?:\s*(\d{1,2})\s*日)?)"
)


@dataclass(frozen=True)
class Named:
    """A year, month or day that a text names: its place, and the first and last day that it may mean."""

    start: int
    end: int
    iso: str

    @property
    def first(self) -> date:
        return earliest(self.iso)

    @property
    def last(self) -> date:
        return latest(self.iso)


def normal(text: str) -> str:
    """A date in any usual notation → ISO 8601, as exact as it was; ValueError where it is none."""
    match = _DATE.fullmatch(fold_width(text).strip())
    if match is None:
        raise ValueError(text)
    year, month, day = (int(number) if number else None for number in match.groups())
    assert year is not None
    if not 1900 <= year <= 2200:
        raise ValueError(text)
    if month is None:
        return f"{year:04}"
    first = date(year, month, day or 1)
    return first.isoformat() if day else f"{first.year:04}-{first.month:02}"


def is_date(text: str) -> bool:
    """Whether `text` is a date that `normal` understands."""
    try:
        normal(text)
    except ValueError:
        return False
    return True


def earliest(text: str) -> date:
    """The first day that a date may mean."""
    numbers = [int(number) for number in normal(text).split("-")]
    return date(numbers[0], numbers[1] if len(numbers) > 1 else 1, numbers[2] if len(numbers) > 2 else 1)


def latest(text: str) -> date:
    """The last day that a date may mean."""
    numbers = [int(number) for number in normal(text).split("-")]
    month = numbers[1] if len(numbers) > 1 else 12
    day = numbers[2] if len(numbers) > 2 else calendar.monthrange(numbers[0], month)[1]
    return date(numbers[0], month, day)


def named(text: str) -> Iterator[Named]:
    """The dates that a text names, in order; a month without a year is of the year named before it."""
    year = ""
    for match in _NAMED.finditer(fold_width(text)):
        year = match[1] or year
        month, day = match[2] or match[4], match[3] or match[5]
        if not year:
            continue
        try:
            iso = normal("-".join(filter(None, (year, month, day))))
        except ValueError:
            continue
        yield Named(match.start(), match.end(), iso)


def in_words(text: str) -> str:
    """An ISO date as people write it: 2025年9月; as it stands where it is none."""
    if not is_date(text):
        return text
    numbers = [str(int(number)) for number in normal(text).split("-")]
    return "".join(number + unit for number, unit in zip(numbers, "年月日", strict=False))
