"""German forms: what a verb's principal parts give, and a noun without its ending."""

from __future__ import annotations

from collections.abc import Iterator

_INSEPARABLE = ("be", "ent", "er", "ge", "miss", "ver", "wider", "zer", "unter", "über", "voll")


def conjugate(infinitive: str, past: str = "", participle: str = "", third: str = "") -> Iterator[tuple[str, str, str]]:
    """The forms of a verb as (form, tense, particle that stands apart).

    `infinitive` holds a stroke after a separable particle („ab|schließen“); `past` and `participle` are those of
    a strong verb („schloss“, „abgeschlossen“) and are left out for a weak one; `third` is „läuft“ where it changes.
    """
    particle, _, core = infinitive.rpartition("|")
    stem = core.removesuffix("n").removesuffix("e")
    soft = stem.endswith(("t", "d", "chn", "ckn", "gn", "ffn"))
    present = stem + ("et" if soft else "t")
    if not past:
        past = stem + ("ete" if soft else "te")
        bare = core.startswith(_INSEPARABLE) or core.endswith("ieren")
        participle = particle + ("" if bare else "ge") + present
    for form in {present, core, stem + "e", third or present}:
        yield form, "pres", particle
        if particle:
            yield particle + form, "inf" if form == core else "pres", ""
    for form in {past, past + "n" if past.endswith("e") else past + "en"}:
        yield form, "past", particle
        if particle:
            yield particle + form, "past", ""
    yield participle, "part", ""
    for ending in ("e", "en", "er", "es", "em"):
        yield participle + ending, "attr", ""
    if particle:
        yield particle + "zu" + core, "zu", ""


def undeclined(noun: str) -> tuple[str, ...]:
    """A noun (folded) as it stands, and without a case ending."""
    forms = [noun]
    for ending in ("es", "s", "n", "en"):
        if noun.endswith(ending) and len(noun) > len(ending) + 3:
            forms.append(noun[: -len(ending)])
    return tuple(forms)


_MASCULINE = ("vertrag", "vertrags", "vertrages", "kontrakt", "plan", "pakt", "vergleich", "deal")
_FEMININE = ("ung", "kunft", "charta", "ation", "konvention", "roadmap", "akte", "map")


def gender(noun: str) -> str:
    """The gender of a word for an agreement (folded), by its last part: masc, femn or neut."""
    return "masc" if noun.endswith(_MASCULINE) else "femn" if noun.endswith(_FEMININE) else "neut"
