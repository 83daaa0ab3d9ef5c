//! A paragraph of runs as one text with codes: what lies between two texts in the source is one code, or belongs to the text where nothing
//! that a reader sees changes.

use std::borrow::Cow;

use super::fields::Field;
use super::styles::Style;
use crate::article::{Markup, Span};
use crate::extract::draft::{Builder, Draft, Handle};
use crate::extract::xml::Tag;

/// How a run looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "properties that do not depend on each other"
)]
pub(super) struct Form {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) underline: bool,
    pub(super) other: bool,
    pub(super) hidden: bool,
}

impl Form {
    fn is_plain(self) -> bool {
        self == Self::default()
    }

    fn markup(self) -> Markup {
        if self.strong {
            Markup::Strong
        } else if self.emphasis {
            Markup::Emphasis
        } else if self.underline {
            Markup::Underline
        } else {
            Markup::Other
        }
    }
}

/// What is in force at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The number of the link in its paragraph.
    pub(super) link: Option<u32>,
    pub(super) form: Form,
}

/// Something without text of its own: a tab, a picture, a reference to a note.
#[derive(Clone, Debug)]
pub(super) struct Alone {
    pub(super) markup: Markup,
    /// What stands for it in the text.
    pub(super) text: String,
    pub(super) target: Option<String>,
    /// Where it starts and ends in the source, for what counts at the ends of a paragraph too.
    pub(super) place: Option<Span>,
}

impl Alone {
    /// One that stands for no text.
    pub(super) fn of(markup: Markup) -> Self {
        Self {
            markup,
            text: String::new(),
            target: None,
            place: None,
        }
    }

    /// Takes what follows it without text between.
    fn join(&mut self, other: Self) {
        if !(other.text == " " && self.text.ends_with(' ')) {
            self.text.push_str(&other.text);
        }
        if self.markup == Markup::Other {
            self.markup = other.markup;
        }
        self.target = self.target.take().or(other.target);
        self.place = match (self.place, other.place) {
            (Some(own), Some(next)) => Some(Span {
                start: own.start,
                end: next.end.max(own.end),
            }),
            (own, next) => own.or(next),
        };
    }

    /// Whether a reader sees something of it, so that a translator has to.
    fn is_seen(&self) -> bool {
        self.place.is_some() && !self.text.trim().is_empty()
    }
}

#[derive(Clone, Debug)]
enum Item<'s> {
    Text(Cow<'s, str>, Span, bool, State),
    Alone(Alone),
}

/// A paragraph as it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph<'s> {
    pub(super) style: Style,
    pub(super) state: State,
    items: Vec<Item<'s>>,
    links: Vec<Option<String>>,
    /// Where the run around the place begins.
    run: u32,
    /// Fields around the place.
    fields: Vec<Field>,
    /// The field that is being read, if what it shows is put in by a program.
    cover: Option<Alone>,
    /// The mark of the place where the document was left, which no reader sees.
    left_at: Option<String>,
}

impl<'s> Paragraph<'s> {
    pub(super) fn begin_link(&mut self, target: Option<String>) {
        self.state.link = Some(self.links.len() as u32);
        self.links.push(target);
    }

    pub(super) fn alone(&mut self, alone: Alone) {
        // Several between two texts are one code; what shows something is one of its own.
        if let Some(Item::Alone(last)) = self.items.last_mut()
            && !last.is_seen()
            && !alone.is_seen()
        {
            last.join(alone);
            return;
        }
        self.items.push(Item::Alone(alone));
    }

    pub(super) fn begin_run(&mut self, at: u32) {
        self.state.form = Form::default();
        self.run = at;
    }

    /// Part of a field: `begin`, `separate` or `end`.
    pub(super) fn field_sign(&mut self, sign: &str) {
        match sign {
            "begin" => {
                self.cover.get_or_insert_with(|| Alone {
                    place: Some(Span {
                        start: self.run,
                        end: self.run,
                    }),
                    ..Alone::of(Markup::Other)
                });
                self.fields.push(Field::default());
            }
            "separate" => self.show_field(),
            "end" => self.end_field(),
            _ => {}
        }
    }

