//! A document of several members with some of them changed: the others keep their packed bytes, their order and their times.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::edit::{Edit, apply};
use crate::article::{Member, Span};

/// Makes `edits`, which are in order, in the document `bytes`; `text` holds its `members` one behind the other.
///
/// Without edits the bytes come back as they are.
///
/// # Errors
/// If the archive cannot be read again, or a member that changes is in another character set than UTF-8.
pub fn repack(bytes: &[u8], text: &str, members: &[Member], edits: &[Edit]) -> Result<Vec<u8>, String> {
    if edits.is_empty() {
        return Ok(bytes.to_vec());
    }
    let wrong = |error: zip::result::ZipError| format!("the document cannot be packed again: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for place in 0..archive.len() {
        let member = archive.by_index_raw(place).map_err(wrong)?;
        let name = member.name().map_err(wrong)?.into_owned();
        let changed = members
            .iter()
            .find(|known| known.name == name)
            .filter(|known| edits.iter().any(|edit| is_inside(edit, known.span)));
        let Some(known) = changed else {
            out.raw_copy_file(member).map_err(wrong)?;
            continue;
        };
        let mut options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        if let Some(time) = member.last_modified() {
            options = options.last_modified_time(time);
        }
        drop(member);
        let decoded = known.span.of(text);
        let mark = mark(&contents(&mut archive, place)?, decoded, &name)?;
        out.start_file(&*name, options).map_err(wrong)?;
        let written = out
            .write_all(mark)
            .and_then(|()| out.write_all(changed_text(decoded, known.span, edits).as_bytes()));
        written.map_err(|error| error.to_string())?;
    }
    Ok(out.finish().map_err(wrong)?.into_inner())
}

/// Whether `members` of the document `bytes` could be changed by [`repack`].
///
/// # Errors
/// Why not.
pub fn is_packable<'m>(
    bytes: &[u8],
    text: &str,
    members: impl Iterator<Item = &'m Member>,
) -> Result<(), String> {
    let wrong = |error: zip::result::ZipError| format!("the document cannot be read again: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    for member in members {
        let place = archive.index_for_name(&member.name);
        let place = place.ok_or_else(|| format!("the document holds no {}", member.name))?;
        mark(
            &contents(&mut archive, place)?,
            member.span.of(text),
            &member.name,
        )?;
    }
    Ok(())
}

/// The byte order mark of a member that was decoded to `text`.
fn mark(original: &[u8], text: &str, name: &str) -> Result<&'static [u8], String> {
    match original.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) if rest == text.as_bytes() => Ok(b"\xef\xbb\xbf"),
        _ if original == text.as_bytes() => Ok(b""),
        _ => Err(format!(
            "{name} in the document is not in UTF-8; save the document anew"
        )),
    }
}

fn is_inside(edit: &Edit, span: Span) -> bool {
    span.start <= edit.at.start && edit.at.end <= span.end
}

/// The bytes of a member that was unpacked within the limits before.
fn contents(archive: &mut ZipArchive<Cursor<&[u8]>>, place: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut member = archive.by_index(place).map_err(|error| error.to_string())?;
    std::io::Read::read_to_end(&mut member, &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The text of a member, which begins at `span` in the document's, with its edits made.
fn changed_text(text: &str, span: Span, edits: &[Edit]) -> String {
    let own: Vec<Edit> = edits
        .iter()
        .filter(|edit| is_inside(edit, span))
        .map(|edit| {
            let at = Span {
                start: edit.at.start - span.start,
                end: edit.at.end - span.start,
            };
            Edit::new(at, edit.text.clone())
        })
        .collect();
    apply(text, &own)
}
