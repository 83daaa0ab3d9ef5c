#!/usr/bin/env python3
"""Fills in the columns of src/digest/data/wording.tsv that are facts of Unicode CLDR: long date, range, digits, era, months.

The words of the other columns are written by hand and stay. Needs the Python package `babel` (made with 2.19.0).

usage: wording.py src/digest/data/wording.tsv
"""
import sys

from babel import Locale

WORDS = 6  # tag, digest, sources, in brief, other languages, quoted


def facts(tag):
    locale = Locale.parse(tag.replace("-", "_"))
    months = locale.months["format"]["wide"]
    return [
        locale.date_formats["long"].pattern,
        locale.interval_formats[None],
        locale.default_numbering_system,
        locale.eras["abbreviated"][1],
        ",".join(months[month] for month in range(1, 13)),
    ]


def main(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    with open(path, "w", encoding="utf-8") as out:
        for line in lines:
            cells = line.split("\t")
            if not line.startswith("#"):
                cells = cells[:WORDS] + facts(cells[0])
            out.write("\t".join(cells) + "\n")


main(sys.argv[1])
