"""Pages, their passages with the program's numbers, and what the gold texts say of them."""
import collections
import gzip
import hashlib
import json
import math
import os
import re
import struct
import subprocess
import unicodedata

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "target/release/tolmach-training-extract")
SETS = "scrapinghub fundus fundus-eval wcxb daniel readability trafilatura".split()
# A passage of that many words and more is judged by its runs of three words, a shorter one as a whole.
LONG = 5
# Share of a passage's runs in the gold text from which on it is the article's, and up to which it surely is not.
SAME = 0.7
WORD = re.compile(r"\w+")
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]")


def words(text):
    """The words of a text; of scripts without spaces the characters."""
    found = []
    for word in WORD.findall(text):
        found += list(word) if DENSE.search(word) else [word]
    return found


def runs(tokens, n=3):
    return [tuple(tokens[at:at + n]) for at in range(max(1, len(tokens) - n + 1))] if tokens else []


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def site(page):
    """What a page is folded by: the last two labels of its host, so that no site is in two folds."""
    host = page.get("host") or re.sub(r"^\w+://", "", page["url"]).split("/")[0]
    return ".".join(host.split(".")[-2:])


def fold(page, folds, byte=0):
    """The part of a page; another `byte` deals the sites in another way."""
    return hashlib.md5(site(page).encode()).digest()[byte] % folds


class Corpus:
    """All pages in order, with the rows of their passages."""

    def __init__(self, data, work, sets=SETS):
        self.pages, self.gold = [], {}
        for name in sets:
            self.pages += [p | {"set": name} for p in load(f"{data}/pages-{name}.jsonl.gz") if p.get("html")]
            self.gold |= {g["id"]: g for g in load(f"{data}/gold-{name}.jsonl.gz")}
        self.lines = "".join(json.dumps({k: p.get(k) for k in ("id", "url", "host", "html")}, ensure_ascii=False) + "\n" for p in self.pages).encode()
        self.work = work
        os.makedirs(work, exist_ok=True)
        features = int(self.program("rows", work))
        self.rows = np.fromfile(f"{work}/rows", "<f4").reshape(-1, features)
        with open(f"{work}/passages.jsonl", encoding="utf-8") as file:
            self.variants = [json.loads(line) for line in file]
        counts = [len(variant["texts"]) for variant in self.variants]
        self.start = np.concatenate([[0], np.cumsum(counts)]).astype(int)
        by_id = {page["id"]: page for page in self.pages}
        self.owner = [by_id[variant["id"]] for variant in self.variants]
        self.label()

    def program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], input=self.lines, stdout=subprocess.PIPE, check=True).stdout.decode()

    def label(self):
        """Label and weight of every row; weight 0 where the gold says nothing."""
        self.labels = np.zeros(len(self.rows), np.float32)
        self.weights = np.zeros(len(self.rows), np.float32)
        known = {}
        seen = collections.Counter(variant["id"] for variant in self.variants)
        for number, variant in enumerate(self.variants):
            key = (variant["id"], len(variant["texts"]))
            if key not in known:
                known[key] = labels(variant["texts"], self.gold.get(variant["id"], {}))
            found, weight = known[key]
            part = slice(self.start[number], self.start[number + 1])
            self.labels[part] = found
            self.weights[part] = weight / seen[variant["id"]]
        self.weights /= self.weights[self.weights > 0].mean()

    def chosen(self, test):
        """The rows of the pages for which `test` holds."""
        return np.concatenate([np.full(self.start[n + 1] - self.start[n], bool(test(page))) for n, page in enumerate(self.owner)])


def labels(texts, gold):
    """Whether each passage is in the gold text, and how much it weighs: a page counts as much as any other, its passages by the root
    of their length. Of copies that the gold has once, the one in the best company counts."""
    sizes = np.array([math.sqrt(len(text)) for text in texts], np.float32)
    if gold.get("text"):
        found = in_text(texts, gold["text"])
        return found, sizes / (1 + sizes.sum()) * 1000
    return in_snippets(texts, gold, sizes)


def in_text(texts, text):
    tokens = words(text)
    triples, whole = set(runs(tokens)), " " + " ".join(tokens) + " "
    lines = {" ".join(words(line)) for line in text.split("\n")}
    found = np.zeros(len(texts), np.float32)
    for at, passage in enumerate(texts):
        own = words(passage)
        if len(own) < LONG:
            joined = " ".join(own)
            found[at] = joined in lines or (len(passage) > 12 and f" {joined} " in whole)
        else:
            mine = runs(own)
            found[at] = sum(run in triples for run in mine) >= SAME * len(mine)
    places = collections.defaultdict(list)
    for at, passage in enumerate(texts):
        if found[at]:
            places[" ".join(words(passage))].append(at)
    for joined, copies in places.items():
        allowed = max(1, whole.count(f" {joined} "))
        if len(copies) > allowed:
            company = lambda at: -sum(found[k] * len(texts[k]) for k in range(max(0, at - 5), min(len(texts), at + 6)) if k != at)
            for at in sorted(copies, key=company)[allowed:]:
                found[at] = 0
    return found


def in_snippets(texts, gold, sizes):
    flat = lambda text: re.sub(r"\s+", " ", text).strip()
    texts = [flat(text) for text in texts]
    found, weight = np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
    for sign, key in ((1, "with"), (0, "without")):
        for snippet in map(flat, gold.get(key) or []):
            for at, text in enumerate(texts):
                if snippet and snippet in text:
                    found[at], weight[at] = sign, sizes[at]
    return found, weight / (1 + sizes.sum()) * 1000


def below(value):
    """The largest 32-bit float that is not above `value`: comparing a 32-bit feature to it decides the same."""
    single = np.float32(value)
    return single if float(single) <= value else np.nextafter(single, np.float32(-np.inf))


def pack(first, second=None):
    """A model file as `src/extract/html/model.rs` reads it: the trees of the first look and those of the second."""
    return packed(first) + packed(second)


def packed(booster):
    """A booster's trees; none where there is no booster. Of each tree its questions, each with the leaves that are left where a
    row has more, and its leaves from low to high."""
    sizes, nodes, leaves = [], [], []
    for tree in booster.dump_model()["tree_info"] if booster else []:
        if "leaf_value" in tree["tree_structure"]:
            continue
        own, answers = [], []
        spread(tree["tree_structure"], own, answers)
        assert len(answers) == len(own) + 1 <= 16
        sizes.append(len(own))
        for most, feature, low in own:
            nodes.append(struct.pack("<fBxH", most, feature, 0xFFFF & ~low))
        leaves += answers
    head = struct.pack("<III", len(sizes), len(nodes), len(leaves))
    return head + bytes(sizes) + b"".join(nodes) + struct.pack(f"<{len(leaves)}f", *leaves)


def spread(node, nodes, leaves):
    """Adds what is below `node` to `nodes` and `leaves`; the leaves as bits."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"])
        return 1 << len(leaves) - 1
    assert node["decision_type"] == "<="
    place = len(nodes)
    nodes.append(None)
    low = spread(node["left_child"], nodes, leaves)
    high = spread(node["right_child"], nodes, leaves)
    nodes[place] = (below(node["threshold"]), node["split_feature"], low)
    return low | high
