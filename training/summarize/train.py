#!/usr/bin/env python3
"""Trains the two importance tables of `src/summarize` and prints them as Rust constants.

usage: train.py [--leave-out SET] SUM.jsonl... > src/summarize/data/importance.rs

A row is a term (or a pair of neighbouring terms) of an article; its label is the share of the article's references
that contain it. Each table is 100 boosted trees of four leaves. The rows are weighted so that an article counts
as much as any other of its set and a set by the square root of its articles. The pair table is fitted on the output of the
term table. One thread, one seed: the same input gives the same bytes.

The features are those of `src/summarize/features.rs`, in the same order and from the same definitions; the test
`python_and_rust_agree_on_importance` there holds both to the values printed by `train.py --check`.
"""
import argparse
import collections
import json
import math
import sys
import unicodedata

import lightgbm
import numpy as np
import regex

TREES = 100
PARAMETERS = dict(
    objective="cross_entropy", num_leaves=4, learning_rate=0.1, min_data_in_leaf=200, lambda_l2=5, verbose=-1,
    num_threads=1, seed=1, deterministic=True, force_row_wise=True,
)
# Articles are cut here: the references of longer ones say nothing on their later parts.
MOST_SENTENCES = 150

UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
SPACED = r"(?:(?![\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])[\p{L}\p{M}\p{N}])+"
CHARACTER = regex.compile(UNSPACED)
UNSPACED_START = regex.compile(UNSPACED)
RUN = regex.compile(f"(?:{UNSPACED})+|{SPACED}")
UNIT = regex.compile(f"{UNSPACED}|{SPACED}")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]")
DIGIT = regex.compile(r"\p{N}")
JOINERS = regex.compile(r"[\u064b-\u0652\u0670\u0640\u00ad\u200b-\u200d\u2060]")
CHILLUS = {
    "\u0d23\u0d4d\u200d": "\u0d7a", "\u0d28\u0d4d\u200d": "\u0d7b", "\u0d30\u0d4d\u200d": "\u0d7c",
    "\u0d32\u0d4d\u200d": "\u0d7d", "\u0d33\u0d4d\u200d": "\u0d7e", "\u0d15\u0d4d\u200d": "\u0d7f",
}
END = regex.compile(
    r"[.!?…।۔؟]+[\p{Pf}\p{Pe}\"'»”’)\]]*(?=\s|$)|[。！？]+[\p{Pf}\p{Pe}\"”’」』）]*|\n+"
)
ABBREVIATION = regex.compile(r"\b\p{Lu}\.$|^\P{L}*\p{N}{1,3}\.$")

TERM_FEATURES = (
    "log_count share_of_sentences log_sentences first inverse_first in_first in_second in_first_three in_title spread "
    "centrality best_centrality letters capitals digit rarity log_length in_last budget"
).split()
PAIR_FEATURES = (
    "log_count share_of_sentences inverse_first first in_first in_first_three in_title least_term best_term product "
    "centrality rarity log_length budget"
).split()


def sentences(text):
    """A plain splitter: the tables only need sentences that are mostly right."""
    out, last = [], 0
    for end in END.finditer(text):
        piece = text[last:end.end()].strip()
        follows = text[end.end():end.end() + 2].strip()
        if "\n" not in end.group() and (ABBREVIATION.search(piece) or follows[:1].islower()):
            continue
        out.append(piece)
        last = end.end()
    out.append(text[last:].strip())
    return [s for s in out if WORD.search(s)]


def terms(text):
    """The terms of a text as (stem, starts with a capital, holds a digit), as `tolmach::words::terms` gives them: the first five
    code points of every word, pairs of neighbouring characters in scripts without spaces."""
    text = unicodedata.normalize("NFC", text)
    for long, short in CHILLUS.items():
        text = text.replace(long, short)
    out = []
    for run in RUN.findall(JOINERS.sub("", text)):
        folded = run.casefold()
        if not UNSPACED_START.match(run):
            out.append((folded[:5], run[0].isupper(), bool(DIGIT.search(run))))
            continue
        characters = CHARACTER.findall(folded)
        pairs = [a + b for a, b in zip(characters, characters[1:])] or characters
        out += [(pair, False, False) for pair in pairs]
    return out


def length(text):
    """The length of a text in words (characters in scripts without spaces)."""
    return len(UNIT.findall(JOINERS.sub("", text)))


