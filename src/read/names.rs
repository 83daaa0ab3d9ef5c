//! What a file's name alone says: hidden, left behind by an editor, of a kind that holds no article.

use std::ffi::OsStr;

/// Files that hold no article: pictures, sound, video, fonts, programs, archives, data.
const NO_ARTICLE: &[&str] = &[
    "7z",
    "aac",
    "aiff",
    "ass",
    "avi",
    "avif",
    "bin",
    "bmp",
    "bz2",
    "c",
    "cfg",
    "class",
    "conf",
    "cpp",
    "css",
    "dat",
    "db",
    "dll",
    "dmg",
    "dylib",
    "eot",
    "exe",
    "flac",
    "flv",
    "gif",
    "go",
    "h",
    "heic",
    "ico",
    "ini",
    "iso",
    "jar",
    "java",
    "jpeg",
    "jpg",
    "js",
    "jxl",
    "less",
    "lock",
    "lz4",
    "m4a",
    "m4v",
    "map",
    "mid",
    "midi",
    "mjs",
    "mkv",
    "mo",
    "mov",
    "mp3",
    "mp4",
    "mpeg",
    "mpg",
    "msi",
    "o",
    "obj",
    "ogg",
    "ogv",
    "opus",
    "otf",
    "parquet",
    "php",
    "pickle",
    "po",
    "png",
    "ps1",
    "psd",
    "py",
    "pyc",
    "rar",
    "raw",
    "rb",
    "rs",
    "sass",
    "scss",
    "sdlxliff",
    "sh",
    "so",
    "sql",
    "sqlite",
    "srt",
    "svg",
    "svgz",
    "swf",
    "sys",
    "tar",
    "tbx",
    "tgz",
    "tif",
    "tiff",
    "tmx",
    "toml",
    "ts",
    "ttf",
    "vtt",
    "wasm",
    "wav",
    "webm",
    "webmanifest",
    "webp",
    "wma",
    "wmv",
    "woff",
    "woff2",
    "xlf",
    "xliff",
    "xsd",
    "xsl",
    "xz",
    "yaml",
    "yml",
];

/// Documents that do hold articles, in forms that are not read.
const DOCUMENTS: &[(&str, &str)] = &[
    ("azw", "Kindle books"),
    ("azw3", "Kindle books"),
    ("doc", "Word documents"),
    ("dot", "Word documents"),
    ("fb2", "FictionBook files"),
    ("idml", "InDesign files"),
    ("indd", "InDesign files"),
    ("key", "Keynote presentations"),
    ("mht", "web archives"),
    ("mhtml", "web archives"),
    ("mobi", "Kindle books"),
    ("msg", "mail files"),
    ("numbers", "Numbers tables"),
    ("odp", "OpenDocument presentations"),
    ("ods", "OpenDocument tables"),
    ("pages", "Pages documents"),
    ("pdf", "PDF files"),
    ("ppt", "PowerPoint presentations"),
    ("pptx", "PowerPoint presentations"),
    ("ps", "PostScript files"),
    ("rtf", "RTF documents"),
    ("webarchive", "web archives"),
    ("xls", "Excel tables"),
    ("xlsm", "Excel tables"),
    ("xlsx", "Excel tables"),
];

/// Documents that are zip archives; what is called so and is none is damaged.
const PACKAGES: &[(&str, &str)] = &[
    ("docm", "a Word document"),
    ("docx", "a Word document"),
    ("dotx", "a Word document"),
    ("epub", "an EPUB book"),
    ("odt", "an OpenDocument text"),
    ("ott", "an OpenDocument text"),
    ("zip", "a zip archive"),
];

/// The part after the last dot, in lower case; empty where there is none.
pub(super) fn extension(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// The name without the end that says how the file is packed: `a.html` of `a.html.gz`.
pub(super) fn unpacked(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end)) if matches!(&*end.to_ascii_lowercase(), "gz" | "zst" | "gzip" | "zstd") => stem,
        _ => name,
    }
}

/// What a file of this name has to be if it is a zip archive, as it should.
pub(super) fn expected(name: &str) -> Option<&'static str> {
    let extension = extension(name.as_ref());
    let package = PACKAGES.iter().find(|(known, _)| *known == extension);
    package.map(|(_, called)| *called)
}

/// Whether a file of this name holds data, and is no article where it is neither a feed nor a list of articles.
pub(super) fn is_data(name: &str) -> bool {
    matches!(
        &*extension(name.as_ref()),
        "json" | "xml" | "rss" | "atom" | "rdf"
    )
}

/// Why a file is skipped whose ending says that it holds something else.
pub(super) const NOT_AN_ARTICLE: &str = "not an article format";

/// Why a file of this name is not read as an article, if it is not.
pub(super) fn skip_file(name: &OsStr) -> Option<&'static str> {
    let shown = name.to_string_lossy();
    let lower = shown.to_ascii_lowercase();
    let extension = extension(name);
    let left_behind = shown.starts_with("~$")
        || shown.starts_with(".~lock.")
        || shown.starts_with(".#")
        || (shown.starts_with('#') && shown.ends_with('#') && shown.len() > 1)
        || shown.ends_with('~')
        || matches!(&*extension, "swp" | "swo" | "bak" | "crdownload" | "part")
        || matches!(&*lower, "thumbs.db" | "desktop.ini");
    if left_behind {
        Some("lock or backup file")
    } else if shown.starts_with('.') && !shown.starts_with("..") {
        Some("hidden")
    } else if NO_ARTICLE.contains(&&*extension)
        || NO_ARTICLE.contains(&&*self::extension(unpacked(&shown).as_ref()))
    {
        Some(NOT_AN_ARTICLE)
    } else {
        None
    }
}

/// Whether a folder of this name is hidden.
pub(super) fn is_hidden_folder(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// What documents with this extension are called, if they hold articles in a form that is not read.
pub(super) fn unsupported(name: &OsStr) -> Option<&'static str> {
    let extension = extension(name);
    DOCUMENTS
        .iter()
        .find(|(known, _)| *known == extension)
        .map(|(_, called)| *called)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_no_article() {
        for (name, expected) in [
            ("a.txt", None),
            ("README", None),
            ("a.qqq", None),
            ("trail..txt", None),
            ("..%2fx.txt", None),
            ("....txt", None),
            ("bad.docx", None),
            (".txt", Some("hidden")),
            (".hidden.txt", Some("hidden")),
            (".DS_Store", Some("hidden")),
            ("~$a.docx", Some("lock or backup file")),
            ("a.txt~", Some("lock or backup file")),
            (".#a.txt", Some("lock or backup file")),
            (".a.txt.swp", Some("lock or backup file")),
            ("Thumbs.db", Some("lock or backup file")),
            ("photo.JPG", Some("not an article format")),
            ("site.css", Some("not an article format")),
            ("dump.sql.gz", Some("not an article format")),
            ("page.html.gz", None),
        ] {
            assert_eq!(skip_file(OsStr::new(name)), expected, "{name}");
        }
        assert_eq!(unsupported(OsStr::new("a.PDF")), Some("PDF files"));
        assert_eq!(unsupported(OsStr::new("pdf")), None);
        assert_eq!(expected("a.DOCX"), Some("a Word document"));
    }
}
