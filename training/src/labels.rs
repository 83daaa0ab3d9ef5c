//! Which languages the model knows, in which scripts, and how often it meets each.

use crate::corpus::Source;
use crate::letters::Script;

/// Widely used languages, met most often.
const WIDE: &str = "af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk ko ky \
la lg lt lv mi mk mn mr ms mt nb ne nl nn pa pl ps pt ro ru sk sl sn so sq sr-Cyrl sr-Latn st sv sw ta te tg th tk tl tn tr ts tt \
ug uk ur uz-Cyrl uz-Latn vi xh yo zh zu";

/// Widely used languages that share words with one much more used: Nepali, Galician, Pashto, Malay.
const NEIGHBOURS: &str = "ne gl ps ms";

/// Languages that a text of any length may be in.
const KNOWN: &str = "ab ak am as ast ay ba bm bo br ce ceb ckb co crh cv dv dz ee ff ff-Adlm fj fo fy gd gn gsw gv ha haw hsb \
ht ia ig ilo io jv kab kaa kl km kn krc kr ku ky lb ln lo mg mai ml my nds nso ny oc om or os pap qu rm rn rw sa sah sat sc sco sd se \
si sm ss su ti to tpi ty tyv udm ve wa war wo yi";

/// Languages written in more than one script, each of which the model must know, and scripts that lists get wrong.
const SCRIPTS: &[(&str, &[&str])] = &[
    ("ja", &["Hani"]),
    ("zh", &["Hani"]),
    ("ko", &["Kore"]),
    ("ku", &["Latn"]),
    ("ms", &["Latn"]),
    ("ms-Arab", &["Arab"]),
    ("sr-Cyrl", &["Cyrl"]),
    ("sr-Latn", &["Latn"]),
    ("uz-Cyrl", &["Cyrl"]),
    ("uz-Latn", &["Latn"]),
    ("ug", &["Arab"]),
    ("ug-Latn", &["Latn"]),
    ("mn", &["Cyrl"]),
    ("kk", &["Cyrl"]),
    ("pa", &["Guru"]),
    ("sd", &["Arab"]),
];

/// Kinds of written Chinese that are told from `zh` by their marker characters, not by the model, and a standard of the
/// Serbo-Croatian cluster whose texts are hardly told from the others.
const LEFT_OUT: &str = "yue wuu gan hsn cjy cnr bs-Cyrl";

/// The label of a corpus tag in `script`, if it is to be learnt.
pub fn label(tag: &str, script: Script) -> Option<String> {
    let tag = match tag {
        "che" => "ce",
        "fry" => "fy",
        "gaz" => "om",
        "twi" => "ak",
        "zlm" => "ms",
        "zlm-Arab" => "ms-Arab",
        "que" => "qu",
        "tdt" => "tet",
        "ug-Arab" => "ug",
        "zh-Hans" | "zh-Hant" => "zh",
        "uz" | "sr" => match script.code() {
            "Cyrl" => return Some(format!("{tag}-Cyrl")),
            "Latn" => return Some(format!("{tag}-Latn")),
            _ => return None,
        },
        _ => tag,
    };
    let wrong = SCRIPTS
        .iter()
        .any(|(name, scripts)| *name == tag && !scripts.contains(&script.code()));
    (!wrong && !LEFT_OUT.split(' ').any(|left| left == tag)).then(|| tag.to_owned())
}

/// How often a label is drawn: 1 for widely used languages. It is also what a word says of its language when it is at
/// home in several.
pub fn weight(tag: &str) -> f64 {
    let among = |tags: &str| tags.split(' ').any(|name| name == tag);
    if tag == "ja" {
        // Kana decide without the model, which is left with titles and the like.
        0.25
    } else if among(NEIGHBOURS) {
        0.6
    } else if among(WIDE) {
        1.0
    } else if is_core(tag) {
        0.2
    } else {
        0.025
    }
}

/// Whether a text of any length may be in the language; the others need about 60 letters.
pub fn is_core(tag: &str) -> bool {
    [WIDE, KNOWN]
        .iter()
        .any(|list| list.split(' ').any(|name| name == tag))
}

/// The labels of all scripts, one after another; inside a script the core ones come first.
pub struct Labels {
    /// Tags by label.
    pub tags: Vec<String>,
    /// For each script: first label, core labels, all labels.
    pub scripts: Vec<(usize, usize, usize)>,
}

impl Labels {
    /// One label for each source; sources are sorted by script, then core first.
    pub fn of(sources: &[Source]) -> Self {
        let mut scripts = vec![(0, 0, 0); Script::COUNT];
        for (place, source) in sources.iter().enumerate() {
            let entry = &mut scripts[source.script.index()];
            if entry.2 == 0 {
                entry.0 = place;
            }
            entry.2 += 1;
            entry.1 += usize::from(is_core(&source.tag));
        }
        Self {
            tags: sources.iter().map(|source| source.tag.clone()).collect(),
            scripts,
        }
    }
}
