"""Any model of sentence-transformers as an Embedder; the library (and torch) is imported when one is opened.

A name is looked up in the local Hugging Face cache alone: opening an encoder never downloads (offline, the
library would retry for over a minute), the message of a missing one names the command that fetches it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_REPOSITORY = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)  # owner/name or name; anything else is a path
_INSTALL = '请安装 models 附加包：pip install "zhengai[models]"（Linux 上先装 CPU 版 torch，见 README）。'


class SentenceTransformerEmbedder:
    """A model by name or folder, run on the CPU. Loading takes seconds: torch alone about four."""

    def __init__(self, name_or_folder: str | Path) -> None:
        """Load it; EncoderError where the extra `models` is missing or it cannot be loaded."""
        self._model = _load(str(name_or_folder))
        self._dimension: int = self._model.get_embedding_dimension() or self.encode(["长度"]).shape[1]
        self._fingerprint = _fingerprint(self._model)

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the modules' structure and every weight."""
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 of shape (len(texts), dimension), rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(name: str) -> SentenceTransformer:
    if not _REPOSITORY.fullmatch(name) and not Path(name).is_dir():
        raise EncoderError(f"找不到编码器文件夹：{name}。请检查设置中的路径，或留空以使用自带的编码器。")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(f"编码器 {name} 需要 sentence-transformers，但没有安装。{_INSTALL}") from error
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        raise EncoderError(_unusable(name, error)) from error


def _unusable(name: str, error: Exception) -> str:
    """What to say of a folder or name that no model could be loaded from."""
    if Path(name).is_dir():
        return (
            f"编码器文件夹 {name} 里没有可用的模型（{_first_line(error)}）。"
            "请放入完整的模型文件，或留空以使用自带的编码器。"
        )
    return (
        f"本机没有可用的编码器 {name}（{_first_line(error)}）。请检查名称；"
        f"模型需先下载（hf download {name}），或留空以使用自带的编码器。"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _fingerprint(model: SentenceTransformer) -> str:
    digest = hashlib.sha256(repr(model).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}\n".encode())
        digest.update(tensor.detach().contiguous().flatten().float().numpy().tobytes())
    return digest.hexdigest()
