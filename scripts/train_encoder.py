"""Train the shipped encoder (needs the extra `models`; minutes on two cores).

    python scripts/train_encoder.py --pairs FOLDER [--out FOLDER] [--epochs N]
    python scripts/train_encoder.py --measure FOLDER

`--pairs` holds *.jsonl files of ["question", "passage"] lines. The project's own asked-as questions and
dictionary are read from `--corpus`; one asked-as question in ten is held out, and their recall is printed.
What an encoder does on retrieval sets: python scripts/evaluate.py FOLDER ... --encoder FOLDER
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.errors import ZhengaiError
from app.engines.encoders import SHIPPED, open_encoder

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """0, or 1 with one sentence on standard error."""
    options = _options()
    try:
        from app.engines.encoder_training import road
        from app.engines.encoder_training.data import read_own
        from app.engines.encoder_training.train import Recipe
    except ImportError as error:
        print(f'训练需要 models 附加包：pip install -e ".[models]"（{error}）', file=sys.stderr)
        return 1
    try:
        if options.measure is None:
            recipe = Recipe() if options.epochs is None else replace(Recipe(), epochs=options.epochs)
            road.train_folder(road.read_material(options.pairs, options.corpus), options.out, recipe)
        embedder = open_encoder(str(options.measure or options.out))
        own = read_own(options.corpus)
        recall = road.held_out_recall(embedder, own)
        print(f"held-out asked-as: recall@5 {recall:.3f} ({len(own.held_out)} questions)")
    except ZhengaiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--pairs", type=Path, help="folder of training pairs")
    what.add_argument("--measure", type=Path, help="measure this encoder folder instead of training")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="the project's corpus folder")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the encoder is written")
    parser.add_argument("--epochs", type=int, help="passes over the pairs (default: as shipped)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
