"""Trains and measures our own static encoder. Only scripts/train_encoder.py and tests use it; it may import torch.

    pairs (JSON lines) + asked-as + dictionary ──texts──▶ vocabulary ──tf-idf, SVD──▶ start vectors
        ──ranking loss with BM25 hard negatives──▶ rows ──int8 with a scale per row──▶ sentence-transformers folder
"""
