#!/usr/bin/env python3
"""Trains the two importance tables of `src/summarize` and prints them as Rust constants.

usage: train.py EXAMPLES > ../../src/summarize/data/importance.rs

EXAMPLES is the folder that `cargo run --release -- examples` wrote: the terms and pairs of every article with the features that
the program itself computes. The label of a row is the share of the article's references that hold the term or the pair. Rows are
weighted so that an article counts as much as any other of its set and a set by the square root of its articles. The pair table
is fitted on the output of the term table. One thread, one seed: the same input gives the same bytes.
"""
import collections
import json
import math
import os
import sys

import lightgbm
import numpy as np

# Features as in `src/summarize/features.rs`, and whether more of one can only speak for a term (1) or against it (-1).
TERMS = dict(
    log_count=1, share_of_sentences=0, log_sentences=0, first=0, inverse_first=1, in_first=1, in_second=1, in_first_three=1,
    in_title=1, spread=0, centrality=1, best_centrality=0, letters=0, capitals=0, digit=0, rarity=0, log_length=0, in_last=0,
    budget=1,
)
PAIRS = dict(
    log_count=1, share_of_sentences=0, inverse_first=1, first=0, in_first=1, in_first_three=1, in_title=1, least_term=1,
    best_term=1, product=1, centrality=0, rarity=0, log_length=0, budget=1,
)
# Of the pair's features those that stand on the importance of its terms.
LEAST, BEST, PRODUCT = 7, 8, 9
TREES = 100
PARAMETERS = dict(
    objective="cross_entropy", num_leaves=4, learning_rate=0.1, min_data_in_leaf=200, lambda_l2=5, bagging_fraction=0.8,
    bagging_freq=1, seed=1, verbose=-1, num_threads=1, deterministic=True, force_row_wise=True,
)


class Examples:
    """The rows of all articles, and which are whose."""

    def __init__(self, folder):
        self.articles = [json.loads(line) for line in open(os.path.join(folder, "articles.jsonl"), encoding="utf-8")]
        read = lambda name, features: np.fromfile(os.path.join(folder, name), "<f4").reshape(-1, len(features) + 3)
        self.rows = {"terms": read("terms", TERMS), "pairs": read("pairs", PAIRS)}
        self.owner = {
            table: np.repeat(np.arange(len(self.articles)), [article["examples"][place] for article in self.articles])
            for place, table in enumerate(("terms", "pairs"))
        }
        terms = [article["examples"][0] for article in self.articles]
        self.first_term = np.concatenate([[0], np.cumsum(terms)])[:-1]
        self.sets = [article["set"] for article in self.articles]

    def fit(self, leave_out=(), settings=None):
        """Both tables, trained on all sets but those in `leave_out`."""
        train = np.array([name not in leave_out for name in self.sets])
        terms = self.table("terms", TERMS, train, settings or {})
        self.use_terms(terms.predict(self.rows["terms"][:, :-3], num_threads=1))
        return terms, self.table("pairs", PAIRS, train, settings or {})

    def table(self, name, features, train, settings):
        owner = self.owner[name]
        chosen = train[owner]
        rows, owner = self.rows[name][chosen], owner[chosen]
        groups = [article["set"] + "/" + article["lang"] for article in self.articles]
        sizes = collections.Counter(group for group, used in zip(groups, train) if used)
        counts = np.bincount(owner, minlength=len(groups))
        weights = np.array([1 / (max(1, count) * math.sqrt(max(1, sizes[group]))) for group, count in zip(groups, counts)])[owner]
        parameters = PARAMETERS | settings | {"monotone_constraints": list(features.values())}
        data = lightgbm.Dataset(rows[:, :-3], rows[:, -3], weight=weights / weights.mean(), feature_name=list(features))
        return lightgbm.train(parameters, data, TREES)

    def use_terms(self, importance):
        """Fills in the pair features that stand on the term table."""
        rows, start = self.rows["pairs"], self.first_term[self.owner["pairs"]]
        a, b = importance[start + rows[:, -2].astype(int)], importance[start + rows[:, -1].astype(int)]
        rows[:, LEAST], rows[:, BEST], rows[:, PRODUCT] = np.minimum(a, b), np.maximum(a, b), a * b


def below(value):
    """The largest 32-bit float that is not above `value`: comparing a 32-bit feature to it decides the same."""
    single = np.float32(value)
    return single if float(single) <= value else np.nextafter(single, np.float32(-np.inf))


def trees(booster):
    """The trees as `(questions, leaves)`. A tree of four leaves asks at most three questions `feature <= threshold`; the leaf is found
    by the three answers as bits (1 = yes, the first question lowest), so the evaluation needs no branch."""
    out = []
    for tree in booster.dump_model()["tree_info"]:
        root, splits, waiting = tree["tree_structure"], [], [tree["tree_structure"]]
        while waiting:
            node = waiting.pop(0)
            if "leaf_value" not in node:
                assert node["decision_type"] == "<="
                node["question"] = len(splits)
                splits.append((node["split_feature"], below(node["threshold"])))
                waiting += [node["left_child"], node["right_child"]]
        splits += [(0, np.float32(0))] * (3 - len(splits))
        leaves = []
        for answers in range(8):
            node = root
            while "leaf_value" not in node:
                node = node["left_child" if answers >> node["question"] & 1 else "right_child"]
            leaves.append(node["leaf_value"])
        out.append((splits, leaves))
    return out


def number(value):
    """A 32-bit float in the fewest digits that give it back."""
    return np.format_float_positional(np.float32(value), unique=True, trim="0")


def as_json(tables):
    """Tables as the training program reads them."""
    return "[" + ",".join(
        "[" + ",".join(
            "[[" + ",".join(f"[{f},{number(t)}]" for f, t in splits) + "],[" + ",".join(map(number, leaves)) + "]]"
            for splits, leaves in trees(table)
        ) + "]" for table in tables
    ) + "]"


def rust(booster, name, doc):
    """A table as a Rust constant."""
    found = trees(booster)
    print(f"\n/// {doc}\n#[rustfmt::skip]\n#[expect(clippy::unreadable_literal, reason = \"written by a program\")]")
    print(f"pub(in crate::summarize) static {name}: [Tree; {len(found)}] = [")
    for splits, leaves in found:
        print("    Tree { splits: [" + ", ".join(f"({f}, {number(t)})" for f, t in splits)
              + "], leaves: [" + ", ".join(map(number, leaves)) + "] },")
    print("];")


def main():
    terms, pairs = Examples(sys.argv[1]).fit()
    print("//! Importance of terms and of pairs of terms, as boosted trees; written by `training/summarize/train.py`, described in")
    print("//! `MODEL.md`.\n\nuse crate::summarize::trees::Tree;")
    rust(terms, "TERMS", "How likely a term stands in a human summary.")
    rust(pairs, "PAIRS", "How likely two neighbouring terms stand side by side in a human summary.")


if __name__ == "__main__":
    main()
