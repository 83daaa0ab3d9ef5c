#!/usr/bin/env python3
"""Trains the page model and writes it.

usage: train.py DATA > ../../src/extract/html/data/model.bin

DATA is the folder of pages and gold texts; README.md says which. The first table learns passages alone. Its answers on pages of sites
that it has not seen are what the second table learns from. One thread, one seed: the same input gives the same bytes.
"""
import os
import sys

import lightgbm
import numpy as np

from corpus import HERE, Corpus, fold, pack

SHAPES = dict(alone=dict(trees=120, num_leaves=16), together=dict(trees=80, num_leaves=12))
PARAMETERS = dict(
    objective="binary", learning_rate=0.08, min_data_in_leaf=40, feature_fraction=0.5, bagging_fraction=0.8, bagging_freq=1,
    lambda_l2=5, seed=7, verbose=-1, num_threads=1, deterministic=True, force_row_wise=True, use_missing=False,
)
INNER = 4


def fit(rows, labels, weights, trees, **shape):
    used = weights > 0
    data = lightgbm.Dataset(rows[used], labels[used], weight=weights[used] / weights[used].mean())
    return lightgbm.train(PARAMETERS | shape, data, trees)


def model(corpus, test=lambda page: True, shapes=SHAPES):
    """Both tables, learned from the pages for which `test` holds."""
    chosen = corpus.chosen(test)
    whole = fit(corpus.rows[chosen], corpus.labels[chosen], corpus.weights[chosen], **shapes["alone"])
    scores = whole.predict(corpus.rows, num_threads=1)
    for part in range(INNER):
        here = corpus.chosen(lambda page: fold(page, INNER, "inner ") == part)
        learn = chosen & ~here
        partial = fit(corpus.rows[learn], corpus.labels[learn], corpus.weights[learn], **shapes["alone"])
        scores[chosen & here] = partial.predict(corpus.rows[chosen & here], num_threads=1)
    rows = corpus.context(scores)
    together = fit(rows[chosen], corpus.labels[chosen], corpus.weights[chosen], **shapes["together"])
    return whole, together


def main():
    corpus = Corpus(sys.argv[1], os.path.join(HERE, "target/rows"))
    sys.stdout.buffer.write(pack(*model(corpus)))


if __name__ == "__main__":
    main()
