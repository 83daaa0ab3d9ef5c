//! What a Word document says of its language and its direction: `w:lang`, and where a translation runs the other way `w:bidi` of its paragraphs and
//! sections, `w:rtl` of its runs, `w:bidiVisual` of its tables.

use crate::article::{Direction, Language, Span};
use crate::extract::tag_attributes;
use crate::merge::edit::{self, Edit, apply};
use crate::merge::tokens::{Tokens, is_empty, is_start, local, name};

/// Lets the document say the language of `edits`, its translations, and the direction where that changes. `places` are where translated texts
/// begin, in order.
pub(in crate::merge) fn frame(
    source: &str,
    from: &Language,
    to: &Language,
    places: &[u32],
    edits: &mut Vec<Edit>,
) {
    let sign = (from.direction() != to.direction()).then(|| match to.direction() {
        Direction::Rtl => "",
        Direction::Ltr => " w:val=\"0\"",
    });
    let tongue = Tongue::of(from, to);
    for edit in edits.iter_mut().filter(|edit| edit.text.contains('<')) {
        let mut own = Turn::new(&edit.text, &tongue, sign, None).edits();
        edit::in_order(&mut own);
        edit.text = apply(&edit.text, &own);
    }
    let around = Turn::new(source, &tongue, sign, Some(places)).edits();
    // Of two edits at one place the earlier one stays: what is replaced has been turned already.
    edits.extend(around);
}

/// Which attribute of `w:lang` says a language, and what.
struct Tongue {
    attribute: &'static str,
    from: String,
    to: String,
}

impl Tongue {
    fn of(from: &Language, to: &Language) -> Self {
        let attribute = match to.direction() {
            Direction::Rtl => "bidi",
            Direction::Ltr if matches!(primary(&to.to_string()), "zh" | "ja" | "ko") => "eastAsia",
            Direction::Ltr => "val",
        };
        Self {
            attribute,
            from: primary(&from.to_string()).to_owned(),
            to: to.to_string(),
        }
    }

    /// The change of a tag that says a language.
    fn edit(&self, text: &str, tag: Span) -> Option<Edit> {
        let attributes = tag_attributes(text, tag);
        let own = attributes.iter().find(|own| local(own.name) == self.attribute)?;
        let at = own.value?;
        let said = at.of(text);
        let is_own = self.attribute != "val" || primary(said).eq_ignore_ascii_case(&self.from);
        (is_own && said != self.to).then(|| Edit::new(at, self.to.clone()))
    }
}

