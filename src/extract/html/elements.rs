//! What the names of HTML elements mean for reading: which cut blocks, which hold no text of the article, which are inline codes.

use html5ever::{LocalName, local_name, ns};

use super::arena::{Data, Element, NONE};
use crate::article::Markup;

/// How an element takes part in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Starts and ends blocks.
    Block,
    /// Stands in the middle of text; its tags are inline codes.
    Inline(Markup),
    /// Text that a translation keeps as it is.
    Kept(Markup),
    /// A line break.
    Break,
    /// Stands in the middle of text without text of its own.
    Alone(Markup),
    /// An element of SVG or `MathML`: its own text is none of the page, but HTML inside it is.
    Foreign,
    /// Nothing in it is text of the page.
    Skipped,
}

/// Whether a tag of that name starts a block.
pub(super) fn cuts_blocks(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("body")
            | local_name!("caption")
            | local_name!("center")
            | local_name!("col")
            | local_name!("colgroup")
            | local_name!("dd")
            | local_name!("details")
            | local_name!("dialog")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("frameset")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("head")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("hr")
            | local_name!("html")
            | local_name!("legend")
            | local_name!("li")
            | local_name!("listing")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("pre")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("table")
            | local_name!("tbody")
            | local_name!("td")
            | local_name!("tfoot")
            | local_name!("th")
            | local_name!("thead")
            | local_name!("title")
            | local_name!("tr")
            | local_name!("ul")
    )
}

/// Elements without an end tag.
pub(super) fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// Elements whose contents are text only: leaving them out would turn it into markup.
pub(super) fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("noscript")
            | local_name!("plaintext")
            | local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("xmp")
    )
}

/// Elements that the tree builder opens again in the next paragraph when they are left open.
pub(super) fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Whether this is an element with a tag of its own that is always closed in a whole page.
pub(super) fn needs_end_tag(data: Option<&Data>) -> bool {
    let Some(Data::Element(element)) = data else {
        return false;
    };
    element.tag != NONE
        && matches!(
            element.local,
            local_name!("article")
                | local_name!("aside")
                | local_name!("blockquote")
                | local_name!("div")
                | local_name!("main")
                | local_name!("ol")
                | local_name!("script")
                | local_name!("section")
                | local_name!("style")
                | local_name!("table")
                | local_name!("ul")
        )
}

/// The role of an element in the text.
pub(super) fn role(element: &Element) -> Role {
    if element.space != ns!(html) {
        return Role::Foreign;
    }
    match element.local {
        local_name!("a") => Role::Inline(Markup::Link),
        local_name!("b") | local_name!("strong") => Role::Inline(Markup::Strong),
        local_name!("i") | local_name!("em") => Role::Inline(Markup::Emphasis),
        local_name!("u") | local_name!("ins") => Role::Inline(Markup::Underline),
        local_name!("code")
        | local_name!("kbd")
        | local_name!("samp")
        | local_name!("var")
        | local_name!("tt") => Role::Kept(Markup::Code),
        local_name!("ruby") => Role::Kept(Markup::Other),
        local_name!("br") => Role::Break,
        local_name!("img") => Role::Alone(Markup::Image),
        local_name!("wbr") => Role::Alone(Markup::Other),
        local_name!("area")
        | local_name!("audio")
        | local_name!("base")
        | local_name!("basefont")
        | local_name!("bgsound")
        | local_name!("button")
        | local_name!("canvas")
        | local_name!("datalist")
        | local_name!("embed")
        | local_name!("head")
        | local_name!("iframe")
        | local_name!("input")
        | local_name!("link")
        | local_name!("map")
        | local_name!("meta")
        | local_name!("meter")
        | local_name!("noembed")
        | local_name!("noframes")
        | local_name!("noscript")
        | local_name!("object")
        | local_name!("optgroup")
        | local_name!("option")
        | local_name!("param")
        | local_name!("plaintext")
        | local_name!("progress")
        | local_name!("rp")
        | local_name!("rt")
        | local_name!("script")
        | local_name!("select")
        | local_name!("source")
        | local_name!("style")
        | local_name!("svg")
        | local_name!("template")
        | local_name!("textarea")
        | local_name!("title")
        | local_name!("track")
        | local_name!("video")
        | local_name!("xmp") => Role::Skipped,
        ref name if cuts_blocks(name) => Role::Block,
        _ => Role::Inline(Markup::Other),
    }
}