    fn show_field(&mut self) {
        let Some(field) = self.fields.last_mut() else {
            return self.alone(Alone::of(Markup::Other));
        };
        field.is_shown = true;
        let link = field.link();
        if self.fields.iter().any(Field::covers) {
            return;
        }
        match link {
            Some(target) => {
                self.cover = None;
                self.begin_link(Some(target));
            }
            None => self.uncover(),
        }
    }

    fn end_field(&mut self) {
        let is_link = |field: &Field| field.is_shown && field.link().is_some();
        if self.fields.pop().is_some_and(|field| is_link(&field)) {
            self.state.link = None;
        } else {
            // One that began in an earlier paragraph has no start here.
            self.cover.get_or_insert_with(|| Alone::of(Markup::Other));
        }
        if !self.fields.iter().any(Field::covers) {
            self.uncover();
        }
    }

    /// A field in one element that begins at `start`.
    pub(super) fn simple_field(&mut self, start: u32, instruction: &str) {
        self.run = start;
        self.field_sign("begin");
        self.instruction(instruction);
        self.field_sign("separate");
    }

    pub(super) fn instruction(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_shown) {
            field.instruction.push_str(text);
        }
    }

    /// The run or element around a field ends at `end`.
    pub(super) fn reach(&mut self, end: u32) {
        for item in self.items.iter_mut().rev() {
            let Item::Alone(alone) = item else { break };
            if let Some(place) = &mut alone.place {
                place.end = place.end.max(end);
                break;
            }
        }
    }

    fn uncover(&mut self) {
        if let Some(mut alone) = self.cover.take() {
            alone.text = alone.text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.alone(alone);
        }
    }

    /// The start or the end of a bookmark: what points to it needs both.
    pub(super) fn bookmark(&mut self, tag: Tag<'_>) {
        let id = tag.attribute("id");
        if tag.attribute("name").as_deref() == Some("_GoBack") {
            self.left_at = id;
        } else if tag.local() == "bookmarkStart" || self.left_at.is_none() || self.left_at != id {
            self.alone(Alone::of(Markup::Other));
        }
    }

    pub(super) fn text(&mut self, text: &str, span: Span, verbatim: bool) {
        if let Some(cover) = &mut self.cover {
            if self.fields.iter().all(|field| field.is_shown) {
                cover.text.push_str(text);
            }
            return;
        }
        if !text.is_empty() {
            self.items.push(Item::Text(
                Cow::Owned(text.to_owned()),
                span,
                verbatim,
                self.state,
            ));
        }
    }

    /// The paragraph's text with its codes; nothing if it has none.
    pub(super) fn draft(mut self, source: &'s str) -> Option<Draft> {
        // A field that goes on in the next paragraph.
        self.uncover();
        let base = self.base()?;
        let mut build = Build {
            builder: Builder::new(source),
            base,
            state: base,
            links: self.links,
            link: None,
            form: None,
            end: None,
            pending: None,
        };
        for item in self.items {
            match item {
                Item::Alone(alone) => build.alone(alone),
                Item::Text(text, span, verbatim, state) => build.text(&text, span, verbatim, state),
            }
        }
        build.finish()
    }

    /// What needs no code: plain text if there is any, else what the first text has.
    fn base(&self) -> Option<State> {
        let states = || {
            self.items.iter().filter_map(|item| match item {
                Item::Text(.., state) => Some(*state),
                Item::Alone(_) => None,
            })
        };
        let first = states().next()?;
        Some(
            states()
                .find(|state| state.form.is_plain() && state.link.is_none())
                .unwrap_or(State {
                    link: None,
                    form: first.form,
                }),
        )
    }
}

struct Build<'s> {
    builder: Builder<'s>,
    base: State,
    state: State,
    links: Vec<Option<String>>,
    link: Option<(Option<Handle>, Markup)>,
    form: Option<(Option<Handle>, Markup)>,
    /// Where the last text ends in the source.
    end: Option<u32>,
    pending: Option<Alone>,
}

