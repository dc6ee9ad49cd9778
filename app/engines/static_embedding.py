"""Reads a sentence-transformers StaticEmbedding folder without torch: numpy, safetensors, tokenizers.

    folder/  modules.json        StaticEmbedding, then at most Normalize (may be absent)
             model.safetensors   either embedding.weight (rows × dimension, float16 or float32)
                                 or embeddings (rows × dimension, int8) with weights (rows, float32: scale)
             tokenizer.json      the tokenizer, feature step included
             SHA256SUMS          checksums of the three above (may be absent; checked where present)

The vector of a text is the mean of its features' rows, brought to length 1. A tokenizer of ours drops
repeated features by a slow step; here each id is kept once instead, in time linear in the text. Both layouts
are those `sentence_transformers.SentenceTransformer(folder)` reads, with the same vectors up to rounding.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors
from tokenizers import Tokenizer

from app.domain.errors import EncoderError
from app.engines.pair_features import PairFeatures
from app.engines.pair_tokenizer import take_out_once

Vectors: TypeAlias = NDArray[np.float32]

CHECKSUMS = "SHA256SUMS"
MODULES = "modules.json"
TOKENIZER = "tokenizer.json"
WEIGHTS = "model.safetensors"
_REMEDY = "请恢复该文件夹的完整副本，或运行 scripts/train_encoder.py 重新训练。"
_TEXTS = 512  # texts cut into features at a time
_MANY = 16  # from so many on it pays not to ask the tokenizer
_FEATURES = 4096  # rows gathered at a time: 4 MB of float32 at 256 dimensions


def is_static_folder(folder: Path) -> bool:
    """True where `folder` is one that StaticEmbedder reads: StaticEmbedding first, then only Normalize."""
    try:
        kinds = _module_kinds(folder)
    except EncoderError:
        return False
    return kinds[:1] == ["StaticEmbedding"] and set(kinds[1:]) <= {"Normalize"}


class StaticEmbedder:
    """The shipped encoder: an Embedder from a folder, loaded in about 0.1 s."""

    def __init__(self, folder: Path, dimension: int | None = None) -> None:
        """Load `folder`; with `dimension`, refuse any other.

        Raises EncoderError naming the file and the remedy: folder or file missing, damaged or truncated
        weights, a tokenizer and weights of different size, another dimension.
        """
        files = _read_files(folder)
        self._tokenizer, self._once = _tokenizer(folder / TOKENIZER, files[TOKENIZER])
        self._rows, self._scale = _rows(folder / WEIGHTS, files[WEIGHTS])
        self._check_shape(folder, dimension)
        self._fingerprint = _fingerprint(files)

    @property
    def dimension(self) -> int:
        return int(self._rows.shape[1])

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the files that decide the vectors."""
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (len(texts), dimension): rows of length 1, all zero where no feature is known."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS):
            for row, ids in enumerate(self._ids(list(texts[start : start + _TEXTS])), start):
                self._add_rows(ids, vectors[row])
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors

    def _ids(self, texts: list[str]) -> Iterator[Sequence[int]]:
        """The ids of each text; of many texts those that can be are read without the tokenizer."""
        features = self._features if self._once and len(texts) >= _MANY else None
        read = features.read(texts) if features else [None] * len(texts)
        rest = [text for text, ids in zip(texts, read, strict=True) if ids is None]
        encodings = iter(self._tokenizer.encode_batch(rest, add_special_tokens=False))
        for ids in read:
            if ids is not None:
                yield ids.tolist()
            else:
                left = next(encodings).ids
                yield sorted(set(left)) if self._once else left

    @cached_property
    def _features(self) -> PairFeatures | None:
        return PairFeatures.of(self._tokenizer)

    def _add_rows(self, ids: Sequence[int], vector: Vectors) -> None:
        """Add the rows `ids` into `vector`, a few thousand at a time so that a long text stays small."""
        for start in range(0, len(ids), _FEATURES):
            chosen = ids[start : start + _FEATURES]
            rows = self._rows[chosen].astype(np.float32)
            vector += rows.sum(axis=0) if self._scale is None else self._scale[chosen] @ rows

    def _check_shape(self, folder: Path, dimension: int | None) -> None:
        size, rows = self._tokenizer.get_vocab_size(), self._rows.shape[0]
        if size != rows:
            raise EncoderError(
                f"编码器不一致：{folder / TOKENIZER} 有 {size} 个特征，{WEIGHTS} 有 {rows} 行。{_REMEDY}"
            )
        if dimension is not None and dimension != self.dimension:
            raise EncoderError(
                f"编码器维数不符：{folder / WEIGHTS} 是 {self.dimension} 维，需要 {dimension} 维。"
                "请换用该维数的编码器，或用现在的编码器重建索引（zhengai index）。"
            )


