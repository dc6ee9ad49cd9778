"""What exists: plain values over the standard library, no files, clocks or network."""
