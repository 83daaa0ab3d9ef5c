"""The articles of loop.py: each in English and French, in one file format each, with a template that writes it in either language.

A sentence is a pair of texts; `{1}…{/1}` is its first pair of codes and `{2/}` a code that stands alone. How a code is written, the template says.
"""
import io
import json
import re
import zipfile

CODE = re.compile(r"\{(/?)(\d+)(/?)\}")


class Article:
    """`make(sentence)` gives the file; `sentence(key, codes)` what stands in it: `codes` maps a number to its opening and closing form."""

    def __init__(self, path, texts, make):
        self.path, self.texts, self.make = path, texts, make

    def file(self, language, pick=None):
        """The file's bytes in a language (0 English, 1 French); `pick` changes a text before its codes are written."""
        def sentence(key, codes=None):
            text = self.texts[key][language]
            return write(pick(text) if pick else text, codes or {})
        made = self.make(sentence, ("en", "fr")[language])
        return made if isinstance(made, bytes) else made.encode()


def write(text, codes):
    def one(code):
        close, number, alone = code.groups()
        form = codes[int(number)]
        return form if alone else form[bool(close)]
    return CODE.sub(one, text)


def plain(text):
    """The words of a sentence: what a source is looked up by."""
    return " ".join(CODE.sub(lambda code: " " if code[3] else "", text).split())


# Plain text, hard-wrapped: a translation is wrapped again.
BAKERY = {
    "title": ("Village bakery reopens after two winters", "La boulangerie du village rouvre après deux hivers"),
    "1": ("The bakery in Orvel lit its oven again on Tuesday, 26 months after a flood filled the cellar with mud.",
          "La boulangerie d’Orvel a rallumé son four mardi, 26 mois après qu’une crue a rempli la cave de boue."),
    "2": ("About 140 people came for the first loaves, and the last one was cut into 31 pieces.",
          "Environ 140 personnes sont venues chercher les premiers pains, et le dernier a été coupé en 31 parts."),
    "3": ("The repair cost 84,000 euros.", "Les réparations ont coûté 84 000 euros."),
    "4": ("Half of the sum was lent by the villagers themselves, who will be paid back in bread.",
          "La moitié de la somme a été prêtée par les villageois eux-mêmes, qui seront remboursés en pain."),
}


def bakery(s, _):
    paragraphs = [s("title"), s("1") + " " + s("2"), s("3") + " " + s("4")]
    return "\n\n".join(wrapped(paragraph, 64) for paragraph in paragraphs) + "\n"


def wrapped(text, width):
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n".join(lines)


LIBRARY = {
    "title": ("A library boat for the lower river", "Un bateau-bibliothèque pour le bas du fleuve"),
    "1": ("The {1}Heron{/1} left the quay at Masden on Monday with 1,200 books on board and {2}a crew of four{/2}.",
          "Avec {2}un équipage de quatre personnes{/2}, le {1}Heron{/1} a quitté lundi le quai de Masden avec 1 200 livres à bord."),
    "2": ("It will call at nine landings before the end of June.", "Il fera escale à neuf pontons avant la fin du mois de juin."),
    "3": ("Readers may keep a book for three weeks,{1/}and nobody pays a fine & nobody is sent a letter.",
          "Les lecteurs peuvent garder un livre trois semaines,{1/}et personne ne paie d’amende & personne ne reçoit de lettre."),
    "4": ("{1}The boat{/1} was built as a ferry in 1962 and carried cows until the bridge was opened.",
          "{1}Le bateau{/1} a été construit en 1962 comme bac et a transporté des vaches jusqu’à l’ouverture du pont."),
    "caption": ("The reading room below deck has room for twelve people.", "La salle de lecture sous le pont accueille douze personnes."),
    "alt": ("Twelve chairs around a table of dark wood", "Douze chaises autour d’une table de bois sombre"),
    "about": ("Nine landings, 1,200 books & no fines.", "Neuf pontons, 1 200 livres & pas d’amende."),
    "place": ("Where the boat is today", "Où se trouve le bateau aujourd’hui"),
    "list": ("Bring your old card, or a letter with your address.", "Apportez votre ancienne carte, ou une lettre avec votre adresse."),
    "list2": ("Children under 12 need a parent.", "Les enfants de moins de 12 ans doivent venir avec un parent."),
}