def _read_files(folder: Path) -> dict[str, bytes]:
    """Name → content of the files that decide the vectors, checked against SHA256SUMS where it is present."""
    if not folder.is_dir():
        raise EncoderError(f"找不到编码器文件夹：{folder}。请检查设置中的路径，或留空以使用自带的编码器。")
    files = {name: _read(folder / name) for name in (WEIGHTS, TOKENIZER)}
    if (folder / MODULES).exists():
        files[MODULES] = _read(folder / MODULES)
        if not is_static_folder(folder):
            raise EncoderError(f"{folder / MODULES} 不是静态编码器。请安装 models 附加包后作为普通模型使用。")
    if (folder / CHECKSUMS).exists():
        _verify(folder, files)
    return files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise EncoderError(f"编码器缺少文件：{path}。{_REMEDY}") from None
    except OSError as error:
        raise EncoderError(f"无法读取编码器文件：{path}（{error.strerror}）。请检查权限。") from error


def _verify(folder: Path, files: dict[str, bytes]) -> None:
    """Compare with lines of `sha256sum` form; a file that is not named there is not checked."""
    lines = _read(folder / CHECKSUMS).decode("utf-8", "replace").splitlines()
    wanted = {name.strip(): digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name, content in files.items():
        if name in wanted and hashlib.sha256(content).hexdigest() != wanted[name]:
            raise EncoderError(f"编码器文件已损坏：{folder / name}（校验和与 {CHECKSUMS} 不符）。{_REMEDY}")


def _module_kinds(folder: Path) -> list[str]:
    """Class names in modules.json, in order; none where the first module's files lie in a subfolder."""
    path = folder / MODULES
    try:
        modules = json.loads(_read(path))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
        first = str(modules[0]["path"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise EncoderError(f"编码器文件无法解析：{path}。{_REMEDY}") from error
    return kinds if first == "" else []


def _tokenizer(path: Path, content: bytes) -> tuple[Tokenizer, bool]:
    """The tokenizer, and whether each id counts once in a text (its own step for that is taken out)."""
    try:
        parsed = json.loads(content)
        once = take_out_once(parsed)
        tokenizer = Tokenizer.from_str(json.dumps(parsed)) if once else Tokenizer.from_buffer(content)
    except Exception as error:  # tokenizers raises bare Exception for a malformed file
        raise EncoderError(f"编码器的分词文件无法解析：{path}。{_REMEDY}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, once


def _rows(path: Path, content: bytes) -> tuple[NDArray[Any], Vectors | None]:
    """Rows × dimension as they are stored, and the scale of each row (None where they need none)."""
    try:
        tensors = load_safetensors(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise EncoderError(f"编码器权重文件已损坏或不完整：{path}（{error}）。{_REMEDY}") from error
    rows = tensors.get("embedding.weight", tensors.get("embeddings"))
    if rows is None or rows.ndim != 2 or 0 in rows.shape:
        raise EncoderError(f"编码器权重文件中没有向量表：{path}。{_REMEDY}")
    scale = tensors.get("weights")
    if scale is not None and scale.shape != rows.shape[:1]:
        raise EncoderError(
            f"编码器权重文件不一致：{path} 有 {len(rows)} 行向量、{scale.size} 个比例。{_REMEDY}"
        )
    scale = None if scale is None else np.asarray(scale, dtype=np.float32)
    finite = rows.dtype.kind in "iu" or bool(np.isfinite(rows.sum(axis=1, dtype=np.float32)).all())
    if not finite or (scale is not None and not np.isfinite(scale).all()):
        raise EncoderError(f"编码器权重文件含有非数值：{path}。{_REMEDY}")
    return rows, scale


def _fingerprint(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
