"""Reads what bench/run.py wrote."""
import csv
import os


def read(results, name):
    """The rows of one table; none when it was not measured."""
    path = os.path.join(results, name + ".csv")
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="ascii") as text:
        return list(csv.DictReader(text))


def pick(rows, **want):
    """The first row with these values, or None."""
    for row in rows:
        if all(row[key] == str(value) for key, value in want.items()):
            return row
    return None
