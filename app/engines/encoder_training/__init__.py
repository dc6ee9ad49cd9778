"""Trains and measures our own static encoder; it may import torch. scripts/train_encoder.py is its door.

pairs (JSON lines) + asked-as + dictionary ──texts──▶ vocabulary ──tf-idf, SVD──▶ start vectors
    ──ranking loss, BM25 hard negatives──▶ rows ──int8, a scale a row──▶ sentence-transformers folder
"""
