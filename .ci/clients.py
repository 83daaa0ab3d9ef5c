#!/usr/bin/env python3
"""Has translate-toolkit and OmegaT fill in one job file of the sample and compares what they saved with what they were given.

usage: clients.py PYTHON FOLDER    FOLDER holds 1.2/, 2.0/ and omegat/ as `tolmach run` made them
"""
import glob
import os
import re
import shutil
import subprocess
import sys

from lxml import etree

TOOLKIT = r"""
import copy, sys
from translate.storage import xliff, xliff2
kind = xliff2.Xliff2File if sys.argv[3] == "2.0" else xliff.xlifffile
store = kind.parsefile(sys.argv[1])
def mark(element):
    element.sub = [part.upper() if isinstance(part, str) else (mark(part) or part) for part in element.sub]
for unit in store.units:
    if unit.isheader() or not unit.istranslatable():
        continue
    target = copy.deepcopy(unit.rich_source)
    for element in target:
        mark(element)
    unit.rich_target = target
store.savefile(sys.argv[2])
"""

OMEGAT_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>
"""


def segments(path):
    """Id, source text, inline codes of source and target, and target text of every open segment."""
    root = etree.parse(path).getroot()
    space = etree.QName(root).namespace
    found = {}
    for unit in root.iter(f"{{{space}}}trans-unit", f"{{{space}}}unit"):
        if unit.get("translate") == "no":
            continue
        parts = [unit] if etree.QName(unit).localname == "trans-unit" else unit.findall(f"{{{space}}}segment")
        for part in parts:
            source, target = part.find(f"{{{space}}}source"), part.find(f"{{{space}}}target")
            name = unit.get("id") + ("" if part is unit else "." + (part.get("id") or ""))
            found[name] = (text(source), codes(source), None if target is None else codes(target), text(target))
    return found


def text(element):
    """The text outside codes, white space as one space."""
    if element is None:
        return None
    pieces = [element.text or ""]
    for code in element:
        if etree.QName(code).localname in ("pc", "g", "mrk"):
            pieces.append(text(code))
        pieces.append(code.tail or "")
    return " ".join("".join(pieces).split())


def codes(element):
    return sorted((etree.QName(code).localname, code.get("id") or code.get("startRef") or "") for code in element.iterdescendants())


def compare(name, before, after):
    wanted, got = segments(before), segments(after)
    faults = [f"{key}: lost" for key in wanted if key not in got]
    for key in wanted.keys() & got.keys():
        source, source_codes, _, _ = wanted[key]
        if got[key][0] != source:
            faults.append(f"{key}: source changed")
        if got[key][2] is None:
            faults.append(f"{key}: no target")
        elif got[key][2] != source_codes:
            faults.append(f"{key}: codes {source_codes} came back as {got[key][2]}")
    with_codes = sum(bool(value[1]) for value in wanted.values())
    print(f"{name}: {len(wanted)} segments, {with_codes} with codes, {len(faults)} faults")
    for fault in faults[:5]:
        print("  " + fault)
    return bool(faults)


def busiest(folder):
    """The job file with most inline codes."""
    files = sorted(glob.glob(folder + "/jobs/*/*.xlf"))
    return max(files, key=lambda path: sum(len(value[1]) for value in segments(path).values()))


def omegat(work, path):
    root = etree.parse(path).getroot()
    file = root.find("{*}file")
    project = os.path.join(work, "omegat-project")
    shutil.rmtree(project, ignore_errors=True)
    for name in ("source", "target", "tm", "omegat", "glossary", "dictionary"):
        os.makedirs(os.path.join(project, name))
    shutil.copy(path, os.path.join(project, "source"))
    with open(os.path.join(project, "omegat.project"), "w") as out:
        out.write(OMEGAT_PROJECT.format(source=file.get("source-language"), target=file.get("target-language")))
    memory = os.path.join(work, "pseudo.tmx")
    run = ["omegat", "--config-dir=" + os.path.join(work, "omegat-settings"), project]
    environment = dict(os.environ, HOME=work)
    subprocess.run([*run, "--mode=console-createpseudotranslatetmx", "--pseudotranslatetmx=" + memory, "--pseudotranslatetype=equal"],
                   env=environment, capture_output=True, check=True)
    pairs = open(memory, encoding="utf-8").read()
    parts = re.split(r"(<seg>.*?</seg>)", pairs, flags=re.S)
    # Every second segment is a target: its words are marked, OmegaT's own tags are left alone.
    for index in range(3, len(parts), 4):
        parts[index] = re.sub(r"&lt;/?\w+?/?&gt;|</?seg>|&\w+;|([^\W\d_]+)", lambda m: "»" + m[1] if m[1] else m[0], parts[index])
    with open(os.path.join(project, "omegat", "project_save.tmx"), "w", encoding="utf-8") as out:
        out.write("".join(parts))
    subprocess.run([*run, "--mode=console-translate"], env=environment, capture_output=True, check=True)
    return os.path.join(project, "target", os.path.basename(path))


def main():
    python, work = sys.argv[1:3]
    bad = False
    for version in ("1.2", "2.0"):
        path = busiest(os.path.join(work, version))
        saved = os.path.join(work, f"toolkit-{version}.xlf")
        subprocess.run([python, "-c", TOOLKIT, path, saved, version], check=True)
        bad |= compare(f"translate-toolkit, XLIFF {version}", path, saved)
    path = busiest(os.path.join(work, "omegat"))
    saved = omegat(work, path)
    bad |= compare("OmegaT, XLIFF 1.2", path, saved)
    translated = sum("»" in (value[3] or "") for value in segments(saved).values())
    wanted = sum(bool(re.search(r"[^\W\d_]", value[0] or "")) for value in segments(path).values())
    print(f"OmegaT: {translated} of {wanted} segments with words came back translated")
    return bad or translated < wanted


sys.exit(main())
