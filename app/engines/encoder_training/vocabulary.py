"""Which features the encoder knows, and where their vectors start: tf-idf and a truncated SVD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from app.engines.pair_tokenizer import build_tokenizer, features, is_han, splitter


def choose(texts: Sequence[str], size: int, own: Sequence[str] = ()) -> list[str]:
    """At most `size` features: those of `own`, every character of `texts` and of GB 2312, then the pairs and
    runs that at least three texts hold, most frequent first. Characters no text holds start and stay near
    random, which still lets the same rare character match itself.
    """
    common = _gb2312()
    cutter = splitter({character for text in [*texts, *own, *common] for character in text}, once=False)
    frequency = Counter(feature for text in texts for feature in set(features(cutter, text)))
    kept = dict.fromkeys(feature for text in own for feature in features(cutter, text) if len(feature) <= 2)
    kept |= dict.fromkeys([*(feature for feature in frequency if len(feature) == 1), *common])
    for feature, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0])):
        if count >= 3:
            kept.setdefault(feature)
    return list(kept)[:size]


def _gb2312() -> list[str]:
    """The 6,763 Han characters of GB 2312, from Python's own codec."""
    rows = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    return [character for row in rows if is_han(character := row.decode("gb2312", "replace")[0])]


def bags(known: Sequence[str], texts: Sequence[str], longest: int = 1200) -> list[NDArray[np.int32]]:
    """Rows of the features of each text, rising, each once; unknown ones are left out, as is what comes after
    the first `longest`.
    """
    encodings = build_tokenizer(known, once=False).encode_batch(list(texts), add_special_tokens=False)
    ids = [np.unique(np.array(encoding.ids[:longest], dtype=np.int32)) for encoding in encodings]
    return [row[row > 0] for row in ids]


def start_vectors(rows: Sequence[NDArray[np.int32]], size: int, dimension: int) -> NDArray[np.float32]:
    """float32 of shape (size, dimension): tf-idf's right singular vectors times idf, mean length 1.

    The mean of a text's rows is then its place in the latent space of a classic LSA. A feature of fewer than
    two texts gets a random row of length about 0.5. Row 0 is zero.
    """
    columns = np.concatenate(rows)
    frequency = np.bincount(columns, minlength=size)
    idf = np.log(len(rows) / np.maximum(frequency, 1)).astype(np.float32)
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    weights = [idf[row] / max(float(np.linalg.norm(idf[row])), 1e-6) for row in rows]
    matrix = torch.sparse_coo_tensor(
        torch.from_numpy(np.stack([owners, columns.astype(np.int64)])),
        torch.from_numpy(np.concatenate(weights).astype(np.float32)),
        size=(len(rows), size),
        check_invariants=True,
    ).coalesce()
    right = _right_vectors(matrix, dimension).numpy() * idf[:, None]
    right /= np.linalg.norm(right, axis=1)[frequency > 0].mean()
    chance = np.random.default_rng(1).standard_normal(right.shape) / np.sqrt(dimension)
    right = np.where((frequency > 1)[:, None], right, 0.5 * chance)
    right[0] = 0.0
    start: NDArray[np.float32] = right.astype(np.float32)
    return start


def _right_vectors(matrix: torch.Tensor, dimension: int, rounds: int = 3) -> torch.Tensor:
    """Columns × dimension right singular vectors, by subspace iteration (Halko et al., algorithm 4.4)."""
    generator = torch.Generator().manual_seed(1)
    transposed = matrix.t()
    basis = torch.randn(matrix.shape[1], dimension + 16, generator=generator)
    for _ in range(rounds):
        basis, _ = torch.linalg.qr(matrix @ basis)
        basis, _ = torch.linalg.qr(transposed @ basis)
    left, _ = torch.linalg.qr(matrix @ basis)
    _, _, right = torch.linalg.svd((transposed @ left).t(), full_matrices=False)
    return right[:dimension].t().contiguous()
