//! The reasons for which a place is cut or left whole, each with a name and a sentence for people.

/// What decided a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    LineEnd,
    ListItem,
    ListMarker,
    Dateline,
    Atom,
    AlwaysCut,
    NeverCut,
    Grapheme,
    FinalMark,
    FullwidthNumber,
    GoesOnAfterMark,
    InBracket,
    InQuotation,
    Reported,
    AfterQuotation,
    LetterName,
    EtCetera,
    ThaiDot,
    ThaiSpace,
    ArmenianDot,
    Glued,
    MissingSpace,
    SmallLetter,
    CaselessAcronym,
    Initials,
    Title,
    BeforeNumber,
    FinalAbbreviation,
    AfterNumber,
    Ordinal,
    Weighed,
    /// The rule at this line of the project's SRX file.
    Srx(u32),
}

impl Rule {
    /// The name, the same in every version.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LineEnd => "line-end",
            Self::ListItem => "list-item",
            Self::ListMarker => "list-marker",
            Self::Dateline => "dateline",
            Self::Atom => "atom",
            Self::AlwaysCut => "always-cut",
            Self::NeverCut => "never-cut",
            Self::Grapheme => "grapheme",
            Self::FinalMark => "final-mark",
            Self::FullwidthNumber => "number",
            Self::GoesOnAfterMark => "goes-on",
            Self::InBracket => "in-bracket",
            Self::InQuotation => "in-quotation",
            Self::Reported => "reported",
            Self::AfterQuotation => "after-quotation",
            Self::LetterName => "letter-name",
            Self::EtCetera => "et-cetera",
            Self::ThaiDot => "thai-dot",
            Self::ThaiSpace => "thai-space",
            Self::ArmenianDot => "armenian-dot",
            Self::Glued => "glued",
            Self::MissingSpace => "missing-space",
            Self::SmallLetter => "small-letter",
            Self::CaselessAcronym => "acronym",
            Self::Initials => "initials",
            Self::Title => "title",
            Self::BeforeNumber => "before-number",
            Self::FinalAbbreviation => "final-abbreviation",
            Self::AfterNumber => "after-number",
            Self::Ordinal => "ordinal",
            Self::Weighed => "weighed",
            Self::Srx(_) => "srx",
        }
    }

    /// What the rule says.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::LineEnd => "the line ends here and the text is not wrapped to a width",
            Self::ListItem => "the marker of a list item follows",
            Self::ListMarker => "the mark belongs to the marker of a list item",
            Self::Dateline => "the mark stands in the dateline, which belongs to the first sentence",
            Self::Atom => "the place lies inside something that is never cut, such as code",
            Self::AlwaysCut => "the settings say to cut after these characters",
            Self::NeverCut => "the settings say never to cut inside these characters",
            Self::Grapheme => "a combining mark would lose its base",
            Self::FinalMark => "the mark always ends a sentence in this script",
            Self::FullwidthNumber => "the mark stands inside a number",
            Self::GoesOnAfterMark => "what follows cannot open a sentence",
            Self::InBracket => "a bracket is open that closes soon",
            Self::InQuotation => "a quotation is open that closes soon",
            Self::Reported => "the words after the quotation say who spoke, or go on with its sentence",
            Self::AfterQuotation => "a quotation ends with a final mark and nothing reports it",
            Self::LetterName => "the word before is the name of a letter, as in initials",
            Self::EtCetera => "the marks spell an abbreviation",
            Self::ThaiDot => "a full stop ends no sentence in this language",
            Self::ThaiSpace => "a space after a long clause, and the word after it opens sentences",
            Self::ArmenianDot => "a single full stop is what a colon is elsewhere",
            Self::Glued => "no white space follows",
            Self::MissingSpace => "a word that opens sentences follows without the space",
            Self::SmallLetter => "a small letter follows",
            Self::CaselessAcronym => {
                "the word before is an acronym or abbreviation in a script without capitals"
            }
            Self::Initials => "the mark stands between two letters with dots",
            Self::Title => "the word before is an abbreviation that a name follows",
            Self::BeforeNumber => "the word before is an abbreviation that a number follows",
            Self::FinalAbbreviation => {
                "the abbreviation before can end a sentence and the word after opens sentences"
            }
            Self::AfterNumber => "a number ends and a capital follows in a language without ordinal dots",
            Self::Ordinal => "the number before is an ordinal",
            Self::Weighed => "no rule decides; the learned weights of what stands around the mark do",
            Self::Srx(_) => "a rule of the SRX file decides",
        }
    }

    /// The line of the SRX file that the rule stands at.
    pub(super) fn line(self) -> Option<u32> {
        match self {
            Self::Srx(line) => Some(line),
            _ => None,
        }
    }
}

/// A decision and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) cut: bool,
    pub(super) rule: Rule,
}

impl Verdict {
    pub(super) fn cut(rule: Rule) -> Self {
        Self { cut: true, rule }
    }

    pub(super) fn keep(rule: Rule) -> Self {
        Self { cut: false, rule }
    }
}
