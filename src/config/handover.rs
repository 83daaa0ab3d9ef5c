//! How jobs are handed over: the client they are made for, the form of their files, what is left out.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{ConfigError, Layer};
use crate::article::BlockKind;
use crate::bilingual::xliff2::Version;

/// The client that a job is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// Any client.
    #[default]
    Any,
    /// A project folder of `OmegaT`; sources are copied to targets, since it takes the target's text as what is to be translated.
    Omegat,
    /// PO.
    Weblate,
    /// PO.
    Gettext,
    /// XLIFF 1.2, the form of which Poedit shows the notes.
    Poedit,
    /// XLIFF 1.2; Lokalize opens 2.0 empty.
    Lokalize,
    /// XLIFF 1.2.
    Trados,
    /// XLIFF 1.2.
    Memoq,
    /// XLIFF 1.2.
    Phrase,
    /// XLIFF 2.0.
    Swordfish,
    /// The tables alone.
    Table,
}

impl Preset {
    const ALL: [(&str, Self); 11] = [
        ("any", Self::Any),
        ("omegat", Self::Omegat),
        ("weblate", Self::Weblate),
        ("gettext", Self::Gettext),
        ("poedit", Self::Poedit),
        ("lokalize", Self::Lokalize),
        ("trados", Self::Trados),
        ("memoq", Self::Memoq),
        ("phrase", Self::Phrase),
        ("swordfish", Self::Swordfish),
        ("table", Self::Table),
    ];
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|(name, _)| *name == text);
        found.map(|(_, preset)| preset).ok_or_else(|| {
            let names = Self::ALL.map(|(name, _)| name).join(", ");
            format!("\"{text}\" is no client that jobs are made for; write one of {names}")
        })
    }
}

/// The form of an article's file in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// XLIFF 1.2, one trans-unit a sentence: opens whole in every client measured.
    Xliff1,
    /// XLIFF 2, one unit a block, with notes and metadata.
    Xliff2(Version),
    /// PO, one message a sentence.
    Po,
    /// None: the tables are the job.
    Table,
}

/// How jobs are handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Handover {
    /// The client.
    pub preset: Preset,
    /// The form of the files.
    pub form: Form,
    /// Hand over the sentences of summaries alone.
    pub only_summary: bool,
    /// Leave each job as a zip archive too.
    pub zip: bool,
    /// Most characters of a translation, by the kind of its block.
    pub limits: BTreeMap<BlockKind, u32>,
}

impl Default for Handover {
    fn default() -> Self {
        Self {
            preset: Preset::Any,
            form: Form::Xliff1,
            only_summary: false,
            zip: false,
            limits: BTreeMap::new(),
        }
    }
}

impl Handover {
    /// Checks what a layer says of jobs.
    pub(super) fn new(layer: &Layer) -> Result<Self, ConfigError> {
        let value = |key| move |message| ConfigError::Value { key, message };
        let preset = layer.r#for.as_deref().map(str::parse).transpose();
        let preset: Preset = preset.map_err(value("for"))?.unwrap_or_default();
        let only_summary = match layer.only.as_deref() {
            None | Some("all") => false,
            Some("summary") => true,
            Some(_) => {
                let message = "jobs hold \"all\" sentences, or only those of the \"summary\"";
                return Err(value("only")(message.to_owned()));
            }
        };
        let mut limits = BTreeMap::new();
        for (name, max) in layer.limit.iter().flatten() {
            let kind = kind(name).map_err(value("limit"))?;
            if *max == 0 {
                return Err(value("limit")(
                    "a translation needs room for at least one character".to_owned(),
                ));
            }
            limits.insert(kind, *max);
        }
        Ok(Self {
            preset,
            form: form(preset, layer.xliff.as_deref()).map_err(value("xliff"))?,
            only_summary,
            zip: layer.zip.unwrap_or(false),
            limits,
        })
    }

    /// Path of an article's file in the folder of its job, if it has one.
    pub fn file(&self, article: &str) -> Option<String> {
        match (self.form, self.preset) {
            (Form::Table, _) => None,
            (Form::Po, _) => Some(format!("{article}.po")),
            (_, Preset::Omegat) => Some(format!("source/{article}.xlf")),
            _ => Some(format!("{article}.xlf")),
        }
    }
}

