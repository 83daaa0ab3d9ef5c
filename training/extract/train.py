#!/usr/bin/env python3
"""Trains the page model and writes it.

usage: train.py DATA > ../../src/extract/html/data/model.bin

DATA is the folder of pages and gold texts; README.md says which. One thread, one seed: the same input gives the same bytes.
"""
import json
import os
import sys

import lightgbm
import numpy as np

from corpus import HERE, Corpus, fold, pack

TREES, SECOND_TREES = 300, 200
PARAMETERS = dict(
    objective="binary", learning_rate=0.06, num_leaves=16, max_depth=6, extra_trees=True, min_data_in_leaf=40, lambda_l2=5,
    feature_fraction=0.5, bagging_fraction=0.8, bagging_freq=1, use_missing=False, seed=7, verbose=-1, num_threads=1,
    deterministic=True, force_row_wise=True,
)
SECOND_PARAMETERS = PARAMETERS | dict(num_leaves=8, max_depth=4, min_data_in_leaf=80)
# Sites are dealt to so many parts for the second look: each is first looked at by trees of the others, as pages of new sites are.
PARTS = 5
# `WORTH_A_LOOK` of `src/extract/html/choice.rs`.
WORTH_A_LOOK = 0.06


def trees(corpus, rows, which, parameters, count):
    data = lightgbm.Dataset(rows[which], corpus.labels[which], weight=corpus.weights[which])
    return lightgbm.train(parameters, data, count)


def first(corpus, test):
    """Trees of the first look, learned from the pages for which `test` holds."""
    return trees(corpus, corpus.rows, corpus.chosen(test) & (corpus.weights > 0), PARAMETERS, TREES)


def second(corpus, test):
    """Trees of the second look, learned from the pages for which `test` holds."""
    models = {}
    for part in range(PARTS):
        # Not dealt as the folds of a measurement are: those would leave a part empty.
        in_part = lambda page: fold(page, PARTS, 1) == part
        path = os.path.join(corpus.work, f"part-{part}.bin")
        with open(path, "wb") as file:
            file.write(pack(first(corpus, lambda page: test(page) and not in_part(page))))
        models |= {page["id"]: path for page in corpus.pages if test(page) and in_part(page)}
    names, rows = (os.path.join(corpus.work, name) for name in ("parts.json", "second"))
    with open(names, "w", encoding="utf-8") as file:
        json.dump(models, file)
    width = int(corpus.program("second", names, rows))
    found = np.fromfile(rows, "<f4").reshape(-1, width)
    which = corpus.chosen(test) & (corpus.weights > 0) & (found[:, 0] >= np.float32(WORTH_A_LOOK))
    return trees(corpus, found, which, SECOND_PARAMETERS, SECOND_TREES)


def model(corpus, test=lambda page: True):
    """A model file learned from the pages for which `test` holds."""
    return pack(first(corpus, test), second(corpus, test))


def main():
    corpus = Corpus(sys.argv[1], os.path.join(HERE, "target/rows"))
    sys.stdout.buffer.write(model(corpus))


if __name__ == "__main__":
    main()
