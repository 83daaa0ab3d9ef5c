#!/usr/bin/env python3
"""Quality checks beside pofilter of translate-toolkit: CPU seconds for the same pairs on one thread, and their ratio.

  checks.py TOLMACH PAIRS.jsonl [--times N]      PAIRS: lines as `check --jsonl` reads them; Python package translate-toolkit
"""
import argparse
import json
import resource
import subprocess
import time

from translate.filters import checks
from translate.storage import po

parser = argparse.ArgumentParser()
parser.add_argument("tolmach")
parser.add_argument("pairs")
parser.add_argument("--times", type=int, default=20, help="how often tolmach gets the pairs, so that its start does not count")
options = parser.parse_args()
with open(options.pairs, encoding="utf-8") as file:
    lines = [line for line in file if line.strip()]


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


before = children()
subprocess.run([options.tolmach, "check", "--jsonl", "--threads", "1"], input="".join(lines * options.times).encode(), stdout=subprocess.DEVNULL, check=True)
ours = (children() - before) / (len(lines) * options.times)

checkers = {}
before = time.process_time()
for pair in map(json.loads, lines):
    language = pair["target_lang"].split("-")[0]
    if language not in checkers:
        checkers[language] = checks.StandardChecker(checks.CheckerConfig(targetlanguage=language))
    unit = po.pounit(pair["source"])
    unit.target = pair["target"]
    checkers[language].run_filters(unit)
theirs = (time.process_time() - before) / len(lines)
print(f"{len(lines)} pairs; microseconds of CPU time a pair: tolmach {1e6 * ours:.1f}, pofilter {1e6 * theirs:.1f}; ratio {theirs / ours:.1f}")
