//! The tokenizer's side: what html5gum calls while it reads, turned into calls of the [`Feeder`].

use std::convert::Infallible;

use html5ever::tokenizer::{Doctype, Token, TokenSink};
use html5gum::{Emitter, Error, State, Tokenizer};

use super::arena::Tree;
use super::feeder::{Bounds, Feeder, tendril};

/// Parses a page: one pass of the tokenizer gives the tree and the places of everything in it.
pub(super) fn parse(source: &str, bounds: Bounds) -> Tree<'_> {
    // Unclosed formatting elements are copied into every paragraph after them: n tags can make n^2 nodes. Over the budget
    // the page is read again without them; then no element is copied.
    let feeder = match run(source, bounds) {
        feeder if feeder.over => {
            drop(feeder);
            let bounds = Bounds {
                without_formatting: true,
                ..bounds
            };
            return tree(source, run(source, bounds), bounds);
        }
        feeder => feeder,
    };
    tree(source, feeder, bounds)
}

fn run(source: &str, bounds: Bounds) -> Feeder<'_> {
    let mut tokens = Tokens {
        feeder: Feeder::new(source, bounds),
        doctype: Doctype::default(),
    };
    // The emitter yields no tokens: the first step runs to the end of the source.
    let _ = Tokenizer::new_with_emitter(source, &mut Borrowed(&mut tokens)).next();
    tokens.feeder
}

fn tree<'s>(source: &'s str, feeder: Feeder<'s>, bounds: Bounds) -> Tree<'s> {
    let (flattened, cut_off) = (feeder.flattened, feeder.cut_off);
    let sink = feeder.builder.sink;
    Tree {
        source,
        nodes: sink.nodes.into_inner(),
        tags: sink.tags.into_inner(),
        attributes: sink.attributes.into_inner(),
        pieces: sink.pieces.into_inner(),
        decoded: sink.decoded.into_inner(),
        flattened,
        without_formatting: bounds.without_formatting,
        scripts: bounds.scripts,
        cut_off,
    }
}

struct Tokens<'s> {
    feeder: Feeder<'s>,
    doctype: Doctype,
}

/// The tokenizer wants to own its emitter.
struct Borrowed<'a, 's>(&'a mut Tokens<'s>);

impl Emitter for &mut Borrowed<'_, '_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.0.feeder.last_start = name.unwrap_or_default().to_vec();
    }

    fn move_position(&mut self, by: isize) {
        self.0.feeder.position = self.0.feeder.position.saturating_add_signed(by);
    }

    fn emit_eof(&mut self) {
        self.0.feeder.finish();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn init_string(&mut self) {
        // After a dropped `</>` the run goes on behind it.
        let feeder = &mut self.0.feeder;
        feeder.run_end = feeder.run_end.max(feeder.position);
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.0.feeder.push_text(text);
    }

    fn start_open_tag(&mut self) {
        let feeder = &mut self.0.feeder;
        feeder.tag.start = feeder.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.0.feeder.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.0.feeder.tag.begin(true);
    }

    fn push_tag_name(&mut self, text: &[u8]) {
        self.0.feeder.tag.name.extend_from_slice(text);
    }

    fn set_self_closing(&mut self) {
        self.0.feeder.tag.self_closing = true;
    }

    fn init_attribute(&mut self) {
        let limit = self.0.feeder.attribute_limit();
        self.0.feeder.tag.begin_attribute(limit);
    }

    fn push_attribute_name(&mut self, text: &[u8]) {
        self.0.feeder.tag.extend_name(text);
    }

    fn push_attribute_value(&mut self, text: &[u8]) {
        self.0.feeder.tag.extend_value(text);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.0.feeder.finish_tag()
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        // Its text is never asked for, its place is the gap between its neighbours.
        self.0.feeder.flush_text();
        self.0.feeder.run_end = self.0.feeder.position;
        self.0.feeder.feed(Token::CommentToken(tendril(b"")));
    }

    fn init_doctype(&mut self) {
        self.0.doctype = Doctype::default();
    }

    fn push_doctype_name(&mut self, text: &[u8]) {
        self.0
            .doctype
            .name
            .get_or_insert_default()
            .push_tendril(&tendril(text));
    }

    fn set_force_quirks(&mut self) {
        self.0.doctype.force_quirks = true;
    }

    fn set_doctype_public_identifier(&mut self, text: &[u8]) {
        self.0.doctype.public_id = Some(tendril(text));
    }

    fn set_doctype_system_identifier(&mut self, text: &[u8]) {
        self.0.doctype.system_id = Some(tendril(text));
    }

    fn push_doctype_public_identifier(&mut self, text: &[u8]) {
        self.0
            .doctype
            .public_id
            .get_or_insert_default()
            .push_tendril(&tendril(text));
    }

    fn push_doctype_system_identifier(&mut self, text: &[u8]) {
        self.0
            .doctype
            .system_id
            .get_or_insert_default()
            .push_tendril(&tendril(text));
    }

    fn emit_current_doctype(&mut self) {
        self.0.feeder.flush_text();
        self.0.feeder.run_end = self.0.feeder.position;
        let doctype = std::mem::take(&mut self.0.doctype);
        self.0.feeder.feed(Token::DoctypeToken(doctype));
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        let feeder = &self.0.feeder;
        feeder.tag.is_end && !feeder.last_start.is_empty() && feeder.last_start == feeder.tag.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0
            .feeder
            .builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
