"""Rankings by the summarizers of sumy, on the sentences that this program cuts, with sumy's own stemmers and stop words where it has
them for the language. Its tokenizers are made for a few European languages; words are found here as they are scored."""
import warnings

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from measure import units

NAMES = {"fr": "french", "de": "german", "en": "english", "ru": "russian", "ar": "arabic", "nb": "norwegian", "nn": "norwegian", "tr": "turkish"}
PEERS = {"TextRank": TextRankSummarizer, "Edmundson": EdmundsonSummarizer, "LSA": LsaSummarizer, "LexRank": LexRankSummarizer}


class Words:
    """The tokenizer that sumy's documents ask."""

    def __init__(self, language):
        self.language = language

    def to_words(self, text):
        return tuple(units(text, self.language))


def _all_best_first(self, sentences, count, rating, *arguments, **named):
    """In the place of sumy's choice of the best: the whole ranking, the earlier of equals first."""
    rate = rating if callable(rating) else lambda sentence: rating[sentence]
    sentences = list(sentences)
    scores = [rate(sentence, *arguments, **named) for sentence in sentences]
    return sorted(range(len(sentences)), key=lambda place: -scores[place])


AbstractSummarizer._get_best_sentences = _all_best_first


def rank(name, sentences, title, language):
    """Places of the sentences, best first."""
    words = Words(language)
    try:
        stemmer = Stemmer(NAMES[language])
    except (KeyError, LookupError):
        stemmer = null_stemmer
    try:
        stop_words = get_stop_words(NAMES[language])
    except (KeyError, LookupError):
        stop_words = frozenset()
    heading = [Sentence(title, words, is_heading=True)] if title else []
    document = ObjectDocumentModel([Paragraph(heading + [Sentence(sentence, words) for sentence in sentences])])
    summarizer = PEERS[name](stemmer)
    if name == "Edmundson":
        # sumy wants at least one.
        summarizer.null_words = stop_words or frozenset([""])
        summarizer.bonus_words = units(title, language) if title else PlaintextParser.SIGNIFICANT_WORDS
        summarizer.stigma_words = PlaintextParser.STIGMA_WORDS
    else:
        summarizer.stop_words = stop_words
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(summarizer(document, len(sentences)))
