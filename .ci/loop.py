#!/usr/bin/env python3
"""The whole way with a real client in the middle: articles to a job, the job filled in by the client, checked, merged, and what comes out
held against the articles as their translator would have written them (loop_articles.py has them in both languages).

usage: loop.py TOLMACH FOLDER    FOLDER is made anew; clients that are not installed are left out and named
"""
import copy
import glob
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

from lxml import etree

from loop_articles import ARTICLES, CODE, plain

TRANSLATIONS = {"".join(plain(english).split()): french for article in ARTICLES for english, french in article.texts.values()}
# How codes stand in text: PO, tables, OmegaT's memory.
TAG = re.compile(r"<(/?)[^<>]*?(/?)>")
BRACE = re.compile(r"\{(/?)\d+(/?)\}")
OMEGAT = re.compile(r"&lt;(/?)\w+?(/?)&gt;")


def tokens(text, pattern, unescape=lambda text: text):
    """Text and codes in turn, as (kind, piece); kinds are text, open, close, alone."""
    at, out = 0, []
    for code in pattern.finditer(text):
        out.append(("text", unescape(text[at:code.start()])))
        out.append(("close" if code[1] else "alone" if code[2] else "open", code[0]))
        at = code.end()
    return [*out, ("text", unescape(text[at:]))]


def translated(source):
    """The French tokens of an English sentence, with its own codes; nothing for one that is not in the articles."""
    french = TRANSLATIONS.get("".join("".join(piece for kind, piece in source if kind == "text").split()))
    if french is None:
        return None
    forms, opened = [], []
    for kind, piece in source:
        if kind == "alone":
            forms.append([piece])
        elif kind == "open":
            forms.append([piece, None])
            opened.append(forms[-1])
        elif kind == "close":
            opened.pop()[1] = piece
    at, out = 0, []
    for code in CODE.finditer(french):
        out.append(("text", french[at:code.start()]))
        kind = "close" if code[1] else "alone" if code[3] else "open"
        out.append((kind, forms[int(code[2]) - 1][kind == "close"]))
        at = code.end()
    return [*out, ("text", french[at:])]


def filled(source, pattern, escape=lambda text: text, unescape=lambda text: text):
    """A translation in which codes are text."""
    made = translated(tokens(source, pattern, unescape))
    return made and "".join(escape(piece) if kind == "text" else piece for kind, piece in made)


def message(source):
    """A translation in PO, whose text is markup."""
    return filled(source, TAG, lambda text: html.escape(text, False), html.unescape) or ""


# Clients: each takes the folder of a job and one to write to, and gives the files to send back.

def toolkit(kind):
    def client(job, out):
        from translate.storage import pypo, xliff, xliff2
        files = []
        for path in sorted(glob.glob(job + ("/*.po" if kind == "po" else "/*.xlf"))):
            store = {"po": pypo.pofile, "1.2": xliff.xlifffile, "2.0": xliff2.Xliff2File}[kind].parsefile(path)
            for unit in store.units:
                if unit.isheader() or not unit.istranslatable():
                    continue
                if kind == "po":
                    unit.target = message(unit.source)
                else:
                    unit.rich_target = tree(unit.rich_source)
            files.append(os.path.join(out, os.path.basename(path)))
            store.savefile(files[-1])
        return files
    return client


def tree(rich):
    """A translation as translate-toolkit's tree of text and codes."""
    flat = []

    def walk(element):
        for part in element.sub:
            if isinstance(part, str):
                flat.append(("text", part))
            elif type(part).__name__ == "StringElem":
                walk(part)
            elif not part.sub:
                flat.append(("alone", part))
            else:
                flat.append(("open", part))
                walk(part)
                flat.append(("close", None))
    for element in rich:
        walk(element)
    root = copy.deepcopy(rich[0])
    root.sub = []
    stack = [root]
    for kind, piece in translated(flat):
        if kind == "text":
            stack[-1].sub.append(piece)
        elif kind == "close":
            stack.pop()
        else:
            element = copy.deepcopy(piece)
            stack[-1].sub.append(element)
            if kind == "open":
                element.sub = []
                stack.append(element)
    return [root]


def polib_client(job, out):
    import polib
    files = []
    for path in sorted(glob.glob(job + "/*.po")):
        catalogue = polib.pofile(path)
        for entry in catalogue:
            entry.msgstr = message(entry.msgid)
        files.append(os.path.join(out, os.path.basename(path)))
        catalogue.save(files[-1])
    return files


