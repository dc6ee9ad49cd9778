from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import EncoderError
from app.engines.encoders import SHIPPED, open_encoder
from app.engines.static_embedding import StaticEmbedder
from tests.engines.given import static_folder


@pytest.mark.parametrize("setting", [None, "", "  "])
def test_without_a_setting_the_shipped_encoder_is_opened(setting: str | None) -> None:
    assert open_encoder(setting).fingerprint == StaticEmbedder(SHIPPED).fingerprint


def test_a_static_folder_is_read_without_torch(tmp_path: Path) -> None:
    embedder = open_encoder(str(static_folder(tmp_path / "own", dimension=12)))
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.dimension == 12


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] == "sentence_transformers":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EncoderError, match=r"some/model.*zhengai\[models\]"):
        open_encoder("some/model")
