"""Retrieval stacks that a user would pick instead of 诊改助手, one file each; `scripts/compare.py` runs them."""
