#!/usr/bin/env python3
"""Measures the page model on sites that it has not seen.

usage: evaluate.py DATA SCORER [--batch] [FOLDS]

Pages are dealt to FOLDS folds (5) by site; each fold is read by a model that was trained on the others, and all answers together are
judged by SCORER, the project's `score.py`. `--batch`: the pages of one site are evidence on each other.
"""
import json
import os
import subprocess
import sys

from corpus import HERE, SETS, Corpus, fold
from train import model


def answers(corpus, work, folds, batch):
    """The answers to all pages, each by a model of other sites."""
    models = {}
    for part in range(folds):
        path = os.path.join(work, f"model-{part}.bin")
        with open(path, "wb") as file:
            file.write(model(corpus, lambda page: fold(page, folds) != part))
        models |= {page["id"]: path for page in corpus.pages if fold(page, folds) == part}
    return models


def main():
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    data, scorer, *rest = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    folds = int(rest[0]) if rest else 5
    work = os.path.join(HERE, "target/evaluate")
    corpus = Corpus(data, work)
    with open(f"{work}/models.json", "w", encoding="utf-8") as file:
        json.dump(answers(corpus, work, folds, options), file)
    for mode in ([], ["--batch"]) if "--batch" in options else ([],):
        with open(f"{work}/answers{'-batch' if mode else ''}.jsonl", "w", encoding="utf-8") as file:
            file.write(corpus.program("read", f"{work}/models.json", *mode))
        sets = ",".join(name for name in SETS if name not in ("readability", "trafilatura"))
        subprocess.run([sys.executable, scorer, "--data", data, "--sets", sets, "--pred", file.name], check=True)


if __name__ == "__main__":
    main()
