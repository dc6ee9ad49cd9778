"""Opens the encoder a setting names: the shipped one, a static folder, or any sentence-transformers model."""

from __future__ import annotations

from pathlib import Path

from app.domain.ports import Embedder
from app.engines.sentence_transformers import SentenceTransformerEmbedder
from app.engines.static_embedding import StaticEmbedder, is_static_folder

SHIPPED = Path(__file__).parent / "encoder"


def open_encoder(setting: str | None) -> Embedder:
    """The encoder of `setting`: None or blank → the shipped folder; a static folder is read without torch.

    EncoderError, naming file or name and the remedy, where it cannot be opened.
    """
    if setting is None or not setting.strip():
        return StaticEmbedder(SHIPPED)
    folder = Path(setting.strip())
    if is_static_folder(folder):
        return StaticEmbedder(folder)
    return SentenceTransformerEmbedder(setting.strip())
