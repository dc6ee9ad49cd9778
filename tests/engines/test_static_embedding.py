from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save

from app.domain.errors import EncoderError
from app.engines.encoder_training.folder import quantise
from app.engines.encoders import SHIPPED, open_encoder
from app.engines.static_embedding import StaticEmbedder, is_static_folder
from tests.engines.given import rows, static_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return static_folder(tmp_path / "encoder")


def test_a_vector_is_the_mean_of_its_features_brought_to_length_one(folder: Path) -> None:
    table = rows()
    wanted = table[1] + table[3] + table[2]  # 诊 诊断 断
    vector = StaticEmbedder(folder).encode(["诊断，诊断"])[0]
    np.testing.assert_allclose(vector, wanted / np.linalg.norm(wanted), rtol=1e-5)
    assert vector.dtype == np.float32


@pytest.mark.parametrize("text", ["", "  \n", "，。！", "😀😀", "龘", "unknown"])
def test_text_without_a_known_feature_is_the_zero_vector(folder: Path, text: str) -> None:
    vectors = StaticEmbedder(folder).encode([text, "学校"])
    assert not vectors[0].any()
    assert np.linalg.norm(vectors[1]) == pytest.approx(1.0)


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert StaticEmbedder(folder).encode([]).shape == (0, 8)


def test_many_texts_and_long_texts_give_what_single_ones_give(folder: Path) -> None:
    embedder = StaticEmbedder(folder)
    texts = ["诊断改进", "学校", "学校诊断" * 2000] * 200
    together = embedder.encode(texts)
    np.testing.assert_allclose(
        together[:3], np.concatenate([embedder.encode([text]) for text in texts[:3]]), atol=1e-6
    )
    np.testing.assert_array_equal(together[:3], together[-3:])


def test_int8_rows_with_a_scale_are_read_like_the_float_rows(folder: Path) -> None:
    exact = StaticEmbedder(folder).encode(["诊断改进", "学校2016"])
    values, scale = quantise(rows())
    (folder / "model.safetensors").write_bytes(save({"embeddings": values, "weights": scale}))
    np.testing.assert_allclose(StaticEmbedder(folder).encode(["诊断改进", "学校2016"]), exact, atol=0.02)


def _truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-7])


def _garble(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"not weights")


def _empty(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"")


def _no_rows(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(save({"other": rows()}))


def _fewer_rows(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(save({"embedding.weight": rows()[:-2]}))


def _short_scale(folder: Path) -> None:
    values, scale = quantise(rows())
    (folder / "model.safetensors").write_bytes(save({"embeddings": values, "weights": scale[:-1]}))


def _not_a_number(folder: Path) -> None:
    table = rows()
    table[3, 3] = np.nan
    (folder / "model.safetensors").write_bytes(save({"embedding.weight": table}))


def _no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _bad_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{", encoding="utf-8")


def _bad_modules(folder: Path) -> None:
    (folder / "modules.json").write_text("{}", encoding="utf-8")


def _another_sum(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  model.safetensors\n", encoding="utf-8")


BROKEN = [
    (_truncate, "model.safetensors"),
    (_garble, "model.safetensors"),
    (_empty, "model.safetensors"),
    (_no_rows, "model.safetensors"),
    (_fewer_rows, "13 个特征"),
    (_short_scale, "12 个比例"),
    (_not_a_number, "model.safetensors"),
    (_no_weights, "model.safetensors"),
    (_no_tokenizer, "tokenizer.json"),
    (_bad_tokenizer, "tokenizer.json"),
    (_bad_modules, "modules.json"),
    (_another_sum, "校验和"),
]


@pytest.mark.parametrize(("damage", "named"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_folder_is_refused_naming_the_file_and_the_remedy(
    folder: Path, damage: Callable[[Path], None], named: str
) -> None:
    damage(folder)
    with pytest.raises(EncoderError, match=named) as refusal:
        StaticEmbedder(folder)
    assert str(folder) in str(refusal.value)
    assert "请" in str(refusal.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"找不到编码器文件夹.*absent"):
        StaticEmbedder(tmp_path / "absent")


def test_another_dimension_than_wanted_is_refused_with_both(folder: Path) -> None:
    with pytest.raises(EncoderError, match="8 维，需要 256 维"):
        StaticEmbedder(folder, dimension=256)


def test_the_fingerprint_changes_with_weights_and_tokenizer_and_not_with_the_readme(folder: Path) -> None:
    first = StaticEmbedder(folder).fingerprint
    (folder / "README.md").write_text("card", encoding="utf-8")
    assert StaticEmbedder(folder).fingerprint == first
    (folder / "model.safetensors").write_bytes(save({"embedding.weight": rows() * 2}))
    second = StaticEmbedder(folder).fingerprint
    path = folder / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert len({first, second, StaticEmbedder(folder).fingerprint}) == 3
    assert len(first) == 64


def test_a_folder_of_other_modules_is_not_static(folder: Path) -> None:
    assert is_static_folder(folder)
    path = folder / "modules.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Normalize", "Dense"), encoding="utf-8")
    assert not is_static_folder(folder)
    assert not is_static_folder(folder / "absent")


def test_the_shipped_encoder_is_whole_and_small() -> None:
    embedder = open_encoder(None)
    assert embedder.dimension == 256
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 20_000_000
    assert load_file(SHIPPED / "model.safetensors")["embeddings"].dtype == np.int8


def test_the_shipped_encoder_brings_everyday_words_to_the_clause() -> None:
    clause = "各部门对照诊断要素，每年进行一次自我诊断，撰写自我诊断报告。"
    other = "学校图书馆周一至周五开放，师生凭证借阅。"
    vectors = open_encoder(None).encode(["自我诊断多久做一回", clause, other])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_using_the_static_encoder_imports_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import json, sys; from app.engines.encoders import open_encoder; "
        "open_encoder(None).encode(['诊断与改进']); print(json.dumps(sorted(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"torch", "sentence_transformers", "transformers"} & set(json.loads(out.stdout))