class Article:
    """The features of one article's terms and pairs."""

    def __init__(self, text, title, budget):
        pieces = sentences(text)[:MOST_SENTENCES]
        self.length = sum(max(1, length(s)) for s in pieces)
        self.count = n = len(pieces)
        rows = [terms(s) for s in pieces]
        names, self.digit = {}, []
        for row in rows:
            for place, (stem, capital, digit) in enumerate(row):
                if stem not in names:
                    names[stem] = len(names)
                    self.digit.append(digit)
                row[place] = (names[stem], capital)
        self.stems = list(names)
        self.ids = [[i for i, _ in row] for row in rows]
        self.budget = min(1.0, budget / self.length) if self.length else 1.0
        title_row = [stem for stem, _, _ in terms(title)]
        self.centralities()
        self.term_rows(rows, set(title_row))
        self.pair_rows(set(zip(title_row, title_row[1:])))

    def centralities(self):
        """Cosine of every sentence to the sum of the others, as z-scores."""
        n, distinct = self.count, len(self.stems)
        self.sentences_with = np.zeros(distinct)
        bags = [collections.Counter(row) for row in self.ids]
        for bag in bags:
            for term in bag:
                self.sentences_with[term] += 1
        self.rarity = np.log((n + 1) / (self.sentences_with + 0.5))
        total = np.zeros(distinct)
        vectors = []
        for bag in bags:
            index = np.array(list(bag), int)
            value = np.minimum([bag[i] for i in bag], 2) * np.maximum(self.rarity[index], 0.1) if bag else np.zeros(0)
            value = value / max(np.sqrt((value ** 2).sum()), 1e-9)
            total[index] += value
            vectors.append((index, value))
        whole = (total ** 2).sum()
        cosines = []
        for index, value in vectors:
            own, shared = (value ** 2).sum(), (value * total[index]).sum()
            rest = math.sqrt(max(whole - 2 * shared + own, 0.0))
            cosines.append((shared - own) / max(rest, 1e-9))
        cosines = np.array(cosines)
        self.centrality = (cosines - cosines.mean()) / (cosines.std() + 1e-6)

    def term_rows(self, rows, title):
        n, distinct = self.count, len(self.stems)
        count, capitals, inside = np.zeros(distinct), np.zeros(distinct), np.zeros(distinct)
        where = [[] for _ in range(distinct)]
        for place, row in enumerate(rows):
            for position, (term, capital) in enumerate(row):
                count[term] += 1
                if position:
                    inside[term] += 1
                    capitals[term] += capital
                if not where[term] or where[term][-1] != place:
                    where[term].append(place)
        self.terms = np.zeros((distinct, len(TERM_FEATURES)), np.float32)
        for term, stem in enumerate(self.stems):
            first, last, many = where[term][0], where[term][-1], len(where[term])
            near = self.centrality[where[term]]
            self.terms[term] = [
                math.log1p(count[term]), many / n, math.log1p(many), first / n, 1 / (1 + first), first == 0,
                1 in where[term][:2], first < 3, stem in title, (last - first) / n, near.mean(), near.max(),
                min(len(stem), 5) / 5, capitals[term] / max(inside[term], 1), self.digit[term],
                self.rarity[term], math.log(n), last == n - 1, self.budget,
            ]

    def pair_rows(self, title):
        n = self.count
        names, count, where = {}, [], []
        for place, row in enumerate(self.ids):
            for pair in zip(row, row[1:]):
                index = names.setdefault(pair, len(names))
                if index == len(count):
                    count.append(0)
                    where.append([])
                count[index] += 1
                if not where[index] or where[index][-1] != place:
                    where[index].append(place)
        self.pairs = list(names)
        self.pair_table = np.zeros((len(names), len(PAIR_FEATURES)), np.float32)
        for index, (a, b) in enumerate(self.pairs):
            first, many = where[index][0], len(where[index])
            self.pair_table[index] = [
                math.log1p(count[index]), many / n, 1 / (1 + first), first / n, first == 0, first < 3,
                (self.stems[a], self.stems[b]) in title, 0, 0, 0, self.centrality[where[index]].mean(),
                math.log((n + 1) / (many + 0.5)), math.log(n), self.budget,
            ]

    def use_terms(self, importance):
        """Fills in the pair features that stand on the term table."""
        if self.pairs:
            a, b = importance[[a for a, _ in self.pairs]], importance[[b for _, b in self.pairs]]
            self.pair_table[:, 7], self.pair_table[:, 8], self.pair_table[:, 9] = np.minimum(a, b), np.maximum(a, b), a * b


