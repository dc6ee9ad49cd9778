"""Writes the sentence-transformers folder: int8 rows with a scale a row, tokenizer, modules, checksums."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save as to_bytes
from tokenizers import Tokenizer

from app.engines.static_embedding import CHECKSUMS, MODULES, TOKENIZER, WEIGHTS

_MODULE = "sentence_transformers.sentence_transformer.modules"
_SETTINGS = "config_sentence_transformers.json"


def save(folder: Path, tokenizer: Tokenizer, rows: NDArray[np.float32]) -> None:
    """Write the model into `folder` (made where missing; README.md in it is left alone).

    The keys `embeddings` (int8) and `weights` (float32, one a row) are those of model2vec, which
    sentence-transformers multiplies out when it loads a StaticEmbedding.
    """
    folder.mkdir(parents=True, exist_ok=True)
    values, scale = quantise(rows)
    (folder / WEIGHTS).write_bytes(to_bytes({"embeddings": values, "weights": scale}))
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    _write_json(folder / MODULES, _modules())
    _write_json(folder / _SETTINGS, _settings())
    names = (MODULES, WEIGHTS, TOKENIZER)
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / CHECKSUMS).write_text("".join(sums), encoding="utf-8")


def quantise(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """int8 of the shape of `rows` and a float32 scale a row; values × scale is within half a step."""
    scale = (np.abs(rows).max(axis=1) / 127.0).astype(np.float32)
    steps = np.divide(rows, scale[:, None], out=np.zeros_like(rows), where=scale[:, None] > 0)
    return np.rint(steps).astype(np.int8), scale


def _modules() -> list[dict[str, object]]:
    kinds = [("StaticEmbedding", ""), ("Normalize", "1_Normalize")]
    return [
        {"idx": number, "name": str(number), "path": path, "type": f"{_MODULE}.{kind}"}
        for number, (kind, path) in enumerate(kinds)
    ]


def _settings() -> dict[str, object]:
    return {
        "__version__": {"sentence_transformers": version("sentence-transformers")},
        "model_type": "SentenceTransformer",
        "similarity_fn_name": "cosine",
        "prompts": {},
        "default_prompt_name": None,
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
