//! Text with inline codes, read from XLIFF and TMX: every way in which the formats write a code, as one model.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ReadError;
use super::xml::{Element, Piece, Xml};
use crate::article::{Edge, Markup};
use crate::bilingual::{Code, Content, Part};

/// Stands before the value of an attribute that links two ends of a pair (`rid`, TMX's `i`).
const LINK: char = '\u{1}';

/// The numbers of a unit's codes, and the codes as the source has them.
///
/// An id that is a number keeps it; any other gets the smallest number that none has yet. Source and target share the table, so that
/// the two ends of a pair, and a code and its translation, have the same number.
#[derive(Debug, Default)]
pub(super) struct Codes {
    numbers: FxHashMap<String, u32>,
    taken: FxHashSet<u32>,
    next: u32,
    /// What opening codes do: closing ones do not always say it.
    markups: FxHashMap<u32, Markup>,
    /// XLIFF 2's `originalData`.
    pub(super) data: FxHashMap<String, String>,
}

impl Codes {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        // What links two ends of a pair is a name of its own beside the ids, but may be the number if that is free.
        let bare = id.trim_start_matches(LINK);
        let own = bare
            .parse()
            .ok()
            .filter(|number: &u32| number.to_string() == bare && !self.taken.contains(number));
        let number = own.unwrap_or_else(|| {
            self.next += 1;
            while self.taken.contains(&self.next) {
                self.next += 1;
            }
            self.next
        });
        self.taken.insert(number);
        self.numbers.insert(id.to_owned(), number);
        number
    }

    /// The number of a closing code that stands alone: this program writes the id of its opening one after an `e`.
    fn closing(&mut self, id: &str) -> u32 {
        let opening = id
            .strip_prefix('e')
            .filter(|rest| self.numbers.contains_key(*rest) || rest.parse::<u32>().is_ok());
        self.number(opening.unwrap_or(id))
    }

    /// The number of one end of a pair that `link` ties together; TMX gives the opening one an id besides.
    fn linked(&mut self, link: &str, id: Option<&str>) -> u32 {
        let link = format!("{LINK}{link}");
        let Some(id) = id else {
            return self.number(&link);
        };
        let number = self.number(id);
        self.numbers.insert(link, number);
        number
    }

    fn data(&self, reference: Option<&str>) -> String {
        reference
            .and_then(|id| self.data.get(id))
            .cloned()
            .unwrap_or_default()
    }
}

/// A stretch of a source or target: a segment that a client has marked in it, or what is outside of them.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// The `mid` of the mark.
    pub(super) mark: Option<String>,
    pub(super) content: Content,
}

/// What an open inline element does.
enum Frame {
    /// Its text is text, and it is no code.
    Transparent,
    /// It is the mark of a segment.
    Mark,
    /// It is a pair of codes: the closing one.
    Pair(Code),
    /// Its text is the code's data.
    Data(Code),
    /// An element inside a code's data.
    Inside,
}

/// Reads the content of the element that has just begun, to its end.
pub(super) fn read(xml: &mut Xml<'_>, codes: &mut Codes) -> Result<Content, ReadError> {
    let mut stretches = read_marked(xml, codes)?;
    let mut all = stretches.drain(..);
    let mut content = all.next().unwrap_or_default().content;
    for stretch in all {
        append(&mut content, stretch.content);
    }
    Ok(content)
}

/// Adds `more` behind `content`.
pub(super) fn append(content: &mut Content, more: Content) {
    for part in more.0 {
        match part {
            Part::Text(text) => content.push_text(&text),
            code @ Part::Code(_) => content.0.push(code),
        }
    }
}

/// As [`read`], with the segments that are marked inside apart.
pub(super) fn read_marked(xml: &mut Xml<'_>, codes: &mut Codes) -> Result<Vec<Stretch>, ReadError> {
    let mut reader = Reader {
        codes,
        stack: Vec::new(),
        out: vec![Stretch::default()],
    };
    loop {
        match xml.next()? {
            Piece::Open(element) => reader.open(xml, &element)?,
            Piece::Close => match reader.stack.pop() {
                Some(frame) => reader.close(frame),
                None => break,
            },
            Piece::Text(text) => reader.text(&text),
            Piece::End => break,
        }
    }
    reader
        .out
        .retain(|stretch| stretch.mark.is_some() || !stretch.content.is_empty());
    Ok(reader.out)
}

struct Reader<'c> {
    codes: &'c mut Codes,
    stack: Vec<Frame>,
    out: Vec<Stretch>,
}

