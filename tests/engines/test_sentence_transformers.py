"""The same folder through sentence-transformers, and a real (tiny, random) transformer, offline."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import EncoderError
from app.engines.encoders import SHIPPED, open_encoder
from app.engines.sentence_transformers import SentenceTransformerEmbedder
from app.engines.static_embedding import StaticEmbedder
from tests.engines.given import static_folder

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(
        importlib.util.find_spec("sentence_transformers") is None,
        reason="the extra `models` (sentence-transformers, torch) is not installed",
    ),
]

TEXTS = [
    "出了事谁来管、多久之内要有个说法",
    "",
    "！！！😀",
    "诊断２０１６版 A-1 的，教职成厅〔2015〕2号\n第二行",
    "学校发展目标定位是否科学明确；" * 300,
]


def test_both_readers_give_the_same_vectors_for_the_shipped_encoder() -> None:
    ours, theirs = StaticEmbedder(SHIPPED), SentenceTransformerEmbedder(SHIPPED)
    assert ours.dimension == theirs.dimension
    np.testing.assert_allclose(ours.encode(TEXTS), theirs.encode(TEXTS), atol=5e-5)


def test_both_readers_give_the_same_vectors_for_float_rows(tmp_path: Path) -> None:
    folder = static_folder(tmp_path / "encoder")
    theirs = SentenceTransformerEmbedder(folder)
    np.testing.assert_allclose(StaticEmbedder(folder).encode(TEXTS), theirs.encode(TEXTS), atol=1e-5)


def test_what_sentence_transformers_saves_again_is_read_without_it(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = static_folder(tmp_path / "encoder")
    SentenceTransformer(str(folder), device="cpu").save(str(tmp_path / "again"), create_model_card=False)
    again = StaticEmbedder(tmp_path / "again")
    np.testing.assert_allclose(again.encode(TEXTS), StaticEmbedder(folder).encode(TEXTS), atol=1e-6)


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "nosuchmodel", "/no/such/folder"])
def test_an_unknown_name_is_refused_with_the_remedy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match=f"{name}.*请"):
        open_encoder(name)


def test_a_real_transformer_is_opened_offline_from_its_folder(tmp_path: Path) -> None:
    folder = _tiny_transformer(tmp_path)
    embedder = open_encoder(str(folder))
    vectors = embedder.encode(["诊断与改进", "学校"])
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert vectors.shape == (2, embedder.dimension) == (2, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    assert embedder.encode([]).shape == (0, 16)
    assert embedder.fingerprint == SentenceTransformerEmbedder(folder).fingerprint


def _tiny_transformer(folder: Path) -> Path:
    """A BERT of one layer and random weights, saved as a sentence-transformers model with mean pooling."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(3)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"诊断与改进学校"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    body = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[body, Pooling(16, "mean")], device="cpu").save(
        str(folder / "model"), create_model_card=False
    )
    return folder / "model"
