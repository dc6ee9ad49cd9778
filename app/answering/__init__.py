"""Query and hits → an answer, every statement with its clause; no language model."""