impl Reader<'_> {
    fn content(&mut self) -> &mut Content {
        if self.out.is_empty() {
            self.out.push(Stretch::default());
        }
        let last = self.out.len() - 1;
        &mut self.out[last].content
    }

    fn text(&mut self, text: &str) {
        let data = self.stack.iter_mut().rev().find_map(|frame| match frame {
            Frame::Data(code) => Some(code),
            _ => None,
        });
        match data {
            Some(code) => code.data.push_str(text),
            None => self.content().push_text(text),
        }
    }

    fn open(&mut self, xml: &mut Xml<'_>, element: &Element) -> Result<(), ReadError> {
        let inside = matches!(self.stack.last(), Some(Frame::Data(_) | Frame::Inside));
        let frame = if inside {
            Frame::Inside
        } else if element.foreign {
            Frame::Transparent
        } else {
            self.frame(xml, element)?
        };
        self.stack.push(frame);
        Ok(())
    }

    fn frame(&mut self, xml: &mut Xml<'_>, element: &Element) -> Result<Frame, ReadError> {
        let frame = match &*element.name {
            "mrk" if element.get("mtype") == Some("seg") && !self.in_mark() => {
                self.out.push(Stretch {
                    mark: Some(element.get("mid").unwrap_or_default().to_owned()),
                    content: Content::default(),
                });
                return Ok(Frame::Mark);
            }
            "cp" => {
                let hex = element
                    .get("hex")
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok());
                match hex.and_then(char::from_u32) {
                    Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
                    None => xml.problem(element.line, "<cp> without a character; left out"),
                }
                return Ok(Frame::Transparent);
            }
            "g" | "pc" | "hi" => self.pair(element),
            "x" => self.placeholder(element),
            "ph" => Frame::Data(self.code(element, &["id", "x"], Edge::Alone)),
            "bx" | "bpt" => Frame::Data(self.code(element, &["rid", "i", "id"], Edge::Open)),
            "ex" | "ept" => Frame::Data(self.code(element, &["rid", "i", "id"], Edge::Close)),
            "sc" => Frame::Data(self.code(element, &["id"], Edge::Open)),
            "ec" => Frame::Data(self.code(element, &["startRef", "id"], Edge::Close)),
            "it" => {
                let closes = matches!(element.get("pos"), Some("close" | "end"));
                Frame::Data(self.code(
                    element,
                    &["rid", "x", "id"],
                    if closes { Edge::Close } else { Edge::Open },
                ))
            }
            "ut" => Frame::Data(self.code(element, &["x"], Edge::Alone)),
            "mrk" | "sm" | "em" | "sub" => return Ok(Frame::Transparent),
            other => {
                xml.problem(
                    element.line,
                    format!("<{other}> is no inline element; its text is kept"),
                );
                return Ok(Frame::Transparent);
            }
        };
        xml.count_code()?;
        Ok(frame)
    }

    fn in_mark(&self) -> bool {
        self.stack.iter().any(|frame| matches!(frame, Frame::Mark))
    }

    /// A pair that is one element; its opening code goes out at once.
    fn pair(&mut self, element: &Element) -> Frame {
        let mut open = self.code(element, &["id", "x"], Edge::Open);
        open.data = self.codes.data(element.get("dataRefStart"));
        let close = Code {
            edge: Edge::Close,
            data: self.codes.data(element.get("dataRefEnd")),
            ..open.clone()
        };
        self.content().0.push(Part::Code(open));
        Frame::Pair(close)
    }

    /// XLIFF 1's `<x>`, which this program writes for one side of a torn pair too.
    fn placeholder(&mut self, element: &Element) -> Frame {
        let side = element.get("ctype").unwrap_or_default();
        let edge = if side.starts_with("x-open-") {
            Edge::Open
        } else if side.starts_with("x-close-") {
            Edge::Close
        } else {
            Edge::Alone
        };
        Frame::Data(self.code(element, &["id"], edge))
    }

    /// The code of an element whose id is the first of these attributes that it has.
    fn code(&mut self, element: &Element, ids: &[&str], edge: Edge) -> Code {
        let found = ids.iter().find_map(|name| Some((*name, element.get(name)?)));
        let number = match found {
            // A code without an id is one of its own.
            None | Some((_, "")) => self.codes.number(&format!("#{}", self.codes.taken.len())),
            Some(("i", id)) => self.codes.linked(id, element.get("x")),
            Some(("rid", id)) => self.codes.linked(id, None),
            Some((_, id)) if edge == Edge::Close => self.codes.closing(id),
            Some((_, id)) => self.codes.number(id),
        };
        let mut markup = markup(element);
        if edge == Edge::Open {
            self.codes.markups.insert(number, markup);
        } else if edge == Edge::Close && markup == Markup::Other {
            markup = self.codes.markups.get(&number).copied().unwrap_or(markup);
        }
        Code {
            id: number,
            edge,
            markup,
            data: self.codes.data(element.get("dataRef")),
            covered: covered(element),
        }
    }

    fn close(&mut self, frame: Frame) {
        match frame {
            Frame::Pair(code) | Frame::Data(code) => self.content().0.push(Part::Code(code)),
            Frame::Mark => self.out.push(Stretch::default()),
            Frame::Transparent | Frame::Inside => {}
        }
    }
}

/// The text that a code stands for, where the element shows one. Labels in brackets name the code and are none.
fn covered(element: &Element) -> String {
    let shown = element
        .get("equiv")
        .or_else(|| element.get("equiv-text"))
        .unwrap_or_default();
    if shown.starts_with('[') && shown.ends_with(']') {
        String::new()
    } else {
        shown.to_owned()
    }
}

/// What a code does, by XLIFF 1's `ctype`, XLIFF 2's `subType`, `type` and `disp`, TMX's `type`.
fn markup(element: &Element) -> Markup {
    let kind = ["subType", "ctype", "type"]
        .into_iter()
        .find_map(|name| element.get(name))
        .unwrap_or_default();
    let kind = kind
        .trim_start_matches("x-")
        .trim_start_matches("open-")
        .trim_start_matches("close-");
    match kind {
        "bold" | "xlf:b" => Markup::Strong,
        "italic" | "xlf:i" => Markup::Emphasis,
        "underlined" | "ulined" | "xlf:u" => Markup::Underline,
        "link" => Markup::Link,
        "image" => Markup::Image,
        "lb" | "xlf:lb" => Markup::Break,
        "code" => Markup::Code,
        "footnote" => Markup::Footnote,
        _ => match element
            .get("disp")
            .unwrap_or_default()
            .trim_start_matches(['[', '/'])
        {
            "code]" => Markup::Code,
            "note]" => Markup::Footnote,
            _ => Markup::Other,
        },
    }
}
