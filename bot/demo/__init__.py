"""Invented data over a year, to try the program with: the same seed and days make the same data."""
