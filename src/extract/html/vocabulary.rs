//! The words that authors of pages put into class, id and role, and what they say of the text inside.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::signals::Groups;

/// Words and the group of all of them. A word stands once.
const WORDS: &[(Groups, &str)] = &[
    (
        Groups::BODY,
        "article articlebody artikel articulo body content contenido conteudo contenu inhalt entry post \
             story storytext text texte texto nota noticia detail detalle main prose richtext paragraph \
             hentry blog blogpost page maincontent articletext storybody postbody entrycontent",
    ),
    (
        Groups::NAVIGATION,
        "nav navi navbar navigation menu submenu breadcrumb breadcrumbs toolbar pagination pager paging \
             paginate tabs tablist toc skip skiplink sitemap menubar megamenu topbar masthead dropdown \
             hamburger",
    ),
    (
        Groups::FOOTER,
        "footer foot copyright legal imprint impressum disclaimer contentinfo colophon bottombar \
             disclosure",
    ),
    (
        Groups::SIDE,
        "sidebar side rail aside widget widgets rightcol leftcol rightcolumn leftcolumn complementary \
             rightrail marginalia",
    ),
    (
        Groups::COMMENT,
        "comment comments commentlist commentary disqus respond reply replies discussion kommentar \
             kommentare comentarios commentaires livefyre coral viafoura feedback reactions kommentarer \
             comentario",
    ),
    (
        Groups::SHARE,
        "share sharing shares sharebar sharetools social socials follow facebook twitter whatsapp \
             addthis sharethis addtoany socialmedia teilen sharedaddy compartir",
    ),
    (
        Groups::RELATED,
        "related relatedarticles relatedposts recommend recommended recommendation recommendations \
             recirc recirculation more morefrom popular trending teaser teasers mostread mostpopular also \
             readmore readalso promo promos promobox outbrain taboola carousel suggested suggestions latest \
             ticker upnext onward crosslinks seealso topstories jp zergnet revcontent similar otherposts \
             storylist newslist linkbox furtherreading tease yarpp recents recent",
    ),
    (
        Groups::AD,
        "ad ads adv advert adverts advertisement advertising adslot adunit adbox adsense dfp gpt sponsor \
             sponsored sponsors banner banners anzeige werbung publicidad reklama affiliate commercial",
    ),
    (
        Groups::NOTICE,
        "cookie cookies cookiebar cookiebanner consent gdpr modal popup overlay lightbox onetrust cmp \
             alert dialog alertdialog toast interstitial tooltip infobar notification notifications qtip",
    ),
    (
        Groups::SIGN_UP,
        "paywall subscribe subscription subscriptions subscriber newsletter newsletters signup login \
             signin register registration regwall optin donate donation membership piano mailchimp \
             inscription abo metered",
    ),
    (
        Groups::META,
        "meta metadata tag tags tagged category categories kicker eyebrow info bio rubric keywords \
             topics topic label labels postmeta readingtime articlemeta taglist overline",
    ),
    (
        Groups::BYLINE,
        "author authors byline autor autoren auteur contributor contributors writer writers reporter",
    ),
    (
        Groups::DATE,
        "date datetime dateline time timestamp published pubdate datum fecha updated datepublished \
             datemodified publish",
    ),
    (
        Groups::CAPTION,
        "caption captions credit credits figure gallery slideshow photo photos figcaption \
             bildunterschrift legend imagecaption copyrightholder",
    ),
    (
        Groups::HEAD,
        "title headline heading header hed titre titulo titel headings",
    ),
    (
        Groups::DECK,
        "deck dek standfirst subtitle subheadline subheading subhead lead lede intro summary excerpt \
             chapo vorspann abstract teasertext ingress entradilla bajada sottotitolo kurztext",
    ),
    (
        Groups::HIDDEN,
        "hidden visuallyhidden offscreen noprint screen sr collapse",
    ),
];

/// The same by word.
static BY_WORD: LazyLock<FxHashMap<&[u8], Groups>> = LazyLock::new(|| {
    let words = WORDS.iter();
    words
        .flat_map(|(group, words)| words.split_whitespace().map(|word| (word.as_bytes(), *group)))
        .collect()
});

/// The groups a word in lower case belongs to.
pub(super) fn groups_of(word: &[u8]) -> Groups {
    BY_WORD.get(word).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_once() {
        let words: usize = WORDS
            .iter()
            .map(|(_, words)| words.split_whitespace().count())
            .sum();
        assert_eq!(BY_WORD.len(), words);
        assert_eq!(groups_of(b"breadcrumbs"), Groups::NAVIGATION);
        assert_eq!(groups_of(b"ormen"), Groups::NONE);
    }
}