def omegat(job, out):
    """The job's folder is a project: a memory of its own sentences is made, translated, and the project written with it."""
    project = os.path.join(out, "project")
    shutil.copytree(job, project)
    memory = os.path.join(out, "pseudo.tmx")
    run = ["omegat", "--config-dir=" + os.path.join(out, "settings"), project]
    environment = dict(os.environ, HOME=out)
    subprocess.run([*run, "--mode=console-createpseudotranslatetmx", "--pseudotranslatetmx=" + memory, "--pseudotranslatetype=equal"],
                   env=environment, capture_output=True, check=True)
    parts = re.split(r"(?<=<seg>)(.*?)(?=</seg>)", open(memory, encoding="utf-8").read(), flags=re.S)
    for index in range(3, len(parts), 4):
        parts[index] = filled(parts[index], OMEGAT, lambda text: html.escape(text, False), html.unescape) or ""
    os.makedirs(project + "/omegat", exist_ok=True)
    with open(project + "/omegat/project_save.tmx", "w", encoding="utf-8") as file:
        file.write("".join(parts))
    subprocess.run([*run, "--mode=console-translate"], env=environment, capture_output=True, check=True)
    return sorted(glob.glob(project + "/target/*.xlf"))


def spreadsheet(job, out):
    """Filled in by openpyxl; saved by LibreOffice too, if it is there."""
    import openpyxl
    path = os.path.join(out, "segments.xlsx")
    book = openpyxl.load_workbook(job + "/segments.xlsx")
    rows = book.worksheets[0].iter_rows()
    columns = {cell.value: cell.column - 1 for cell in next(rows)}
    for row in rows:
        row[columns["target"]].value = filled(row[columns["source"]].value, BRACE)
    book.save(path)
    if not shutil.which("libreoffice"):
        return [path]
    run = ["libreoffice", "--headless", f"-env:UserInstallation=file://{os.path.abspath(out)}/lo", "--convert-to"]
    subprocess.run([*run, "ods", "--outdir", out, path], capture_output=True, check=True)
    subprocess.run([*run, "xlsx", "--outdir", out + "/saved", path.replace(".xlsx", ".ods")], capture_output=True, check=True)
    return [out + "/saved/segments.xlsx"]


CLIENTS = [
    ("translate-toolkit, XLIFF 1.2", [], toolkit("1.2")),
    ("translate-toolkit, XLIFF 2.0", ["--xliff", "2.0"], toolkit("2.0")),
    ("translate-toolkit, PO", ["--for", "weblate"], toolkit("po")),
    ("polib, PO", ["--for", "gettext"], polib_client),
    ("OmegaT", ["--for", "omegat"], omegat),
    ("LibreOffice, XLSX" if shutil.which("libreoffice") else "openpyxl, XLSX", ["--for", "table"], spreadsheet),
]


# What came out.

def words(text):
    return " ".join(text.split())


def pieces(bytes_, member):
    """The text of an office file: paragraphs of (text, what stands around it), neighbours alike as one."""
    with zipfile.ZipFile(io.BytesIO(bytes_)) as archive:
        root = etree.fromstring(archive.read(member))
    out = []

    def add(text, around):
        if not text:
            return
        if out and out[-1] and out[-1][-1][1] == around:
            out[-1][-1] = (out[-1][-1][0] + text, around)
        elif out:
            out[-1].append((text, around))

    def walk(element, around):
        name = etree.QName(element).localname
        if name in ("p", "h"):
            out.append([])
            around = (name,)
        elif name in ("span", "a", "hyperlink"):
            around += ((name, *sorted(element.attrib.values())),)
        elif name == "r":
            properties = element.find("{*}rPr")
            around += () if properties is None else tuple(etree.QName(child).localname for child in properties)
        add(element.text if name in ("t", "p", "h", "span", "a") else "", around)
        for child in element:
            walk(child, around)
            if name in ("p", "h", "span", "a") and child.tail:
                add(child.tail, around)
    walk(root, ())
    return out


def members(bytes_):
    with zipfile.ZipFile(io.BytesIO(bytes_)) as archive:
        return [(name, archive.read(name).decode()) for name in archive.namelist()]


def article_faults(article, got):
    want = article.file(1)
    ending = article.path.rsplit(".", 1)[1]
    if ending in ("docx", "odt"):
        member = "word/document.xml" if ending == "docx" else "content.xml"
        want, got = pieces(want, member), pieces(got, member)
    elif ending == "epub":
        want, got = members(want), members(got)
    elif ending == "txt":
        longest, wrapped = max(map(len, got.decode().splitlines())), max(map(len, article.file(0).decode().splitlines()))
        if longest > wrapped:
            yield f"{article.path}: a line of {longest} characters; its source is wrapped to {wrapped}"
        want, got = want.decode().split("\n\n"), got.decode().split("\n\n")
        want, got = [words(text) for text in want], [words(text) for text in got]
    if want != got:
        yield f"{article.path}: not the translation\n    want {want}\n    got  {got}"


