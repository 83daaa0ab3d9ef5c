#!/usr/bin/env python3
"""Measures the summarizer on sets that its tables have not seen, beside the summarizers of sumy on the same sentences.

usage: evaluate.py DATA [--work FOLDER]

DATA holds `sum-*.jsonl`. For every set the tables are trained on all the others; those that may not be trained on are measured by
tables of all that may. Selection is the program's own, compiled into the training program. Prints F1 of ROUGE-1 and ROUGE-2
(recall for sets whose reference is a headline), macro means over set and language with 15 articles or more, and the 95 % interval of
the differences when articles are drawn anew.
"""
import argparse
import collections
import glob
import json
import os
import statistics
import subprocess
import sys

import train
from measure import interval, rouge, units

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "target/release/tolmach-training-summarize")
# Never trained on, whatever is left out: one is non-commercial, one comes from a repository under the GPL.
NEVER_TRAINED = {"gnad", "tes"}
LEAST_ARTICLES = 15


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=True, text=True, encoding="utf-8")
    return [json.loads(line) for line in done.stdout.splitlines()]


def taken(order, lengths, budget, mode):
    """What a ranking gives: the best sentences, or those of the best that fit the words, never none."""
    if mode == "sentences":
        return sorted(order[:budget["sentences"]])
    chosen, spent = [], 0
    for place in order:
        if spent + lengths[place] <= budget["words"]:
            chosen.append(place)
            spent += lengths[place]
    return sorted(chosen) or [min(order[:3], key=lambda place: lengths[place])]


def leading(lengths, budget, mode):
    return taken(list(range(len(lengths))), lengths, budget, mode)


class Bench:
    """All articles, their sentences, and what each system takes."""

    def __init__(self, data, work):
        self.files = sorted(glob.glob(os.path.join(data, "sum-*.jsonl")))
        self.records = [json.loads(line) for file in self.files for line in open(file, encoding="utf-8")]
        self.work = work
        self.sentences = [line["sentences"] for line in run("sentences", *self.files)]
        self.lengths = [[len(units(s, r["lang"])) for s in ss] for ss, r in zip(self.sentences, self.records)]
        self.chosen = {}
        for mode in ("words", "sentences"):
            self.chosen["lead", mode] = [leading(l, r["budget"], mode) for l, r in zip(self.lengths, self.records)]

    def add_peers(self):
        import peers

        cache = os.path.join(self.work, "peers.json")
        known = json.load(open(cache)) if os.path.exists(cache) else {}
        for name in peers.PEERS:
            if len(known.get(name, {}).get("sentences", [])) != sum(map(len, self.sentences)):
                orders = [peers.rank(name, s, r["title"], r["lang"]) for s, r in zip(self.sentences, self.records)]
                known[name] = {"orders": orders, "sentences": [s[:20] for ss in self.sentences for s in ss]}
                json.dump(known, open(cache, "w"))
            for mode in ("words", "sentences"):
                found = zip(known[name]["orders"], self.lengths, self.records)
                self.chosen[name, mode] = [taken(order, lengths, r["budget"], mode) for order, lengths, r in found]

    def add_own(self, name="tolmach", settings=None):
        """Trains without each set in turn and takes what the program chooses by those tables."""
        folder = os.path.join(self.work, "examples")
        if not os.path.exists(os.path.join(folder, "done")):
            os.makedirs(folder, exist_ok=True)
            run("examples", folder, *self.files)
            open(os.path.join(folder, "done"), "w").close()
        examples = train.Examples(folder)
        lines = {}
        for file in self.files:
            left_out = {json.loads(open(file, encoding="utf-8").readline())["set"]} | NEVER_TRAINED
            tables = os.path.join(self.work, "+".join(sorted(left_out)) + ".json")
            with open(tables, "w") as out:
                out.write(train.as_json(examples.fit(left_out, settings)))
            lines[file] = run("summarize", tables, file)
        for mode in ("words", "sentences"):
            self.chosen[name, mode] = [line["chosen"][mode] for file in self.files for line in lines[file]]

    def scores(self, name, mode):
        """(ROUGE-1, ROUGE-2) of every article: F1, or recall where the reference is a headline."""
        out = []
        for chosen, sentences, record in zip(self.chosen[name, mode], self.sentences, self.records):
            found = [unit for place in chosen for unit in units(sentences[place], record["lang"])]
            if mode == "words":
                found = found[:record["budget"]["words"]]
            which = int(record["ref_type"] == "headline")
            values = rouge(found, [units(reference, record["lang"]) for reference in record["refs"]])
            out.append((values[0][which], values[1][which]))
        return out

    def groups(self, headlines):
        """Places of the articles by set and language."""
        out = collections.defaultdict(list)
        for place, record in enumerate(self.records):
            if (record["ref_type"] == "headline") == headlines:
                out[f"{record['set']}/{record['lang']}"].append(place)
        return {name: places for name, places in sorted(out.items()) if len(places) >= LEAST_ARTICLES}


def table(bench, names, mode, headlines):
    groups = bench.groups(headlines)
    scores = {name: bench.scores(name, mode) for name in names}
    mean = lambda name, places, which: statistics.fmean(scores[name][place][which] for place in places)
    print(f"\n{mode}{', recall of one sentence' if headlines else ', F1'}: ROUGE-1 / ROUGE-2")
    print(f"{'':18}" + "".join(f"{name:>15}" for name in names))
    for group, places in groups.items():
        print(f"{group:13} {len(places):4}" + "".join(f"{mean(n, places, 0):8.2f} {mean(n, places, 1):6.2f}" for n in names))
    macro = {n: [statistics.fmean(mean(n, places, which) for places in groups.values()) for which in (0, 1)] for n in names}
    print(f"{'macro':18}" + "".join(f"{macro[n][0]:8.2f} {macro[n][1]:6.2f}" for n in names))
    ours = names[0]
    for other in names[1:]:
        parts = []
        for which in (0, 1):
            differences = [[scores[ours][p][which] - scores[other][p][which] for p in places] for places in groups.values()]
            low, high = interval(differences)
            parts.append(f"R{which + 1} {macro[ours][which] - macro[other][which]:+.2f} [{low:+.2f}, {high:+.2f}]")
        print(f"{ours} against {other}: " + ", ".join(parts))
    return macro


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--work", default=os.path.join(HERE, "target/evaluate"))
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    bench = Bench(options.data, options.work)
    bench.add_peers()
    bench.add_own()
    names = ["tolmach", "lead", "TextRank", "Edmundson", "LSA", "LexRank"]
    table(bench, names, "words", False)
    table(bench, names, "sentences", False)
    table(bench, names, "sentences", True)


if __name__ == "__main__":
    sys.exit(main())
