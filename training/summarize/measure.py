"""ROUGE-1 and ROUGE-2 for every language alike: words are runs of letters, marks and digits, folded; characters in scripts without
spaces. No stemming, no stop words. Of several references the best counts."""
import collections
import random
import statistics

import regex

UNSPACED = frozenset("zh ja th km lo my".split())
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
CHARACTER = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]\p{M}*|[\p{L}\p{N}\p{M}]+")
# Marks and joiners that are written or left out at will.
OPTIONAL = regex.compile(r"[\u064b-\u0652\u0670\u0640\u00ad\u200b-\u200d\u2060]")


def units(text, language):
    """What is counted: words, or characters."""
    folded = OPTIONAL.sub("", text.casefold())
    return (CHARACTER if language in UNSPACED else WORD).findall(folded)


def f1_and_recall(found, wanted):
    hit = sum((collections.Counter(found) & collections.Counter(wanted)).values())
    recall = hit / len(wanted) if wanted else 0.0
    precision = hit / len(found) if found else 0.0
    return (2 * precision * recall / (precision + recall) if hit else 0.0), recall


def pairs(words):
    return list(zip(words, words[1:]))


def rouge(found, references):
    """((F1, recall) of ROUGE-1, the same of ROUGE-2), in percent."""
    ones = max(f1_and_recall(found, reference) for reference in references)
    twos = max(f1_and_recall(pairs(found), pairs(reference)) for reference in references)
    return tuple(100 * value for value in ones), tuple(100 * value for value in twos)


def interval(differences, seed=1, times=1000):
    """95% of the macro means over groups of differences when articles are drawn anew inside every group."""
    chance = random.Random(seed)
    means = sorted(
        statistics.fmean(statistics.fmean(chance.choices(group, k=len(group))) for group in differences) for _ in range(times)
    )
    return means[int(0.025 * times)], means[int(0.975 * times)]
