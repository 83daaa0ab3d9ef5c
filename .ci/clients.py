#!/usr/bin/env python3
"""Has clients fill in one job file of the sample each, and compares what they saved with what they were given.

translate-toolkit (XLIFF 1.2 and 2.0, PO), OmegaT (its project as it is made), polib, gettext's tools, and LibreOffice where it is installed.

usage: clients.py PYTHON FOLDER    FOLDER holds 1.2/, 2.0/, omegat/ and weblate/ as `tolmach run` made them
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
    files = sorted(glob.glob(folder + "/jobs/*/*.xlf") + glob.glob(folder + "/jobs/*/source/*.xlf"))
    return max(files, key=lambda path: sum(len(value[1]) for value in segments(path).values()))


def omegat(work, path):
    """Opens the job's folder as the project that it is, and translates one of its files."""
    project = os.path.join(work, "omegat-project")
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(os.path.dirname(os.path.dirname(path)), project)
    for other in glob.glob(project + "/source/*.xlf"):
        if os.path.basename(other) != os.path.basename(path):
            os.remove(other)
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
    os.makedirs(os.path.join(project, "omegat"), exist_ok=True)
    with open(os.path.join(project, "omegat", "project_save.tmx"), "w", encoding="utf-8") as out:
        out.write("".join(parts))
    subprocess.run([*run, "--mode=console-translate"], env=environment, capture_output=True, check=True)
    return os.path.join(project, "target", os.path.basename(path))


TOOLKIT_PO = r"""
import re, sys
from translate.storage import pypo
store = pypo.pofile.parsefile(sys.argv[1])
for unit in store.units:
    if not unit.isheader() and not unit.target:
        unit.target = re.sub(r"(<[^>]*>)|([^\W\d_]+)", lambda m: m[1] or "»" + m[2], unit.source)
store.savefile(sys.argv[2])
"""


def messages(path):
    import polib
    return {entry.msgctxt: (entry.msgid, entry.msgstr, entry.comment) for entry in polib.pofile(path, wrapwidth=0)}


def mark_words(text):
    return re.sub(r"(<[^>]*>|&\w+;)|([^\W\d_]+)", lambda m: m[1] or "»" + m[2], text)


def tags(text):
    return sorted(re.findall(r"<[^>]*>", text))


def compare_po(name, before, after, translated=True):
    wanted, got = messages(before), messages(after)
    faults = [f"{key}: lost" for key in wanted if key not in got]
    for key in wanted.keys() & got.keys():
        source, _, comment = wanted[key]
        if got[key][0] != source or got[key][2] != comment:
            faults.append(f"{key}: source or notes changed")
        if translated and tags(got[key][1]) != tags(source):
            faults.append(f"{key}: tags changed")
        if translated and not got[key][1]:
            faults.append(f"{key}: no translation")
    with_tags = sum(bool(tags(value[0])) for value in wanted.values())
    print(f"{name}: {len(wanted)} messages, {with_tags} with codes, {len(faults)} faults")
    for fault in faults[:5]:
        print("  " + fault)
    return bool(faults)


def po(python, work):
    import polib
    files = sorted(glob.glob(os.path.join(work, "weblate/jobs/*/*.po")))
    path = max(files, key=lambda path: sum(len(tags(value[0])) for value in messages(path).values()))
    saved = os.path.join(work, "toolkit.po")
    subprocess.run([python, "-c", TOOLKIT_PO, path, saved], check=True)
    bad = compare_po("translate-toolkit, PO", path, saved)
    catalogue = polib.pofile(path)
    for entry in catalogue:
        entry.msgstr = mark_words(entry.msgid)
    saved = os.path.join(work, "polib.po")
    catalogue.save(saved)
    bad |= compare_po("polib", path, saved)
    catalogued = os.path.join(work, "msgcat.po")
    subprocess.run(["msgcat", "--sort-by-file", "-o", catalogued, saved], check=True)
    bad |= compare_po("gettext msgcat", saved, catalogued)
    for file in files:
        check = subprocess.run(["msgfmt", "--check", "-o", os.devnull, file], capture_output=True, text=True)
        if check.returncode:
            print("msgfmt: " + check.stderr)
            bad = True
    print(f"gettext msgfmt: {len(files)} files checked")
    return bad


def cells(path):
    import openpyxl
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def libreoffice(work):
    if not shutil.which("libreoffice"):
        print("LibreOffice: not installed")
        return False
    bad = False
    for path in sorted(glob.glob(os.path.join(work, "table/jobs/*/segments.xlsx")))[:3]:
        out = os.path.join(work, "libreoffice")
        run = ["libreoffice", "--headless", f"-env:UserInstallation=file://{os.path.abspath(work)}/lo", "--convert-to", "ods", "--outdir", out, path]
        subprocess.run(run, capture_output=True, check=True)
        back = [*run[:3], "--convert-to", "xlsx", "--outdir", out, os.path.join(out, "segments.ods")]
        subprocess.run(back, capture_output=True, check=True)
        before, after = cells(path), cells(os.path.join(out, "segments.xlsx"))
        changed = sum(one != other for one, other in zip(before, after)) + abs(len(before) - len(after))
        print(f"LibreOffice, {os.path.basename(os.path.dirname(path))}: {len(before)} rows, {changed} changed")
        bad |= changed > 0
    return bad


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
    bad |= po(python, work)
    bad |= libreoffice(work)
    return bad or translated < wanted


sys.exit(main())
