"""How search, memory and changes grow with the number of clauses; see `scripts/benchmark.py --clauses`."""