/// The language of a tag, without script and region.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// What follows the sign of direction in the properties that may hold one, by the order of the schema.
fn sign_in(container: &str, parent: &str) -> Option<(&'static str, &'static [&'static str])> {
    match (container, parent) {
        ("pPr", "p") => Some((
            "bidi",
            &[
                "adjustRightInd",
                "snapToGrid",
                "spacing",
                "ind",
                "contextualSpacing",
                "mirrorIndents",
                "suppressOverlap",
                "jc",
                "textDirection",
                "textAlignment",
                "textboxTightWrap",
                "outlineLvl",
                "divId",
                "cnfStyle",
                "rPr",
                "sectPr",
                "pPrChange",
            ],
        )),
        ("rPr", "r") => Some((
            "rtl",
            &[
                "cs",
                "em",
                "lang",
                "eastAsianLayout",
                "specVanish",
                "oMath",
                "rPrChange",
            ],
        )),
        ("sectPr", "pPr" | "body") => Some((
            "bidi",
            &["rtlGutter", "docGrid", "printerSettings", "sectPrChange"],
        )),
        ("tblPr", "tbl") => Some((
            "bidiVisual",
            &[
                "tblStyleRowBandSize",
                "tblStyleColBandSize",
                "tblW",
                "jc",
                "tblCellSpacing",
                "tblInd",
                "tblBorders",
                "shd",
                "tblLayout",
                "tblCellMar",
                "tblLook",
                "tblCaption",
                "tblDescription",
                "tblPrChange",
            ],
        )),
        _ => None,
    }
}

/// Properties of runs that Word has once for scripts like Latin and once for those that run from right to left: bold, italic, the size.
const TWINS: [(&str, &str); 3] = [("b", "bCs"), ("i", "iCs"), ("sz", "szCs")];

/// An element around the place.
struct Open<'t> {
    name: &'t str,
    /// Where its inside begins.
    inside: usize,
    /// What says the direction in it, and what has to follow that.
    sign: Option<(&'static str, &'static [&'static str])>,
    /// What says so now.
    said: Option<Span>,
    /// Where it is to stand if nothing does.
    place: Option<usize>,
    /// It has properties.
    has_properties: bool,
    /// Of the properties of a run: those that have a twin, and where they stand.
    twins: Vec<(&'t str, Span)>,
    /// Of a paragraph: the changes that are made if it is translated.
    edits: Vec<Edit>,
    is_translated: bool,
}

struct Turn<'t, 'a> {
    text: &'t str,
    tongue: &'a Tongue,
    /// The attribute of the signs; nothing where the direction stays.
    sign: Option<&'static str>,
    /// Where translated texts begin; all is translated in what is one.
    places: Option<&'a [u32]>,
    open: Vec<Open<'t>>,
    /// Which of these are paragraphs.
    paragraphs: Vec<usize>,
    edits: Vec<Edit>,
}

impl<'t, 'a> Turn<'t, 'a> {
    fn new(text: &'t str, tongue: &'a Tongue, sign: Option<&'static str>, places: Option<&'a [u32]>) -> Self {
        Self {
            text,
            tongue,
            sign,
            places,
            open: Vec::new(),
            paragraphs: Vec::new(),
            edits: Vec::new(),
        }
    }

    fn edits(mut self) -> Vec<Edit> {
        let mut at = 0;
        for token in Tokens::of(self.text) {
            let end = at + token.len();
            if is_start(token) || is_empty(token) {
                self.start(token, at, end);
            } else if token.starts_with("</") {
                self.end(name(token), at);
            } else if !token.starts_with('<') {
                self.meet(end);
            }
            at = end;
        }
        while let Some(open) = self.open.pop() {
            self.edits.extend(open.edits);
        }
        self.edits
    }

    /// Marks the paragraph around a text that is translated.
    fn meet(&mut self, end: usize) {
        let Some(places) = &mut self.places else { return };
        let count = places.partition_point(|place| (*place as usize) < end);
        if count > 0 {
            *places = &places[count..];
            if let Some(paragraph) = self.paragraphs.last() {
                self.open[*paragraph].is_translated = true;
            }
        }
    }

    fn start(&mut self, token: &'t str, at: usize, end: usize) {
        let whole = name(token);
        let own = local(whole);
        let span = Span::new(at, end);
        if own == "lang" {
            let edit = self.tongue.edit(self.text, span);
            self.keep(edit);
        }
        let mut parent = "";
        if let Some(around) = self.open.last_mut() {
            parent = local(around.name);
            around.has_properties |= matches!((parent, own), ("p", "pPr") | ("r", "rPr"));
            if let Some((sign, followers)) = around.sign {
                if own == sign {
                    around.said = Some(span);
                } else if around.place.is_none() && followers.contains(&own) {
                    around.place = Some(at);
                }
                let is_twin = sign == "rtl" && TWINS.iter().any(|(one, other)| *one == own || *other == own);
                if is_twin && is_empty(token) {
                    around.twins.push((own, span));
                }
            }
        }
        let sign = sign_in(own, parent).filter(|_| self.sign.is_some());
        if is_empty(token) {
            if let (Some((sign, _)), Some(value)) = (sign, self.sign) {
                let prefix = prefix(whole);
                let made = format!("<{whole}><{prefix}{sign}{value}/></{whole}>");
                self.place(own, Edit::new(span, made));
            }
            return;
        }
        if own == "p" && !whole.starts_with("a:") {
            self.paragraphs.push(self.open.len());
        }
        self.open.push(Open {
            name: whole,
            inside: end,
            sign,
            said: None,
            place: None,
            has_properties: false,
            twins: Vec::new(),
            edits: Vec::new(),
            is_translated: false,
        });
    }

    fn end(&mut self, name: &str, at: usize) {
        let Some(open) = self.open.pop_if(|open| open.name == name) else {
            return;
        };
        let own = local(open.name);
        let prefix = prefix(open.name);
        if let (Some((sign, _)), Some(value)) = (open.sign, self.sign) {
            for edit in twins(self.text, &open.twins, value.is_empty()) {
                self.place(own, edit);
            }
            let edit = match open.said {
                Some(said) if said.of(self.text).ends_with("/>") => {
                    Edit::new(said, format!("<{prefix}{sign}{value}/>"))
                }
                Some(said) => Edit::new(said, format!("<{prefix}{sign}{value}>")),
                None => {
                    let place = open.place.unwrap_or(at);
                    Edit::new(Span::new(place, place), format!("<{prefix}{sign}{value}/>"))
                }
            };
            self.place(own, edit);
        }
        let (properties, sign) = match own {
            "p" => ("pPr", "bidi"),
            "r" => ("rPr", "rtl"),
            _ => return,
        };
        let bare = self
            .sign
            .filter(|_| !open.has_properties && !open.name.starts_with("a:"));
        let added = bare.map(|value| {
            let text = format!("<{prefix}{properties}><{prefix}{sign}{value}/></{prefix}{properties}>");
            Edit::new(Span::new(open.inside, open.inside), text)
        });
        if own == "r" {
            self.keep(added);
        } else if self.paragraphs.last() == Some(&self.open.len()) {
            self.paragraphs.pop();
            if open.is_translated || self.places.is_none() {
                self.edits.extend(open.edits);
                self.edits.extend(added);
            }
        }
    }

    /// A change of properties: those of a paragraph and its runs are made if it is translated.
    fn place(&mut self, properties: &str, edit: Edit) {
        if matches!(properties, "pPr" | "rPr") {
            self.keep(Some(edit));
        } else {
            self.edits.push(edit);
        }
    }

    fn keep(&mut self, edit: Option<Edit>) {
        match self.paragraphs.last() {
            Some(paragraph) => self.open[*paragraph].edits.extend(edit),
            None => self.edits.extend(edit),
        }
    }
}

/// The edits that give properties of a run the twin that counts from now on: for right to left if `is_rtl`, else for left to right.
fn twins(text: &str, found: &[(&str, Span)], is_rtl: bool) -> Vec<Edit> {
    let at = |name: &str| found.iter().find(|(found, _)| *found == name).map(|(_, at)| *at);
    let missing = TWINS.iter().filter_map(|&(ltr, rtl)| {
        let (known, wanted) = if is_rtl { (ltr, rtl) } else { (rtl, ltr) };
        let place = at(known).filter(|_| at(wanted).is_none())?;
        let tag = place.of(text);
        let name = tag.find(known)?;
        let made = format!("{}{wanted}{}", &tag[..name], &tag[name + known.len()..]);
        let end = if is_rtl { place.end } else { place.start };
        Some(Edit::new(Span { start: end, end }, made))
    });
    missing.collect()
}

/// The prefix of a name, with its colon.
fn prefix(name: &str) -> &str {
    name.find(':').map_or("", |at| &name[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_and_size_count_in_the_direction_that_a_run_gets() {
        let turned = |source: &str, from: &str, to: &str| {
            let language = |tag: &str| Language::parse(tag).unwrap();
            let at = source.find("text").unwrap() as u32;
            let mut edits = Vec::new();
            frame(source, &language(from), &language(to), &[at], &mut edits);
            edit::in_order(&mut edits);
            apply(source, &edits)
        };
        let run =
            |properties: &str| format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>text</w:t></w:r></w:p>");
        for (from, to, before, after) in [
            (
                "en",
                "fa",
                "<w:b/><w:i w:val=\"0\"/><w:sz w:val=\"28\"/>",
                "<w:b/><w:bCs/><w:i w:val=\"0\"/><w:iCs w:val=\"0\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:rtl/>",
            ),
            (
                "en",
                "he",
                "<w:b/><w:bCs w:val=\"0\"/>",
                "<w:b/><w:bCs w:val=\"0\"/><w:rtl/>",
            ),
            (
                "ar",
                "en",
                "<w:bCs/><w:rtl/>",
                "<w:b/><w:bCs/><w:rtl w:val=\"0\"/>",
            ),
        ] {
            let made = turned(&run(before), from, to);
            assert!(made.contains(&format!("<w:rPr>{after}</w:rPr>")), "{made}");
        }
        assert_eq!(turned(&run("<w:b/>"), "en", "fr"), run("<w:b/>"));
    }
}