def summary_faults(output, record):
    """The translated summary has the translations of the source's summary, in order, and nothing else."""
    segments = {segment["id"]: segment["text"] for block in record["blocks"] for segment in block["segments"]}
    want = [plain(TRANSLATIONS["".join(segments[name].split())]) for name in record["summary"]]
    path = f"{output}/translated/fr/summaries/{record['id']}.md"
    if not os.path.exists(path):
        return [f"{path}: not there"]
    title, _, *got = open(path, encoding="utf-8").read().strip().split("\n\n")
    got = [html.unescape(re.sub(r"\\(?=[^\w\s])", "", words(text))) for text in got]
    faults = [] if got == want else [f"{path}:\n    want {want}\n    got  {got}"]
    if not want:
        faults.append(f"{path}: the source has no summary")
    if title[2:] != TRANSLATIONS["".join(record["title"].split())]:
        faults.append(f"{path}: its heading is {title}")
    return faults


def loop(tolmach, work, name, options, client, spoil=None):
    """One client's way round; gives what is wrong. `spoil` changes what came back."""
    output, out = os.path.join(work, "output"), os.path.join(work, "client")
    os.makedirs(out)
    for article in ARTICLES:
        path = os.path.join(work, "input", article.path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "wb").write(article.file(0))
    run = lambda *arguments: subprocess.run([tolmach, *arguments], cwd=work, capture_output=True, text=True)
    made = run("run", "input", "--to", "fr", "--quiet", *options)
    if made.returncode:
        return [f"run: {made.stderr}"]
    faults = []
    files = [os.path.relpath(file, work) for file in client(f"{output}/jobs/en-fr", out)]
    for file in files if spoil else []:
        path = os.path.join(work, file)
        text = open(path, encoding="utf-8").read()
        open(path, "w", encoding="utf-8").write(spoil(text))
    checked = run("check", *files)
    if checked.returncode:
        faults.append(f"check ends with {checked.returncode}: {checked.stdout}")
    merged = run("merge", *files)
    if merged.returncode:
        faults.append(f"merge ends with {merged.returncode}: {merged.stderr}")
    report = json.load(open(f"{output}/translated/fr/merge.json", encoding="utf-8"))
    sentences = sum(len(article.texts) for article in ARTICLES)
    figures = [report[name] for name in ("received", "merged", "leftover")]
    if figures != [sentences, sentences, 0]:
        faults.append(f"received, merged, left over are {figures}, not {[sentences, sentences, 0]}")
    notices = [notice["message"] for article in report["articles"] for notice in article.get("notices", [])]
    faults.extend(f"notice: {notice}" for notice in notices)
    for article in ARTICLES:
        path = f"{output}/translated/fr/{article.path}"
        if os.path.exists(path):
            faults.extend(article_faults(article, open(path, "rb").read()))
        else:
            faults.append(f"{article.path}: not there")
    records = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(output + "/articles/*.json"))]
    for record in records:
        faults.extend(summary_faults(output, record))
    digest = open(f"{output}/translated/fr/digest/fr.md", encoding="utf-8").read()
    for article in ARTICLES:
        if article.texts["title"][1] not in digest:
            faults.append(f"the newsletter lacks {article.texts['title'][1]}")
    codes = sum(len(CODE.findall(english)) for article in ARTICLES for english, _ in article.texts.values())
    print(f"{name}: {len(ARTICLES)} articles, {sentences} sentences, {codes} codes, {len(faults)} faults")
    for fault in faults:
        print("  " + fault.partition("\n")[0] if spoil else "  " + fault)
    return faults


def main():
    tolmach, work = map(os.path.abspath, sys.argv[1:3])
    shutil.rmtree(work, ignore_errors=True)
    bad = False
    for number, (name, options, client) in enumerate(CLIENTS):
        if client is omegat and not shutil.which("omegat"):
            print(f"{name}: not installed")
            continue
        bad |= bool(loop(tolmach, os.path.join(work, str(number)), name, options, client))
    # What is wrong is seen to be: a number that changed, a pair of codes around other words, a sentence that was lost.
    spoilt = {
        "check ends with 1": ("31 parts", "13 parts"),
        "orchard.md: not the translation": ('>chaque abeille</g>', '>chaque</g> abeille'),
        "received, merged, left over are": ("Les enfants de moins de 12 ans doivent venir avec un parent.", ""),
    }
    def spoil(text):
        for right, wrong in spoilt.values():
            text = text.replace(right, wrong)
        return text
    print("The same, spoilt in three places:")
    faults = loop(tolmach, os.path.join(work, "spoilt"), *CLIENTS[0], spoil)
    unseen = [sign for sign in spoilt if not any(sign in fault for fault in faults)]
    for sign in unseen:
        print(f"  a fault that was made is not seen: {sign}")
    return bad or bool(unseen)


if __name__ == "__main__":
    sys.exit(main())
