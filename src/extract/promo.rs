//! Lines that point to something else: "Read more: …" in forty languages.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::article::{Edge, Inline, Markup};

/// How pointers begin, in lower case. Never enough alone: "Read more old forecasts and you will notice …" is running text.
const PREFIXES: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "more on this",
    "related",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "more from",
    "watch",
    "listen",
    "recommended",
    "don't miss",
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "lire également",
    "à lire",
    "voir aussi",
    "en savoir plus",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr dazu",
    "mehr zum thema",
    "auch interessant",
    "siehe auch",
    "lesen sie dazu",
    "leer más",
    "lea también",
    "lee también",
    "leer también",
    "te puede interesar",
    "le puede interesar",
    "más información",
    "ver también",
    "mira también",
    "vea también",
    "leia mais",
    "leia também",
    "saiba mais",
    "veja também",
    "veja mais",
    "ler mais",
    "leggi anche",
    "leggi di più",
    "per approfondire",
    "vedi anche",
    "guarda anche",
    "lees ook",
    "lees meer",
    "bekijk ook",
    "zie ook",
    "läs också",
    "läs mer",
    "läs även",
    "les også",
    "les mer",
    "læs også",
    "læs mere",
    "lue myös",
    "lue lisää",
    "loe ka",
    "loe lisaks",
    "lasi arī",
    "lasīt vairāk",
    "skaitykite taip pat",
    "taip pat skaitykite",
    "czytaj też",
    "czytaj także",
    "czytaj więcej",
    "zobacz także",
    "zobacz też",
    "przeczytaj także",
    "čtěte také",
    "přečtěte si",
    "viz také",
    "čítajte aj",
    "prečítajte si",
    "pozrite si",
    "olvassa el",
    "olvasd el",
    "kapcsolódó cikk",
    "citește și",
    "citeste si",
    "vezi și",
    "citiți și",
    "pročitajte i",
    "pročitajte još",
    "čitajte i",
    "preberite tudi",
    "прочитајте и",
    "прочитайте също",
    "вижте още",
    "lexo edhe",
    "lexo më shumë",
    "διαβάστε επίσης",
    "διαβάστε ακόμη",
    "δείτε επίσης",
    "читайте также",
    "читать также",
    "читайте ещё",
    "читайте еще",
    "смотрите также",
    "по теме",
    "подробнее",
    "читайте також",
    "дивіться також",
    "чытайце таксама",
    "оқи отырыңыз",
    "тағы оқыңыз",
    "дагы окуңуз",
    "shuningdek o'qing",
    "həmçinin oxuyun",
    "ayrıca bakınız",
    "ayrıca okuyun",
    "bunu da oku",
    "ilgili haber",
    "devamını oku",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "إقرأ أيضا",
    "اقرأ المزيد",
    "شاهد أيضا",
    "بیشتر بخوانید",
    "همچنین بخوانید",
    "یہ بھی پڑھیں",
    "مزید پڑھیں",
    "קראו גם",
    "קראו עוד",
    "ראו גם",
    "यह भी पढ़ें",
    "और पढ़ें",
    "ये भी पढ़ें",
    "আরও পড়ুন",
    "আরো পড়ুন",
    "மேலும் படிக்க",
    "ఇది కూడా చదవండి",
    "इसे भी पढ़ें",
    "อ่านเพิ่มเติม",
    "อ่านต่อ",
    "ข่าวที่เกี่ยวข้อง",
    "xem thêm",
    "đọc thêm",
    "baca juga",
    "baca selengkapnya",
    "lihat juga",
    "basahin din",
    "soma pia",
    "lees ook",
    "延伸阅读",
    "延伸閱讀",
    "相关阅读",
    "相關閱讀",
    "相关新闻",
    "相關新聞",
    "更多内容",
    "関連記事",
    "あわせて読みたい",
    "続きを読む",
    "관련기사",
    "관련 기사",
    "더 보기",
    "더 읽기",
    "დაწვრილებით",
    "կարդացեք նաև",
    "ተጨማሪ ያንብቡ",
];

/// The same by their first character.
static BY_FIRST: LazyLock<FxHashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut table: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
    for prefix in PREFIXES {
        if let Some(first) = prefix.chars().next() {
            table.entry(first).or_default().push(prefix);
        }
    }
    table
});

/// Longest rest of a pointer, in bytes: a title, not a paragraph.
const MAX_REST_BYTES: usize = 400;

/// Whether a block only points to something else: a known beginning, then a colon, a dash or a link, then something like a title.
pub(super) fn is_promo(text: &str, codes: &[Inline]) -> bool {
    let Some(length) = prefix_length(text) else {
        return false;
    };
    let rest = text[length..].trim_start();
    let link = codes
        .iter()
        .find(|code| code.markup == Markup::Link && code.edge == Edge::Open)
        .map(|code| code.span.start as usize);
    let mark = rest
        .chars()
        .next()
        .filter(|c| ":：-–—»>|/→".contains(*c))
        .map_or(0, char::len_utf8);
    let title = rest[mark..].trim_start_matches(|c: char| c.is_whitespace() || ":»>-–—".contains(c));
    let linked = link.is_some_and(|link| link <= text.len() - title.len());
    let title_like = title.len() <= MAX_REST_BYTES && !title.ends_with(['.', '。', '।', '۔']);
    (mark > 0 || linked) && !title.is_empty() && (title_like || (linked && title.len() <= MAX_REST_BYTES))
}

/// The length of the known beginning of `text`, ended by something else than a letter.
fn prefix_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?.to_lowercase().next()?;
    BY_FIRST
        .get(&first)?
        .iter()
        .filter_map(|prefix| starts_with(text, prefix))
        .max()
}

fn starts_with(text: &str, prefix: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for expected in prefix.chars() {
        let (_, c) = chars.next()?;
        if c != expected && !c.to_lowercase().eq([expected]) {
            return None;
        }
    }
    let (at, next) = chars.next()?;
    (!next.is_alphabetic()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    fn link(text: &str) -> Vec<Inline> {
        text.find('[').map_or(Vec::new(), |at| {
            vec![Inline {
                id: 1,
                edge: Edge::Open,
                markup: Markup::Link,
                span: Span::new(at, at),
                source: Span::default(),
                data: String::new(),
                target: None,
            }]
        })
    }

    #[test]
    fn a_pointer_needs_a_mark_or_a_link_after_its_beginning() {
        // `[` draws the start of a link.
        let cases = [
            ("Read more: The bridge opens on Friday", true),
            (
                "Read more old forecasts and you will notice how often they fail.",
                false,
            ),
            ("READ ALSO [The bridge opens", true),
            ("Lesen Sie auch: Die Brücke wird geöffnet", true),
            ("Читайте также: Мост откроют в пятницу", true),
            ("Watch the sky tonight, she said.", false),
            ("延伸阅读：大桥周五开通", true),
            (
                "Related: it was a long and unrelated story, he said, and then he told it.",
                false,
            ),
            ("Read more:", false),
        ];
        for (text, expected) in cases {
            let codes = link(text);
            let text = text.replace('[', "");
            assert_eq!(is_promo(&text, &codes), expected, "{text}");
        }
    }
}
