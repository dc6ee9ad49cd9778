"""Drafting: an element and its evidence → a draft, checked, moved between schemes, exported."""
