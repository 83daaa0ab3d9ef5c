//! What makes a job's folder a project of `OmegaT` that opens as it is.

use crate::article::Language;
use crate::escape::Xml;

/// The names of [`files`].
pub const NAMES: [&str; 5] = [
    "omegat.project",
    "glossary/README.md",
    "omegat/README.md",
    "target/README.md",
    "tm/README.md",
];

/// The files that make a folder a project, named by [`NAMES`]. `OmegaT` opens none that lacks one of these folders, and reads no `.md` in
/// them; what it writes there has other names, so that a run changes nothing of a translator's work.
pub fn files(source: &Language, target: &Language) -> [String; 5] {
    [
        project(source, target),
        "Glossaries for OmegaT: tables of three columns (term, translation, comment), parted by tabs, as .txt files.\n".to_owned(),
        "OmegaT keeps the translations of this project here, in project_save.tmx.\n".to_owned(),
        "OmegaT writes the translated files here: Project > Create Translated Documents. These are the files to send back.\n".to_owned(),
        "Translation memories for OmegaT, as .tmx files.\n".to_owned(),
    ]
}

/// The file of a project whose folders have their usual names. Segments stay as they are: they are sentences already.
fn project(source: &Language, target: &Language) -> String {
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<omegat>\n<project version=\"1.0\">\n");
    xml.raw("<source_dir>__DEFAULT__</source_dir>\n<target_dir>__DEFAULT__</target_dir>\n")
        .raw("<tm_dir>__DEFAULT__</tm_dir>\n<glossary_dir>__DEFAULT__</glossary_dir>\n")
        .raw("<glossary_file>__DEFAULT__</glossary_file>\n<dictionary_dir>__DEFAULT__</dictionary_dir>\n<source_lang>")
        .text(&source.to_string())
        .raw("</source_lang>\n<target_lang>")
        .text(&target.to_string())
        .raw("</target_lang>\n<sentence_seg>false</sentence_seg>\n")
        .raw("<support_default_translations>true</support_default_translations>\n<remove_tags>false</remove_tags>\n");
    xml.raw("</project>\n</omegat>\n");
    xml.into_string()
}
