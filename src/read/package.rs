//! Documents that are zip archives of members: Word, `OpenDocument`, EPUB. The members that hold text are decoded and put one behind the
//! other, so that one range of the source says both the member and the place in it.

use super::records::{Members, Records};
use super::{Opened, ReadError, Source, decode};
use crate::article::{Format, Limits, Member, Span, Warning};

/// Opens a zip archive: a document, or else an archive of articles unless it is `inside` another one.
pub(super) fn opened(mut members: Members, inside: bool, limits: &Limits) -> Result<Opened, ReadError> {
    let Some(format) = format(&mut members, limits)? else {
        if inside {
            let reason = "an archive inside an archive; unpack the outer one";
            return Err(ReadError::Broken(reason.to_owned()));
        }
        return Ok(Opened::Records(Records::zip(members, limits)));
    };
    if members.has("META-INF/encryption.xml") && is_locked(&mut members, limits)? {
        return Err(ReadError::Broken(
            "encrypted; save it without protection".to_owned(),
        ));
    }
    let mut source = source(&mut members, format, limits)?;
    source.hash = members.hash()?;
    Ok(Opened::Document(Box::new(source)))
}

/// The form of the document, `None` if it is an archive of anything.
fn format(members: &mut Members, limits: &Limits) -> Result<Option<Format>, ReadError> {
    let unsupported = |form| Err(ReadError::Unsupported(form));
    if members.has("[Content_Types].xml") {
        return if members.has("word/document.xml") {
            Ok(Some(Format::Docx))
        } else if members.has("xl/workbook.xml") {
            unsupported("Excel tables")
        } else if members.has("ppt/presentation.xml") {
            unsupported("PowerPoint presentations")
        } else {
            Err(ReadError::Broken(
                "an Office document without word/document.xml".to_owned(),
            ))
        };
    }
    let kind = members.bytes("mimetype", 200, limits)?.unwrap_or_default();
    let kind = String::from_utf8_lossy(&kind);
    let kind = kind.trim();
    if kind == "application/epub+zip" || members.has("META-INF/container.xml") {
        return Ok(Some(Format::Epub));
    }
    let Some(form) = kind.strip_prefix("application/vnd.oasis.opendocument.") else {
        return Ok(None);
    };
    match form {
        "text" | "text-template" | "text-web" => Ok(Some(Format::Odt)),
        "spreadsheet" | "spreadsheet-template" => unsupported("OpenDocument tables"),
        _ => unsupported("OpenDocument drawings and presentations"),
    }
}

/// Whether more than fonts is encrypted.
fn is_locked(members: &mut Members, limits: &Limits) -> Result<bool, ReadError> {
    let list = members
        .bytes("META-INF/encryption.xml", limits.max_json_ld_bytes as u64, limits)?
        .unwrap_or_default();
    let list = String::from_utf8_lossy(&list);
    Ok(list
        .split("URI=")
        .skip(1)
        .filter_map(|rest| rest.get(1..)?.split(['"', '\'']).next())
        .any(|name| {
            let name = name.to_ascii_lowercase();
            [".xhtml", ".html", ".htm", ".xml", ".opf"]
                .iter()
                .any(|end| name.ends_with(end))
        }))
}

/// Whether a member holds text or says something of it.
fn is_wanted(name: &str, format: Format) -> bool {
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let extension = extension.as_deref().unwrap_or_default();
    match format {
        Format::Docx if name.starts_with("word/header") || name.starts_with("word/footer") => {
            extension == "xml"
        }
        Format::Docx => matches!(
            name,
            "word/document.xml"
                | "word/_rels/document.xml.rels"
                | "word/styles.xml"
                | "word/footnotes.xml"
                | "word/endnotes.xml"
                | "docProps/core.xml"
        ),
        Format::Odt => matches!(name, "content.xml" | "styles.xml" | "meta.xml"),
        _ => {
            name == "META-INF/container.xml"
                || matches!(extension, "opf" | "ncx" | "xhtml" | "html" | "htm" | "xml")
        }
    }
}

/// Decodes the members and puts them one behind the other, in the order of their names.
fn source(members: &mut Members, format: Format, limits: &Limits) -> Result<Source, ReadError> {
    let wanted: Vec<String> = members
        .names()
        .filter(|name| is_wanted(name, format))
        .map(str::to_owned)
        .collect();
    let mut source = Source::of_text(String::new(), format);
    let mut left = limits.max_unpacked_bytes;
    for name in wanted {
        let Some(bytes) = members.bytes(&name, left, limits)? else {
            continue;
        };
        left -= bytes.len() as u64;
        let decoded = decode(&bytes, Format::Html);
        let guessed = decoded.warnings.into_iter().map(|warning| Warning {
            message: format!("{name}: {}", warning.message),
            ..warning
        });
        source.warnings.extend(guessed);
        let start = source.text.len();
        source.text.push_str(&decoded.text);
        source.members.push(Member {
            name,
            span: Span::new(start, source.text.len()),
        });
    }
    Ok(source)
}
