//! Fields of Word: instructions with what they show. Numbers of pages, dates and the like are put in by the program again and again, so that
//! they are codes in a text; what other fields show is text.

/// A field that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    /// What the program is told.
    pub(super) instruction: String,
    /// What follows is what the field shows.
    pub(super) is_shown: bool,
}

impl Field {
    /// Whether what stands in it now is no text of the author's.
    pub(super) fn covers(&self) -> bool {
        !self.is_shown || is_computed(&self.instruction)
    }

    /// Where it leads, if it is a link.
    pub(super) fn link(&self) -> Option<String> {
        let mut words = self.instruction.split_whitespace();
        if !words.next()?.eq_ignore_ascii_case("HYPERLINK") {
            return None;
        }
        let address = self.instruction.split('"').nth(1).map(str::to_owned);
        address.or_else(|| words.next().map(str::to_owned))
    }
}

/// Instructions that the program answers itself.
const COMPUTED: &[&str] = &[
    "=",
    "ADDIN",
    "AUTHOR",
    "AUTONUM",
    "CITATION",
    "CREATEDATE",
    "DATE",
    "DOCPROPERTY",
    "DOCVARIABLE",
    "EDITTIME",
    "EQ",
    "FILENAME",
    "FILESIZE",
    "INFO",
    "KEYWORDS",
    "LASTSAVEDBY",
    "LISTNUM",
    "MERGEFIELD",
    "NOTEREF",
    "NUMCHARS",
    "NUMPAGES",
    "NUMWORDS",
    "PAGE",
    "PAGEREF",
    "PRINTDATE",
    "REF",
    "REVNUM",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "SEQ",
    "STYLEREF",
    "SUBJECT",
    "SYMBOL",
    "TEMPLATE",
    "TIME",
    "TITLE",
    "USERINITIALS",
    "USERNAME",
];

/// Whether what the field of this instruction shows is put in by the program.
fn is_computed(instruction: &str) -> bool {
    let name = instruction.split_whitespace().next().unwrap_or_default();
    COMPUTED.iter().any(|known| known.eq_ignore_ascii_case(name)) || name.starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_puts_in_is_told_from_links_and_texts() {
        let shown = |instruction: &str| Field {
            instruction: instruction.to_owned(),
            is_shown: true,
        };
        for (instruction, covers, link) in [
            (" PAGE \\* MERGEFORMAT ", true, None),
            ("date \\@ \"d.M.yyyy\"", true, None),
            ("= 1 + 2", true, None),
            (
                " HYPERLINK \"https://a.example/\" \\o \"x\" ",
                false,
                Some("https://a.example/"),
            ),
            ("HYPERLINK x", false, Some("x")),
            (" TOC \\o ", false, None),
            ("FORMTEXT", false, None),
            ("", false, None),
        ] {
            let field = shown(instruction);
            assert_eq!(
                (field.covers(), field.link().as_deref()),
                (covers, link),
                "{instruction}"
            );
        }
        assert!(Field::default().covers());
    }
}
