"""How the work grows with the text: a ratio of two times in one run, so that no machine is too slow for it."""

from __future__ import annotations

import time
from collections.abc import Callable

LINEAR = 8.0  # four times the text takes at most so many times as long; 4 is linear, 16 quadratic


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long `work` takes for twice `size` as for half of it; processor time, the best of three."""
    return _least(work, 2 * size) / _least(work, size // 2)


def _least(work: Callable[[int], object], size: int) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        work(size)
        times.append(time.process_time() - began)
    return max(min(times), 1e-4)
