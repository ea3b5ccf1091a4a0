"""A sentence as tokens and mentions, and the people around an office in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from pipeline.document import Document, Sentence
from pipeline.extractors.roles.words import adjective
from pipeline.lang import fold, table
from pipeline.lang.morphology import parses

ARTICLES = frozenset(
    ("der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "eines", "einem", "einen", "beide", "beiden")
)


class Line:
    """A sentence's tokens, and which of them are mentions."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.language = document.language
        self.tokens = sentence.tokens
        self.names = document.names
        self.mention: dict[int, int] = {}  # token → mention that it belongs to
        starts = [t.start for t in self.tokens]
        spans = [a.start for a in document.names]
        for i in range(bisect_left(spans, sentence.start), len(document.names)):
            a = document.names[i]
            if a.start >= sentence.end:
                break
            for t in range(bisect_left(starts, a.start), len(self.tokens)):
                if self.tokens[t].start >= a.end:
                    break
                self.mention[t] = i

    def type(self, token: int) -> str | None:
        i = self.mention.get(token)
        return self.names[i].value.type if i is not None else None

    def after(self, token: int) -> int:
        """The first token past the mention that a token belongs to."""
        i = self.mention[token]
        while token in self.mention and self.mention[token] == i:
            token += 1
        return token

    def person_at(self, token: int) -> int | None:
        """The person named at a token, past honorifics, opening quotes and an article."""
        honorifics = table(self.language, "roles_honorifics")
        while token < len(self.tokens):
            if self.type(token) == "PER":
                then = self.after(token)
                if self.language == "ru" and self.type(then) == "PER":
                    return self.mention[then]  # «адвокат Абдрахманова Айзада Исаева»
                return self.mention[token]
            text = fold(self.tokens[token].text).rstrip(".")
            titled = all(p in honorifics for p in text.replace(".", "").split("-") if p)
            if not titled and self.tokens[token].text != "." and text not in ("-",):
                return None
            if self.tokens[token].text == "." and not (token and fold(self.tokens[token - 1].text) in honorifics):
                return None
            token += 1
        return None

    def word(self, token: int) -> str:
        return self.tokens[token].text if 0 <= token < len(self.tokens) else ""


def also(line: Line, person: int) -> list[int]:
    """The people named together with one: «Токаев и Мирзиёев»."""
    found: list[int] = []
    token = max(t for t, i in line.mention.items() if i == person) + 1
    while token + 1 < len(line.tokens) and fold(line.word(token)) in ("и", "und", ",", "sowie"):
        joined = fold(line.word(token)) != ","
        other = line.person_at(token + 1)
        if other is None:
            return found if found or joined else []
        found.append(other)
        token = max(t for t, i in line.mention.items() if i == other) + 1
        if joined:
            return found
    return []


def person_before(line: Line, first: int) -> int | None:
    """The person an office follows: «Иван Петров, гендиректор …», „Aigul Sergasina ist Direktorin …“."""
    token, comma, verb = first - 1, False, False
    skip = {*table(line.language, "roles_adverbs"), *(ARTICLES if line.language == "de" else ())}
    copulas = table(line.language, "roles_copulas")
    steps = 0
    while token >= 0 and steps < 7:
        if line.type(token) == "PER":
            direct = token == first - 1
            if comma or verb or (direct and line.language == "de" and _copula_before(line, token)):
                return line.mention[token]
            return None
        text = line.word(token)
        if token in line.mention:
            return None
        if (text == "," and not comma) or (text in ("–", "—") and not comma) or (text == "(" and not comma):
            comma = True
        elif text == ")" and not comma:
            token = next((i for i in range(token, -1, -1) if line.word(i) == "("), 0)
        elif _is_copula(text, line.language, copulas):
            verb = True
        elif (
            fold(text) in skip
            or adjective(text, line.language) == "time"
            or (verb and line.language == "de" and (text.isdigit() or fold(text) in ("schon", "bereits", "seit")))
        ):
            pass
        elif line.language == "de" and not comma and text.isalnum():
            return _subject(line, token)
        else:
            return None
        token -= 1
        steps += 1
    return None


def _subject(line: Line, token: int) -> int | None:
    """„Anahit Hakobjan ist seit dem Frühling Botschafterin“: the person before the copula, only words between."""
    for t in range(token, max(token - 7, 0), -1):
        if not line.word(t).isalnum() or line.type(t) is not None:
            return None
        if fold(line.word(t)) in ("ist", "war", "wurde", "wird", "bleibt") and line.type(t - 1) == "PER":
            return line.mention[t - 1]
    return None


def _is_copula(text: str, language: str, copulas: Mapping[str, str]) -> bool:
    if fold(text) in copulas:
        return True
    if language == "ru":
        return any(
            fold(p.normal_form) in copulas for p in parses(text) if p.tag.POS in ("VERB", "PRTS", "PRTF", "INFN")
        )
    return False


def _copula_before(line: Line, token: int) -> bool:
    first = min(t for t, i in line.mention.items() if i == line.mention[token])
    return any(fold(line.word(first - n)) in ("ist", "war", "wird", "wurde", "bleibt") for n in (1, 2))