impl Build<'_> {
    /// Something without text of its own. At the start of a paragraph only what shows something counts.
    fn alone(&mut self, alone: Alone) {
        if self.end.is_none() && alone.is_seen() {
            self.end = alone.place.map(|place| place.start);
        }
        let Some(start) = self.end else { return };
        if let Some(before) = self.pending.take() {
            let known = if before.is_seen() {
                before.place.map(|place| place.end)
            } else {
                alone.place.map(|place| place.start)
            };
            let end = known.unwrap_or(start).max(start);
            self.stand_alone(before, Span { start, end });
            self.end = Some(end);
        }
        self.pending = Some(alone);
    }

    fn text(&mut self, text: &str, span: Span, verbatim: bool, state: State) {
        let start = self.end.unwrap_or(span.start);
        let gap = Span {
            start,
            end: span.start.max(start),
        };
        let changes = state != self.state;
        if !changes && self.pending.is_none() {
            // Nothing that a reader sees lies between the two texts: what does belongs to the second.
            let whole = Span {
                start: gap.start,
                ..span
            };
            self.builder.push(text, whole, verbatim && gap.is_empty());
        } else {
            self.change(gap, state);
            self.builder.push(text, span, verbatim);
        }
        self.state = state;
        self.end = Some(span.end);
    }

    /// Closes and opens what changes. One of the codes carries the bytes of the gap: the one that stands alone, else the first that opens,
    /// else the last that closes.
    fn change(&mut self, gap: Span, state: State) {
        let before = Span {
            start: gap.start,
            end: gap.start,
        };
        let after = Span {
            start: gap.end,
            end: gap.end,
        };
        let same_link = self.state.link == state.link;
        let closes_form = self.form.is_some() && (self.state.form != state.form || !same_link);
        let closes_link = self.link.is_some() && !same_link;
        let opens_link = state.link.is_some() && !same_link;
        let opens_form = state.form != self.base.form && (self.form.is_none() || closes_form);
        let alone = self.pending.take();
        let opens = opens_link || opens_form;
        let mut carried = alone.is_some();
        if closes_form && let Some((handle, markup)) = self.form.take() {
            let carries = !carried && !opens && !closes_link;
            carried |= carries;
            self.builder
                .close(handle, markup, if carries { gap } else { before });
        }
        if closes_link && let Some((handle, markup)) = self.link.take() {
            let carries = !carried && !opens;
            carried |= carries;
            self.builder
                .close(handle, markup, if carries { gap } else { before });
        }
        if let Some(alone) = alone {
            self.stand_alone(alone, gap);
        }
        if opens_link {
            let target = state.link.and_then(|link| self.links.get(link as usize)?.clone());
            let span = if std::mem::replace(&mut carried, true) {
                after
            } else {
                gap
            };
            let handle = self.builder.open(Markup::Link, span, target);
            self.link = Some((handle, Markup::Link));
        }
        if opens_form {
            let span = if std::mem::replace(&mut carried, true) {
                after
            } else {
                gap
            };
            let markup = state.form.markup();
            let handle = self.builder.open(markup, span, None);
            self.form = Some((handle, markup));
        }
    }

    fn stand_alone(&mut self, alone: Alone, gap: Span) {
        let covers = !(alone.text.is_empty() || alone.text == " " && self.builder.text().ends_with(' '));
        if !covers {
            self.builder.alone(alone.markup, gap, alone.target);
            return;
        }
        self.builder.begin_cover(alone.markup, gap.start, alone.target);
        self.builder.push(&alone.text, gap, false);
        self.builder.end_cover(gap.end);
    }

    fn finish(mut self) -> Option<Draft> {
        let mut end = self.end?;
        if let Some(place) = self
            .pending
            .as_ref()
            .filter(|alone| alone.is_seen())
            .and_then(|alone| alone.place)
        {
            let gap = Span {
                start: end,
                end: place.end.max(end),
            };
            self.change(gap, self.base);
            end = gap.end;
        }
        let after = Span { start: end, end };
        for open in [self.form.take(), self.link.take()].into_iter().flatten() {
            self.builder.close(open.0, open.1, after);
        }
        self.builder.finish()
    }
}