/// The kind of block that a limit names.
fn kind(name: &str) -> Result<BlockKind, String> {
    let kinds = [
        BlockKind::Title,
        BlockKind::Deck,
        BlockKind::Byline,
        BlockKind::Dateline,
        BlockKind::Heading,
        BlockKind::Paragraph,
        BlockKind::List,
        BlockKind::Quote,
        BlockKind::Table,
        BlockKind::Caption,
        BlockKind::Promo,
    ];
    kinds
        .into_iter()
        .find(|kind| kind.as_str() == name)
        .ok_or_else(|| {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            format!(
                "\"{name}\" is no kind of block; write one of {}",
                names.join(", ")
            )
        })
}

/// The form of a client's files; `version` of XLIFF where somebody asks for one.
fn form(preset: Preset, version: Option<&str>) -> Result<Form, String> {
    let wanted = match version {
        None => None,
        Some("1.2") => Some(Form::Xliff1),
        Some("2.0") => Some(Form::Xliff2(Version::V2_0)),
        Some("2.1") => Some(Form::Xliff2(Version::V2_1)),
        Some("2.2") => Some(Form::Xliff2(Version::V2_2)),
        Some(other) => return Err(format!("XLIFF is written as 1.2, 2.0, 2.1 or 2.2, not {other}")),
    };
    let own = match preset {
        Preset::Weblate | Preset::Gettext => Form::Po,
        Preset::Table => Form::Table,
        Preset::Swordfish => Form::Xliff2(Version::V2_0),
        _ => Form::Xliff1,
    };
    let Some(wanted) = wanted else { return Ok(own) };
    let fits = match (preset, wanted) {
        (Preset::Any, _) => true,
        (Preset::Poedit, form) => matches!(form, Form::Xliff1 | Form::Xliff2(Version::V2_0)),
        (Preset::Swordfish, form) => matches!(form, Form::Xliff2(_)),
        (_, form) => form == own,
    };
    if fits {
        return Ok(wanted);
    }
    Err(match own {
        Form::Po => "a job of PO files has no XLIFF; leave out \"xliff\"".to_owned(),
        Form::Table => "a job of tables has no XLIFF; leave out \"xliff\"".to_owned(),
        Form::Xliff2(_) => "this client is given XLIFF 2.0, 2.1 or 2.2".to_owned(),
        Form::Xliff1 => {
            "this client sees nothing of XLIFF 2 or little; leave out \"xliff\" to write 1.2".to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handover(preset: &str, xliff: Option<&str>) -> Result<Handover, String> {
        let layer = Layer {
            r#for: Some(preset.to_owned()),
            xliff: xliff.map(str::to_owned),
            ..Layer::default()
        };
        Handover::new(&layer).map_err(|error| error.to_string())
    }

    #[test]
    fn each_client_gets_the_form_that_it_reads() {
        for (preset, xliff, want) in [
            ("any", None, Some("a.xlf")),
            ("any", Some("2.2"), Some("a.xlf")),
            ("omegat", None, Some("source/a.xlf")),
            ("weblate", None, Some("a.po")),
            ("gettext", None, Some("a.po")),
            ("poedit", Some("2.0"), Some("a.xlf")),
            ("lokalize", None, Some("a.xlf")),
            ("swordfish", Some("2.1"), Some("a.xlf")),
            ("table", None, None),
        ] {
            let file = handover(preset, xliff).unwrap().file("a");
            assert_eq!(file.as_deref(), want, "{preset}");
        }
        assert_eq!(
            handover("swordfish", None).unwrap().form,
            Form::Xliff2(Version::V2_0)
        );
        for (preset, xliff) in [
            ("omegat", "2.0"),
            ("lokalize", "2.0"),
            ("weblate", "1.2"),
            ("table", "1.2"),
            ("swordfish", "1.2"),
            ("poedit", "2.1"),
            ("any", "3"),
        ] {
            let message = handover(preset, Some(xliff)).unwrap_err();
            assert!(message.starts_with("xliff: "), "{preset}: {message}");
        }
        assert!(handover("word", None).unwrap_err().contains("one of any, omegat"));
    }

    #[test]
    fn limits_are_by_kind_of_block() {
        let limit = |name: &str, max| Layer {
            limit: Some([(name.to_owned(), max)].into()),
            ..Layer::default()
        };
        assert_eq!(
            Handover::new(&limit("title", 60)).unwrap().limits[&BlockKind::Title],
            60
        );
        for layer in [limit("titel", 60), limit("title", 0)] {
            assert!(
                Handover::new(&layer)
                    .unwrap_err()
                    .to_string()
                    .starts_with("limit: ")
            );
        }
    }
}
