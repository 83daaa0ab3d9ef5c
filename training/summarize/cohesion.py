#!/usr/bin/env python3
"""Writes `src/summarize/data/cohesion.tsv` from the word lists, one JSON file a language.

usage: cohesion.py COHESION_DIR > src/summarize/data/cohesion.tsv

A row is language, kind, entries separated by `|`, all in lower case. Boilerplate is given as regular expressions, which are of two
forms: `^(?:a|b (?:c|d)|e)TAIL` (how a line starts) and plain alternatives (what stands anywhere). They are written out here so
that the program compares strings only:

hanging    connectives, pronouns and continuations: the sentence leans on the one before it
label      starts a line of boilerplate as a whole word
stem       the same, whatever letters follow
marked     the same, but only before a colon, dash or closing bracket
anywhere   stands somewhere in a line of boilerplate
"""
import json
import pathlib
import re
import sys
import unicodedata


def expand(pattern):
    """All strings of a pattern of letters, `(?:a|b)`, `x?` and `(?:a)?`."""
    out, position = [""], 0

    def group(start):
        depth, parts, begin, i = 1, [], start, start
        while depth:
            if pattern[i] == "\\":
                i += 1
            elif pattern[i] == "(":
                depth += 1
            elif pattern[i] == ")":
                depth -= 1
            if depth == 0 or (depth == 1 and pattern[i] == "|"):
                parts.append(pattern[begin:i])
                begin = i + 1
            i += 1
        return parts, i

    while position < len(pattern):
        if pattern.startswith("(?:", position):
            parts, position = group(position + 3)
            choices = [s for part in parts for s in expand(part)]
        else:
            position += pattern[position] == "\\"
            choices = [pattern[position]]
            position += 1
        if pattern[position:position + 1] == "?":
            choices.append("")
            position += 1
        out = [a + b for a in out for b in choices]
    return out


def fold(entry):
    """Lower case, NFC, one apostrophe: as `src/summarize/cohesion.rs` folds a sentence."""
    return re.sub("[\u2019\u2018\u02bc\u02bb]", "'", unicodedata.normalize("NFC", entry)).lower().strip()


def split_alternatives(pattern):
    return re.split(r"\|(?![^(]*\))", pattern)


def boilerplate(pattern):
    """(kind, entries) of a regular expression."""
    start = re.fullmatch(r"\^(\(\?:.*?\))((?:\\b)?(?:\\\.\?)?(?:\\w\*)?\\s\*\[[^]]*\]\??)", pattern)
    if not start:
        # Brackets before a caption are passed over when a line's start is compared.
        return "anywhere", [s for part in split_alternatives(pattern.removeprefix("\\(?")) for s in expand(part)]
    words, tail = start.groups()
    kind = "label" if tail.startswith("\\b") else "stem" if tail.endswith("?") else "marked"
    return kind, [s.lstrip("[【") for s in expand(words)]


def main():
    print("# Written by training/summarize/cohesion.py, which explains the kinds: language, kind, entries")
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        lists = json.loads(path.read_text(encoding="utf-8"))
        rows = {"hanging": lists["connectives"] + lists["pronouns"] + lists["continuation"]}
        for pattern in lists["boilerplate"]:
            kind, entries = boilerplate(pattern)
            rows.setdefault(kind, []).extend(entries)
        for kind, entries in rows.items():
            entries = sorted({fold(e) for e in entries})
            assert not any(set(e) & set("|\t\n") for e in entries)
            print(lists["lang"], kind, "|".join(entries), sep="\t")


if __name__ == "__main__":
    main()
