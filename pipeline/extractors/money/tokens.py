"""Words, numbers and marks of a stretch of text, and what stands between them."""

from __future__ import annotations

from pipeline.extractors.money.lexicon import TOKEN

NONE, BLANK, LINE, FAR = range(4)  # what stands before a token: nothing, a blank, a line break, anything else
DASHES = frozenset("-–—−‒‐‑")


class Tokens:
    """The tokens of one stretch of text. `words` are folded; `glue[i]` is what stands before token `i`."""

    def __init__(self, text: str, start: int, end: int, language: str) -> None:
        self.text, self.language = text, language
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.glue: list[int] = []
        folded = text[start:end].lower().replace("ё", "е")
        if len(folded) != end - start:  # a letter whose small form is longer (İ)
            folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end]).replace("ё", "е")
        last = 0
        for match in TOKEN.finditer(folded):
            a, b = match.span()
            if a == last:
                self.glue.append(NONE)
            elif a - last == 1 and folded[last] != "\n":
                self.glue.append(BLANK)
            else:
                gap = folded[last:a]
                self.glue.append(
                    FAR if not gap.isspace() or gap.count("\n") > 1 or a - last > 40 else LINE if "\n" in gap else BLANK
                )
            last = b
            self.starts.append(start + a)
            self.ends.append(start + b)
            self.words.append(match.group())
        self.count = len(self.words)
        self.told: dict[int, tuple[str, float] | None] = {}  # what words tell of amounts, once looked up

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < self.count else ""

    def near(self, i: int, most: int = BLANK) -> bool:
        """Does token `i` follow the one before it with at most this between them?"""
        return 0 < i < self.count and self.glue[i] <= most

    def original(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]
