//! The words that authors of pages put into class, id and role, and what they say of the text inside.

use super::signals::Groups;

/// The groups a word belongs to, as bits of [`Groups`].
pub(super) fn groups_of(word: &str) -> Groups {
    match word {
        "article" | "articlebody" | "artikel" | "articulo" | "body" | "content" | "contenido"
        | "conteudo" | "contenu" | "inhalt" | "entry" | "post" | "story" | "storytext" | "text" | "texte"
        | "texto" | "nota" | "noticia" | "detail" | "detalle" | "main" | "prose" | "richtext"
        | "paragraph" | "hentry" | "blog" | "blogpost" | "page" | "maincontent" | "articletext"
        | "storybody" | "postbody" | "entrycontent" => Groups::BODY,
        "nav" | "navi" | "navbar" | "navigation" | "menu" | "submenu" | "breadcrumb" | "breadcrumbs"
        | "toolbar" | "pagination" | "pager" | "paging" | "paginate" | "tabs" | "tablist" | "toc"
        | "skip" | "skiplink" | "sitemap" | "menubar" | "megamenu" | "topbar" | "masthead" | "dropdown"
        | "hamburger" => Groups::NAVIGATION,
        "footer" | "foot" | "copyright" | "legal" | "imprint" | "impressum" | "disclaimer"
        | "contentinfo" | "colophon" | "bottombar" | "disclosure" => Groups::FOOTER,
        "sidebar" | "side" | "rail" | "aside" | "widget" | "widgets" | "rightcol" | "leftcol"
        | "rightcolumn" | "leftcolumn" | "complementary" | "rightrail" | "marginalia" => Groups::SIDE,
        "comment" | "comments" | "commentlist" | "commentary" | "disqus" | "respond" | "reply"
        | "replies" | "discussion" | "kommentar" | "kommentare" | "comentarios" | "commentaires"
        | "livefyre" | "coral" | "viafoura" | "feedback" | "reactions" | "kommentarer" | "comentario" => {
            Groups::COMMENT
        }
        "share" | "sharing" | "shares" | "sharebar" | "sharetools" | "social" | "socials" | "follow"
        | "facebook" | "twitter" | "whatsapp" | "addthis" | "sharethis" | "addtoany" | "socialmedia"
        | "teilen" | "sharedaddy" | "compartir" => Groups::SHARE,
        "related" | "relatedarticles" | "relatedposts" | "recommend" | "recommended" | "recommendation"
        | "recommendations" | "recirc" | "recirculation" | "more" | "morefrom" | "popular" | "trending"
        | "teaser" | "teasers" | "mostread" | "mostpopular" | "also" | "readmore" | "readalso" | "promo"
        | "promos" | "promobox" | "outbrain" | "taboola" | "carousel" | "suggested" | "suggestions"
        | "latest" | "ticker" | "upnext" | "onward" | "crosslinks" | "seealso" | "topstories" | "jp"
        | "zergnet" | "revcontent" | "similar" | "otherposts" | "storylist" | "newslist" | "linkbox"
        | "furtherreading" | "tease" | "yarpp" | "recents" | "recent" => Groups::RELATED,
        "ad" | "ads" | "adv" | "advert" | "adverts" | "advertisement" | "advertising" | "adslot"
        | "adunit" | "adbox" | "adsense" | "dfp" | "gpt" | "sponsor" | "sponsored" | "sponsors"
        | "banner" | "banners" | "anzeige" | "werbung" | "publicidad" | "reklama" | "affiliate"
        | "commercial" => Groups::AD,
        "cookie" | "cookies" | "cookiebar" | "cookiebanner" | "consent" | "gdpr" | "modal" | "popup"
        | "overlay" | "lightbox" | "onetrust" | "cmp" | "alert" | "dialog" | "alertdialog" | "toast"
        | "interstitial" | "tooltip" | "infobar" | "notification" | "notifications" | "qtip" => {
            Groups::NOTICE
        }
        "paywall" | "subscribe" | "subscription" | "subscriptions" | "subscriber" | "newsletter"
        | "newsletters" | "signup" | "login" | "signin" | "register" | "registration" | "regwall"
        | "optin" | "donate" | "donation" | "membership" | "piano" | "mailchimp" | "inscription" | "abo"
        | "metered" => Groups::SIGN_UP,
        "meta" | "metadata" | "tag" | "tags" | "tagged" | "category" | "categories" | "kicker"
        | "eyebrow" | "info" | "bio" | "rubric" | "keywords" | "topics" | "topic" | "label" | "labels"
        | "postmeta" | "readingtime" | "articlemeta" | "taglist" | "overline" => Groups::META,
        "author" | "authors" | "byline" | "autor" | "autoren" | "auteur" | "contributor" | "contributors"
        | "writer" | "writers" | "reporter" => Groups::BYLINE,
        "date" | "datetime" | "dateline" | "time" | "timestamp" | "published" | "pubdate" | "datum"
        | "fecha" | "updated" | "datepublished" | "datemodified" | "publish" => Groups::DATE,
        "caption" | "captions" | "credit" | "credits" | "figure" | "gallery" | "slideshow" | "photo"
        | "photos" | "figcaption" | "bildunterschrift" | "legend" | "imagecaption" | "copyrightholder" => {
            Groups::CAPTION
        }
        "title" | "headline" | "heading" | "header" | "hed" | "titre" | "titulo" | "titel" | "headings" => {
            Groups::HEAD
        }
        "deck" | "dek" | "standfirst" | "subtitle" | "subheadline" | "subheading" | "subhead" | "lead"
        | "lede" | "intro" | "summary" | "excerpt" | "chapo" | "vorspann" | "abstract" | "teasertext"
        | "ingress" | "entradilla" | "bajada" | "sottotitolo" | "kurztext" => Groups::DECK,
        "hidden" | "visuallyhidden" | "offscreen" | "noprint" | "screen" | "sr" | "collapse" => {
            Groups::HIDDEN
        }
        _ => Groups::default(),
    }
}
