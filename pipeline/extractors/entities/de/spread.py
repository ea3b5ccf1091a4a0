"""One name, one type, everywhere in a German document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline import lang
from pipeline.extractors.entities.de.firms import legal_end
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.de.places import ambiguous
from pipeline.extractors.entities.gazetteer import gazetteer, search
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, Word, settle

TABLES = ("entities_classes", "entities_bodies", "entities_titles", "entities_events")


def spread(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, voted to one type for each name, and the places where a sure name stands unmarked.

    A firm's short name and a person's surname are surer than what the model alone makes of the word.
    """
    voted = _vote(words, mentions)
    names: list[tuple[str, str]] = []
    firms: list[tuple[str, str]] = []
    surnames: list[tuple[str, str]] = []
    for m in voted:
        inside = words[m.start : m.end]
        if m.type == "PER" and len(inside) > 1 and inside[-1].capital and len(inside[-1].text) > 2:
            surnames.append((_surname(inside), "PER"))
        elif m.type and m.type != "PER":
            first, *short = _forms(inside, m.type) or [""]
            names += [(first, m.type)] if first else []
            firms += [(name, m.type) for name in short]
    covered = {i: m for m in voted for i in range(m.start, m.end)}
    added = []
    for found, rule, strength in ((names, "again", 0.4), (firms, "firm-again", 11.5), (surnames, "surname", 11.4)):
        trie = gazetteer(found, "de", nominative=False)
        for start, end, kind_, _ in search(words, trie, "de"):
            longest = max((o.end - o.start for k in (start, end - 1) if (o := covered.get(k))), default=0)
            if end - start >= longest:
                added.append(Mention(start, end, kind_, f"de.{rule}", strength))
    return settle([m._replace(strength=m.strength + 10) for m in voted] + added, len(words))


def _surname(inside: Sequence[Word]) -> str:
    """„von Treskow-Mahler“ of „Silke von Treskow-Mahler“."""
    particles = lang.table("de", "entities_particles")
    k = len(inside) - 1
    while k > 1 and inside[k - 1].fold in particles:
        k -= 1
    return " ".join(w.text for w in inside[k:])


def _forms(inside: Sequence[Word], type_: str) -> list[str]:
    """The name, and the short forms of a firm: without its legal form, and its first word."""
    texts = [w.text for w in inside]
    if len(inside) == 1:
        word = inside[0]
        plain = word.fold not in ambiguous() and not any(kind(word.text, t) == "none" for t in TABLES)
        return texts if plain and len(word.text) > 1 and word.text[0].isupper() else []
    forms = [" ".join(texts)]
    for k in range(1, len(inside)):
        if type_ == "ORG" and legal_end(inside, k) == len(inside):
            forms.append(" ".join(texts[:k]))
            # „Palm Crescent“ of „Palm Crescent Yachts LLC“
            forms += [" ".join(texts[:j]) for j in range(2, k) if len(texts[j - 1]) > 4 and texts[j - 1][-2:] != "er"]
            first = inside[0]
            usual = any(kind(first.text, t) for t in TABLES) or first.fold.endswith(("er", "sche", "ische", "schen"))
            if not usual and len(first.text) > 3:
                forms.append(first.text)
            break
    return forms


def _vote(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    weights: dict[str, Counter[str]] = defaultdict(Counter)

    def key(m: Mention) -> str:
        return " ".join(min(stems(w.text, "de"), key=len) for w in words[m.start : m.end])

    for m in mentions:
        if m.type:
            weights[key(m)][m.type] += round(10 * m.strength)
    result = []
    for m in mentions:
        options = weights.get(key(m), Counter())
        if m.type and m.strength < 3 and len(options) > 1:
            m = m._replace(type=options.most_common(1)[0][0])
        result.append(m)
    return result
