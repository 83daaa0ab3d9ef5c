//! The project file of `OmegaT`: with it a job's folder is a project that opens as it is.

use crate::article::Language;
use crate::escape::Xml;

/// The name of the file.
pub const PROJECT: &str = "omegat.project";

/// The file of a project whose folders have their usual names. Segments stay as they are: they are sentences already.
pub fn project(source: &Language, target: &Language) -> String {
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
