"""A `tokenizers.Tokenizer` that turns raw text into overlapping features: characters, character pairs, runs.

    诊断，诊断2016版  →  诊 诊断 断 2016 版   (in the order of their last occurrence)

Every Han character c of the vocabulary is written as "c c c" by the normalizer, so its outer copies touch
the neighbours' copies and form the pairs (诊 + 断 = 诊断), and the middle copy is the character alone.
Latin letters and digits stay together as one run (`2016`, `a-1`, `2.5`). Punctuation separates. At the end
every feature that occurs again later in the text is dropped, so each counts once. The whole feature step
lies in tokenizer.json, so stock sentence-transformers and this project read the same text alike.

Dropping what is repeated by a regular expression takes time square in the length of the text (0.6 ms at 100
characters, 0.4 s at 4,000). A reader that keeps each id once by itself takes the step out: `take_out_once`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
_LATIN = "[a-z0-9]"
_SEPARATORS = rf"[^\p{{Han}}a-z0-9.\-]+|[.\-]+(?!{_LATIN})|(?<!{_LATIN})[.\-]+"
_SCRIPT_CHANGE = rf"(?<=\p{{Han}})(?={_LATIN})|(?<={_LATIN})(?=\p{{Han}})"
_REPEATED = r"(?<!\S)(\S+)(?!\S)(?=.* \1(?!\S))"
_BLOCK = 64  # UTF-8 continuation bytes 0x80..0xBF fill one aligned block of 64 units
_MAX_VALUE = 1 << 31


def build_tokenizer(vocabulary: Iterable[str], once: bool = True) -> Tokenizer:
    """The tokenizer over `vocabulary`; id 0 is the unknown feature, then the features in the order given.

    Without `once` a repeated feature is given each time: for a caller that counts it once by itself.
    """
    words = [UNKNOWN, *vocabulary]
    tokenizer = splitter({character for word in words if word != UNKNOWN for character in word}, once)
    tokenizer.model = models.WordLevel({word: row for row, word in enumerate(words)}, unk_token=UNKNOWN)
    return tokenizer


def splitter(characters: Iterable[str], once: bool = True) -> Tokenizer:
    """A tokenizer without vocabulary, for counting features: use `features(splitter, text)`."""
    tokenizer = Tokenizer(models.WordLevel({UNKNOWN: 0}, unk_token=UNKNOWN))
    han = sorted({character for character in characters if is_han(character)})
    steps = [
        normalizers.NFKC(),
        normalizers.Lowercase(),
        normalizers.Precompiled(_charsmap({c: f"{c} {c} {c}" for c in han})),
        normalizers.Replace(Regex(_SEPARATORS), " "),
        normalizers.Replace(Regex(_SCRIPT_CHANGE), " "),
    ]
    if once:
        steps.append(normalizers.Replace(Regex(_REPEATED), ""))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def take_out_once(tokenizer: dict[str, Any]) -> bool:
    """Take the step that drops repeated features out of a parsed tokenizer.json; False where there is none.

    What is left gives the same set of ids, some of them several times.
    """
    steps = (tokenizer.get("normalizer") or {}).get("normalizers", [])
    if not steps or steps[-1].get("pattern") != {"Regex": _REPEATED} or steps[-1].get("content") != "":
        return False
    steps.pop()
    return True


def features(tokenizer: Tokenizer, text: str) -> list[str]:
    """The features of `text`, known or not."""
    normalizer, pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    assert normalizer is not None
    assert pre_tokenizer is not None
    return [piece for piece, _ in pre_tokenizer.pre_tokenize_str(normalizer.normalize_str(text))]


def is_han(character: str) -> bool:
    """True for one character of the CJK unified ideographs (main block and extension A)."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def _charsmap(replacements: dict[str, str]) -> bytes:
    """SentencePiece's precompiled character map: trie size (uint32), darts trie, NUL-ended replacements.

    A unit is label | has_leaf << 8 | offset << 10; children of a node at position p lie at
    (p ^ offset) ^ byte, and the value of a key at (p ^ offset) with bit 31 set.
    """
    strings = bytearray()
    offsets: dict[bytes, int] = {}
    for key, text in sorted(replacements.items()):
        offsets[key.encode()] = len(strings)
        strings += text.encode() + b"\0"
    units = _trie(offsets)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(strings)


def _trie(values: dict[bytes, int]) -> list[int]:
    """Darts units for keys of three UTF-8 bytes each: one block per inner node, then one unit per value."""
    units = [0] * 256
    leads = sorted({key[:1] for key in values})
    seconds = sorted({key[:2] for key in values})
    units[0] = _unit(0, 0, 256)  # children of the root at 256 ^ byte
    units += [0] * 256
    base: dict[bytes, int] = {b"": 256}
    for prefix in [*leads, *seconds]:
        block = len(units)
        units += [0] * _BLOCK
        base[prefix] = block ^ 0x80
        position = base[prefix[:-1]] ^ prefix[-1]
        units[position] = _unit(prefix[-1], position, base[prefix])
    for key, value in sorted(values.items()):
        position = base[key[:2]] ^ key[2]
        units[position] = _unit(key[2], position, len(units)) | 1 << 8
        units.append(value | _MAX_VALUE)
    return units


def _unit(label: int, position: int, target: int) -> int:
    """The unit at `position` whose children (or value) start at `target`."""
    return label | (position ^ target) << 10