def library(s, language):
    text = lambda key, codes=None: s(key, codes).replace(" & ", " &amp; ")
    # The title of a link goes where the translation of the sentence puts the link.
    link = (f'<a href="https://masden.example/heron?x=1&amp;y=2" title="{text("place")}">', "</a>")
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{text("title")}</title><meta name="description" content="{text("about")}"></head>
<body>
<article>
<h1>{text("title")}</h1>
<p>{text("1", {1: ("<em>", "</em>"), 2: link})} {text("2")}</p>
<figure><img src="room.jpg" alt="{text("alt")}" width="640"><figcaption>{text("caption")}</figcaption></figure>
<p>{text("3", {1: "<br> "})}</p>
<ul>
<li>{text("list")}</li>
<li>{text("list2")}</li>
</ul>
<p class="last">{text("4", {1: ("<b>", "</b>")})}</p>
</article>
</body>
</html>
"""


ORCHARD = {
    "title": ("The orchard that counts its bees", "Le verger qui compte ses abeilles"),
    "1": ("Every morning at six, a camera above hive number 7 counts {1}each bee{/1} that leaves the orchard at Lund Hill.",
          "Chaque matin à six heures, une caméra au-dessus de la ruche numéro 7 compte {1}chaque abeille{/1} qui quitte le verger de Lund Hill."),
    "2": ("The figures are {1}open to all{/1} and go back to 2019.", "Les chiffres sont {1}ouverts à tous{/1} et remontent à 2019."),
    "alt": ("A camera above a hive of straw", "Une caméra au-dessus d’une ruche de paille"),
    "heading": ("Fewer apples, better apples", "Moins de pommes, de meilleures pommes"),
    "3": ("The harvest was 18 tonnes last year, three fewer than before, but {1}four{/1} of the old kinds {2}came back{/2}.",
          "La récolte a été de 18 tonnes l’an dernier, trois de moins qu’auparavant, mais {1}quatre{/1} des anciennes variétés {2}sont revenues{/2}."),
    "quote": ("We had stopped looking for them, says Edda Lund, who runs the orchard with her son.",
              "Nous avions cessé de les chercher, dit Edda Lund, qui dirige le verger avec son fils."),
    "list": ("The first flowers open nine days earlier than in 2019.", "Les premières fleurs s’ouvrent neuf jours plus tôt qu’en 2019."),
    "list2": ("No hive has been lost since the {1}new fence{/1} was built.", "Aucune ruche n’a été perdue depuis que la {1}nouvelle clôture{/1} a été construite."),
}


def orchard(s, _):
    return f"""# {s("title")}

{s("1", {1: ("*", "*")})} {s("2", {1: ("[", "](https://lund.example/bees)")})}

## {s("heading")}

![{s("alt")}](hive.png)

{s("3", {1: ("**", "**"), 2: ("*", "*")})}

> {s("quote")}

