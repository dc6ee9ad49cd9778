"""Documents and schemes → the index folder: words, postings, vectors, manifest."""
