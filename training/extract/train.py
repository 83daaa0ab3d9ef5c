#!/usr/bin/env python3
"""Trains the page model and writes it.

usage: train.py DATA > ../../src/extract/html/data/model.bin

DATA is the folder of pages and gold texts; README.md says which. One thread, one seed: the same input gives the same bytes.
"""
import os
import sys

import lightgbm

from corpus import HERE, Corpus, pack

TREES = 300
PARAMETERS = dict(
    objective="binary", learning_rate=0.06, num_leaves=16, max_depth=6, extra_trees=True, min_data_in_leaf=40, lambda_l2=5,
    feature_fraction=0.5, bagging_fraction=0.8, bagging_freq=1, use_missing=False, seed=7, verbose=-1, num_threads=1,
    deterministic=True, force_row_wise=True,
)


def model(corpus, test=lambda page: True):
    """Trees learned from the pages for which `test` holds."""
    chosen = corpus.chosen(test) & (corpus.weights > 0)
    data = lightgbm.Dataset(corpus.rows[chosen], corpus.labels[chosen], weight=corpus.weights[chosen])
    return lightgbm.train(PARAMETERS, data, TREES)


def main():
    corpus = Corpus(sys.argv[1], os.path.join(HERE, "target/rows"))
    sys.stdout.buffer.write(pack(model(corpus)))


if __name__ == "__main__":
    main()