def read(files, leave_out):
    """All articles with their labels, and the set and language that each belongs to."""
    out = []
    for name in files:
        for line in open(name, encoding="utf-8"):
            record = json.loads(line)
            if record["set"] == leave_out:
                continue
            article = Article(record["text"], record["title"], record["budget"]["words"])
            if article.count < 2:
                continue
            references = [[stem for stem, _, _ in terms(r)] for r in record["refs"]]
            stems, pairs = [set(r) for r in references], [set(zip(r, r[1:])) for r in references]
            article.term_labels = [sum(s in r for r in stems) / len(stems) for s in article.stems]
            named = [(article.stems[a], article.stems[b]) for a, b in article.pairs]
            article.pair_labels = [sum(p in r for r in pairs) / len(pairs) for p in named]
            out.append((record["set"] + "/" + record["lang"], article))
    return out


def train(corpus, table, labels, features):
    sizes = collections.Counter(group for group, _ in corpus)
    rows = np.vstack([getattr(a, table) for _, a in corpus])
    target = np.concatenate([getattr(a, labels) for _, a in corpus])
    weight = np.concatenate([
        np.full(len(getattr(a, labels)), 1 / (max(1, len(getattr(a, labels))) * math.sqrt(sizes[group]))) for group, a in corpus
    ])
    data = lightgbm.Dataset(rows, target, weight=weight / weight.mean(), feature_name=features)
    return lightgbm.train(PARAMETERS, data, TREES)


def below(value):
    """The largest 32-bit float that is not above `value`: comparing a 32-bit feature to it decides the same."""
    single = np.float32(value)
    return single if float(single) <= value else np.nextafter(single, np.float32(-np.inf))


def number(value):
    """A 32-bit float in the fewest digits that give it back."""
    return np.format_float_positional(np.float32(value), unique=True, trim="0")


def rust(booster, name, doc):
    """A table as a Rust constant. A tree of four leaves asks at most three questions `feature <= threshold`; the leaf is
    found by the three answers as bits (1 = yes, the first question lowest), so the evaluation needs no branch."""
    print(f"\n/// {doc}\n#[rustfmt::skip]\n#[expect(clippy::unreadable_literal, reason = \"written by a program\")]\npub(in crate::summarize) static {name}: [Tree; {TREES}] = [")
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
        print("    Tree { splits: [" + ", ".join(f"({f}, {number(t)})" for f, t in splits)
              + "], leaves: [" + ", ".join(map(number, leaves)) + "] },")
    print("];")


CHECK_TITLE = "Harbour bridge closes for repairs"
CHECK_TEXT = (
    "The harbour bridge of Brimley will close on 4 May for repairs. Engineers found rust in the eastern cables of the bridge. "
    "The city expects the repairs to take six weeks. Ferries will carry commuters until the bridge opens again."
)


def check(term_table, pair_table):
    """Importance of the terms and pairs of a small article, for the test on the Rust side."""
    article = Article(CHECK_TEXT, CHECK_TITLE, 20)
    term = term_table.predict(article.terms)
    article.use_terms(term)
    pair = pair_table.predict(article.pair_table)
    show = lambda values: ", ".join(f"{v:.4f}" for v in values)
    print("terms", show(term), "\npairs", show(pair), file=sys.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--leave-out", help="name of a set to train without, to measure on it")
    parser.add_argument("--check", action="store_true", help="also print the test values to standard error")
    options = parser.parse_args()
    corpus = read(options.files, options.leave_out)
    term_table = train(corpus, "terms", "term_labels", TERM_FEATURES)
    for _, article in corpus:
        article.use_terms(term_table.predict(article.terms))
    pair_table = train(corpus, "pair_table", "pair_labels", PAIR_FEATURES)
    print("//! Importance of terms and of pairs of terms, as boosted trees; written by `training/summarize/train.py`, described in")
    print("//! `MODEL.md`.\n\nuse crate::summarize::trees::Tree;")
    rust(term_table, "TERMS", "How likely a term stands in a human summary.")
    rust(pair_table, "PAIRS", "How likely two neighbouring terms stand side by side in a human summary.")
    if options.check:
        check(term_table, pair_table)


if __name__ == "__main__":
    main()