- {s("list")}
- {s("list2", {1: ("**", "**")})}
"""


TRAM = {
    "title": ("Night trams return to Kessel", "Les tramways de nuit reviennent à Kessel"),
    "1": ("Line 4 runs until {1}two in the morning{/1} again, for the first time since the depot fire of 2021.",
          "La ligne 4 circule de nouveau jusqu’à {1}deux heures du matin{/1}, pour la première fois depuis l’incendie du dépôt en 2021."),
    "2": ("The city has bought eleven used trams from {1}the harbour railway{/1}.",
          "La ville a acheté onze tramways d’occasion au {1}chemin de fer du port{/1}."),
    "3": ("They are older than those that burned, and their drivers like them better.",
          "Ils sont plus anciens que ceux qui ont brûlé, et leurs conducteurs les préfèrent."),
}


def tram(s, _):
    run = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">', '</w:t></w:r><w:r><w:t xml:space="preserve">'
    link = ('</w:t></w:r><w:hyperlink r:id="rId1"><w:r><w:t xml:space="preserve">', '</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve">')
    paragraph = lambda text, style="": f'<w:p>{style}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    body = paragraph(s("title"), '<w:pPr><w:pStyle w:val="Title"/></w:pPr>')
    body += paragraph(s("1", {1: run}) + " " + s("2", {1: link})) + paragraph(s("3"))
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/hyperlink" '
        f'Target="https://kessel.example/harbour" TargetMode="External"/><Relationship Id="rId2" Type="{office}/styles" '
        'Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{main}"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{main}" xmlns:r="{office}"><w:body>{body}</w:body></w:document>',
    })


CLOCK = {
    "title": ("Clock tower of Ems is eleven minutes late", "L’horloge de la tour d’Ems a onze minutes de retard"),
    "1": ("The clock of Ems has been eleven minutes late since 1953, and {1}nobody may change it{/1}.",
          "L’horloge d’Ems a onze minutes de retard depuis 1953, et {1}personne n’a le droit d’y toucher{/1}."),
    "2": ("A tailor left his house to the town on that condition, as {1}the parish register{/1} says.",
          "Un tailleur a légué sa maison à la ville à cette condition, comme le dit {1}le registre de la paroisse{/1}."),
    "3": ("The last train leaves at 22:40, which is 22:29 on the tower.",
          "Le dernier train part à 22:40, soit à 22:29 à l’horloge de la tour."),
}


def clock(s, _):
    names = {prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest"))}
    space = lambda *prefixes: " ".join(f'xmlns:{prefix}="{names[prefix]}"' for prefix in prefixes)
    bold = ('<text:span text:style-name="T1">', "</text:span>")
    link = ('<text:a xlink:type="simple" xlink:href="https://ems.example/register">', "</text:a>")
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'<manifest:manifest {space("manifest")} manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>',
        "content.xml": f'<office:document-content {space("office", "text", "style", "fo")} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2"><office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
        'fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:text>'
        f'<text:h text:outline-level="1">{s("title")}</text:h><text:p>{s("1", {1: bold})} {s("2", {1: link})}</text:p><text:p>{s("3")}</text:p>'
        "</office:text></office:body></office:document-content>",
    })


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, how)
    return out.getvalue()


WELL = {
    "title": ("The well that sings before rain", "Le puits qui chante avant la pluie"),
    "1": ("A well in Tarn hums for about 3 hours before every storm, and 19 farmers set their clocks by it.",
          "Un puits de Tarn bourdonne pendant environ 3 heures avant chaque orage, et 19 agriculteurs règlent leur journée sur lui."),
    "2": ("The air in it leaves when the pressure falls, a teacher has found.",
          "L’air en sort quand la pression baisse, a découvert une enseignante."),
    "title2": ("School choir records its last concert", "La chorale de l’école enregistre son dernier concert"),
    "3": ("The choir of Brenn sang \"for the walls\" on Friday, since the school is to be sold in July.",
          "La chorale de Brenn a chanté « pour les murs » vendredi, car l’école doit être vendue en juillet."),
    "4": ("The recording has 12 songs, and one of them is a list of names.",
          "L’enregistrement compte 12 chansons, et l’une d’elles est une liste de noms."),
}


def well(s, language):
    entries = [{"title": s("title"), "lang": language, "text": s("1") + " " + s("2")},
               {"title": s("title2"), "lang": language, "text": s("3") + " " + s("4")}]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


GARDEN = {
    "title": ("A garden on the old runway", "Un jardin sur l’ancienne piste"),
    "1": ("The runway of Masden, closed since 1998, has 240 beds now, and nobody has to pay for one.",
          "La piste de Masden, fermée depuis 1998, compte désormais 240 parcelles, et personne ne doit payer pour en avoir une."),
    "2": ("Planes may land again in winter, said the mayor, and he laughed.",
          "Les avions pourront de nouveau atterrir en hiver, a dit le maire en riant."),
    "title2": ("Two sisters repair the county’s pianos", "Deux sœurs réparent les pianos du département"),
    "3": ("They have tuned 61 pianos since May, some of them for the first time in 30 years.",
          "Elles ont accordé 61 pianos depuis mai, certains pour la première fois en 30 ans."),
    "4": ("Their price is a cake.", "Leur prix est un gâteau."),
}


def garden(s, language):
    rows = [("title", "lang", "text"), (s("title"), language, s("1") + " " + s("2")), (s("title2"), language, s("3") + " " + s("4"))]
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in rows)


SIGNAL = {
    "title": ("Signal box becomes a bakery", "Le poste d’aiguillage devient une boulangerie"),
    "1": ("The box at {1}Ems East{/1} has 44 levers, and one of them opens the oven.",
          "Le poste d’{1}Ems East{/1} compte 44 leviers, et l’un d’eux ouvre le four."),
    "2": ("Trains pass at 6:10, when the {1}first rolls{/1} are ready.",
          "Les trains passent à 6:10, quand les {1}premiers petits pains{/1} sont prêts."),
}


def signal(s, language):
    strong, link = ("<b>", "</b>"), ('<a href="https://ems.example/rolls?x=1&amp;y=2">', "</a>")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ems news</title><link>https://ems.example/</link><language>{language}</language>
<item><title>{s("title")}</title><link>https://ems.example/box</link>
<content:encoded><![CDATA[<p>{s("1", {1: strong})}</p>
<p>{s("2", {1: link})}</p>]]></content:encoded></item>
</channel></rss>
"""


NIGHT = {
    "book": ("River stories", "Histoires de fleuve"),
    "title": ("The night the river turned", "La nuit où le fleuve s’est retourné"),
    "1": ("For {1}eleven minutes{/1} the river at Orvel ran up towards the hills, and 7 boats went with it.",
          "Pendant {1}onze minutes{/1}, le fleuve a coulé à Orvel vers les collines, et 7 bateaux l’ont suivi."),
    "2": ("The gauge was thought to be broken until the miller came, wet to the knees.",
          "On a cru l’échelle cassée jusqu’à l’arrivée du meunier, mouillé jusqu’aux genoux."),
}


def night(s, language):
    chapter = f"""<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}"><head><title>{s("title")}</title></head>
<body><h1>{s("title")}</h1><p>{s("1", {1: ("<em>", "</em>")})} {s("2")}</p></body></html>"""
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    return packed({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container version="1.0" xmlns="{container}"><rootfiles><rootfile full-path="book.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
        "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">night-1</dc:identifier>'
        f'<dc:title>{s("book")}</dc:title>'
        f'<dc:language>{language}</dc:language></metadata><manifest><item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="one"/></spine></package>',
        "one.xhtml": chapter,
    })


ARTICLES = [
    Article("news/bakery.txt", BAKERY, bakery),
    Article("news/library.html", LIBRARY, library),
    Article("news/orchard.md", ORCHARD, orchard),
    Article("office/tram.docx", TRAM, tram),
    Article("office/clock.odt", CLOCK, clock),
    Article("data/well.jsonl", WELL, well),
    Article("data/garden.csv", GARDEN, garden),
    Article("data/signal.xml", SIGNAL, signal),
    Article("books/night.epub", NIGHT, night),
]
