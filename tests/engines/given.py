"""A tiny static encoder folder, in each of the two weight layouts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from app.engines.pair_tokenizer import build_tokenizer

WORDS = ["诊", "断", "诊断", "改", "进", "改进", "断改", "学", "校", "学校", "2016", "a-1"]
TYPE = "sentence_transformers.sentence_transformer.modules"


def rows(dimension: int = 8) -> NDArray[np.float32]:
    """One row a feature, the unknown one zero."""
    values = np.random.default_rng(5).standard_normal((len(WORDS) + 1, dimension)).astype(np.float32)
    values[0] = 0.0
    return values


def static_folder(folder: Path, dimension: int = 8) -> Path:
    """A folder with float32 rows, as sentence-transformers itself saves one."""
    folder.mkdir(parents=True)
    build_tokenizer(WORDS).save(str(folder / "tokenizer.json"))
    (folder / "model.safetensors").write_bytes(save({"embedding.weight": rows(dimension)}))
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": f"{TYPE}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{TYPE}.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder
