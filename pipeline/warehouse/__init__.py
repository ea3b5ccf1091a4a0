"""What a data team does with the tables: check them, lay them out anew, load them elsewhere.

Everything here reads a finished output folder (`source`), through DuckDB in bounded memory, and never asks how its
files are named or who wrote them.
"""
