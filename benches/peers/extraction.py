#!/usr/bin/env python3
"""Main text of web pages side by side: tolmach and dom_smoothie (the program `extraction` of this package), trafilatura and resiliparse.

usage: extraction.py PROGRAM DATA SCORER [SET...]

DATA holds `pages-SET.jsonl.gz` (`id`, `url`, `html`) and `gold-SET.jsonl.gz` (`id`, `text`); SCORER is a program that takes `--pred ANSWERS --json` and such a
folder, as `training/extract/evaluate.py` does. All readers read the same pages, one by one on one thread, in this one run. Printed is a table: F1 of the means of
precision and recall over four words in a row, in brackets the mean F1 of pages, a column a set; pages under .5; pages a second of CPU time, reading of the program's models
and of modules aside.
"""
import gzip
import json
import subprocess
import sys
import tempfile
import time

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

SETS = "scrapinghub fundus fundus-eval daniel wcxb".split()
# Pages that are read once before the clock runs.
WARMING = 20


def by_trafilatura(page):
    # Its own defaults but for tables and comments, which are as the gold texts have them.
    return trafilatura.extract(page["html"], url=page["url"], include_comments=False, include_tables=True) or ""


def by_resiliparse(page):
    return extract_plain_text(HTMLTree.parse(page["html"]), main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False, comments=False)


def timed(read, pages):
    for page in pages[:WARMING]:
        read(page)
    start = time.process_time()
    texts = [read(page) for page in pages]
    return texts, len(pages) / (time.process_time() - start)


def load(data, sets):
    pages = []
    for name in sets:
        with gzip.open(f"{data}/pages-{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            pages += [page for page in map(json.loads, file) if page.get("html")]
    return pages


def judged(scorer, data, sets, answers):
    """The scorer's figures of each set and of all."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for key, text in answers.items():
            file.write(json.dumps({"id": key, "text": text}) + "\n")
        file.flush()
        command = [sys.executable, scorer, "--data", data, "--pred", file.name, "--only-ids", file.name, "--json", "--sets"]
        found = {}
        for name in sets + [",".join(sets)]:
            output = subprocess.run([*command, name], stdout=subprocess.PIPE, check=True).stdout
            found[name] = json.loads(output)["results"]["ALL"]
    return found


def main():
    program, data, scorer, *sets = sys.argv[1:]
    sets = sets or SETS
    pages = load(data, sets)
    lines = "".join(json.dumps({key: page[key] for key in ("id", "url", "html")}, ensure_ascii=False) + "\n" for page in pages)
    answers, speeds = {}, {}
    output = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    for answer in map(json.loads, output.strip().split("\n")):
        if "id" in answer:
            answers.setdefault(answer["system"], {})[answer["id"]] = answer["text"]
        else:
            speeds[answer["system"]] = answer["pages_per_cpu_second"]
    for name, read in ((f"trafilatura {trafilatura.__version__}", by_trafilatura), ("resiliparse", by_resiliparse)):
        texts, speeds[name] = timed(read, pages)
        answers[name] = {page["id"]: text for page, text in zip(pages, texts)}
    print("| reader | all |", " | ".join(sets), "| under .5 | pages a CPU second |")
    print("| --- |" + " --- |" * (len(sets) + 3))
    for name, texts in answers.items():
        found = judged(scorer, data, sets, texts)
        cell = lambda figures: f"{figures['F1']:.3f} ({figures['mF1']:.3f})"
        whole = found[",".join(sets)]
        print(f"| {name} | {cell(whole)} |", " | ".join(cell(found[one]) for one in sets), f"| {whole['low']:.0f} | {speeds[name]:.0f} |")


if __name__ == "__main__":
    main()
