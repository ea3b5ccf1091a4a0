"""Precision, recall and F1 of every table and language against gold, and the floors below them."""
