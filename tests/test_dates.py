"""Time expressions: the cases of each language, values written and read back, and what must never happen."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lang
from pipeline.document import Annotation, Date, Document, Name
from pipeline.extractors.dates import RULES, dates, find, periods
from pipeline.extractors.dates.numerals import german, german_ordinals, german_year
from pipeline.extractors.dates.rules import ATOM, SETS
from pipeline.extractors.dates.words import lexicon

MONTHS = {
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
DASHES = st.sampled_from(["-", "–", "—", " – ", " - "])
LANGUAGES = st.sampled_from(["ru", "de"])


def written(value: Date) -> str:
    """A value as the cases write it: type, value, anchor (where it may differ), offset, modifier."""
    parts = [value.type, value.value]
    if value.type in ("DATE", "TIME") and not (value.value or "").endswith("_REF"):
        parts.append(value.anchor)
    return " ".join(p for p in (*parts, value.offset, value.modifier) if p)


def cases() -> list[tuple[str, dict[str, object]]]:
    out = []
    for language in lang.LANGUAGES:
        text = (files("pipeline.lang") / language / "cases" / "dates.jsonl").read_text(encoding="utf-8")
        out += [(language, json.loads(line)) for line in text.splitlines() if line.strip()]
    return out


@pytest.mark.parametrize(("language", "case"), cases())
def test_case(language: str, case: dict[str, object]) -> None:
    marked = str(case["text"])
    text = marked.replace("[", "").replace("]", "")
    published = date.fromisoformat(str(case["published_on"])) if "published_on" in case else None
    found = find(text, language, published)
    shown, at = "", 0
    for a in found:
        shown += f"{text[at : a.start]}[{text[a.start : a.end]}]"
        at = a.end
    assert shown + text[at:] == marked
    assert [written(a.value) for a in found] == case["dates"]
    assert all(a.rule for a in found)


def test_enough_cases() -> None:
    for language in lang.LANGUAGES:
        assert sum(one == language for one, _ in cases()) >= 300


def only(text: str, language: str, published: date | None = None) -> Date:
    found = find(text, language, published)
    assert len(found) == 1, (text, found)
    return found[0].value


@given(DAYS, LANGUAGES)
def test_a_day_is_read_back(day: date, language: str) -> None:
    month = MONTHS[language][day.month - 1]
    forms = {
        "ru": (
            f"{day.day} {month} {day.year} года",
            f"{day.day} {month} {day.year} г.",
            f"{day.day}-го {month} {day.year}-го",
            f"{day:%d.%m.%Y}",
            f"{day:%d/%m/%Y}",
            f"{day}",
        ),
        "de": (
            f"{day.day}. {month} {day.year}",
            f"{day.day}. {month} des Jahres {day.year}",
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d.%m.%Y}".replace(".", ". "),
            f"{day}",
        ),
    }
    for form in forms[language]:
        value = only(form, language)
        assert (value.begins, value.ends, value.value, value.anchor) == (day, day, day.isoformat(), "explicit"), form


@given(DAYS, DAYS, LANGUAGES, DASHES)
def test_a_range_of_days_is_read_back(a: date, b: date, language: str, dash: str) -> None:
    first, last = sorted((a, b))
    if first == last:
        return
    text = f"{first:%d.%m.%Y}{dash}{last:%d.%m.%Y}"
    assert (only(text, language).begins, only(text, language).ends) == (first, last)


@given(st.integers(1950, 2090), st.integers(1, 9), LANGUAGES, DASHES)
def test_a_range_of_years_is_read_back(year: int, more: int, language: str, dash: str) -> None:
    text = f"{year}{dash}{year + more} годы" if language == "ru" else f"Jahre {year}{dash}{year + more}"
    value = only(text, language)
    assert (value.value, value.begins, value.ends) == (
        f"{year}/{year + more}", date(year, 1, 1), date(year + more, 12, 31),
    )  # fmt: skip


@given(st.integers(1, 4), st.integers(1990, 2090), LANGUAGES)
def test_a_quarter_is_read_back(number: int, year: int, language: str) -> None:
    roman = ("I", "II", "III", "IV")[number - 1]
    ordinal = {"ru": "первый второй третий четвёртый", "de": "erstes zweites drittes viertes"}[language].split()[
        number - 1
    ]
    forms = {
        "ru": (f"{roman} квартал {year} года", f"{number}-й квартал {year} г.", f"{ordinal} квартал {year}-го"),
        "de": (
            f"{roman}. Quartal {year}",
            f"{number}. Quartal {year}",
            f"{ordinal} Quartal {year}",
            f"Q{number} {year}",
        ),
    }
    for form in forms[language]:
        assert only(form, language).value == f"{year}-Q{number}", form


@given(st.integers(2, 60), st.sampled_from(["Y", "M", "W", "D"]), DAYS, LANGUAGES)
def test_ago_and_ahead_are_shifts(n: int, grain: str, published: date, language: str) -> None:
    unit = {
        "ru": {"Y": "лет", "M": "месяцев", "W": "недель", "D": "дней"},
        "de": {"Y": "Jahren", "M": "Monaten", "W": "Wochen", "D": "Tagen"},
    }[language][grain]
    past, future = (
        (f"{n} {unit} назад", f"через {n} {unit}") if language == "ru" else (f"vor {n} {unit}", f"in {n} {unit}")
    )
    for text, sign in ((past, -1), (future, 1)):
        value = only(text, language, published)
        assert value.offset == f"{sign * n:+d}{grain}"
        wanted = periods.shifted(published, sign * n, grain)
        assert (value.begins, value.ends, value.anchor) == (wanted.begins, wanted.ends, "published")
        unresolved = only(text, language)
        assert (unresolved.begins, unresolved.value, unresolved.anchor) == (None, None, "none")


@given(DAYS, DAYS, LANGUAGES)
def test_a_day_without_year_is_near_the_publication(day: date, published: date, language: str) -> None:
    text = (
        f"{day.day} {MONTHS['ru'][day.month - 1]}" if language == "ru" else f"{day.day}. {MONTHS['de'][day.month - 1]}"
    )
    value = only(text, language, published)
    assert value.anchor == "published" and value.begins is not None
    assert (value.begins.month, value.begins.day) == (day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert abs(value.begins - published) <= timedelta(184)


@given(st.integers(0, 23), st.integers(0, 59), DAYS)
def test_a_time_is_read_back(hour: int, minute: int, published: date) -> None:
    for text, language in ((f"в {hour:02}:{minute:02}", "ru"), (f"um {hour:02}:{minute:02} Uhr", "de")):
        value = only(text, language, published)
        assert (value.type, value.value) == ("TIME", f"{published}T{hour:02}:{minute:02}")


@given(st.integers(1, 99))
def test_german_number_words_are_read_back(n: int) -> None:
    assert only(f"{german(n) if n > 1 else 'eine'} Wochen", "de").value == f"P{n}W"
    if n <= 31:
        for ordinal in german_ordinals(n):
            assert only(f"{ordinal} Mai 2024", "de").value == f"2024-05-{n:02}"


@given(st.integers(2001, 2099))
def test_german_year_words_are_read_back(year: int) -> None:
    assert only(f"Jahr {german_year(year)}", "de").value == str(year)


@pytest.mark.parametrize("year", [1900, 1999, 2000, 2024, 2038, 2100])
def test_easter(year: int) -> None:
    western = {1900: "04-15", 1999: "04-04", 2000: "04-23", 2024: "03-31", 2038: "04-25", 2100: "03-28"}
    orthodox = {1900: "04-22", 1999: "04-11", 2000: "04-30", 2024: "05-05", 2038: "04-25", 2100: "05-02"}
    assert periods.easter(year).strftime("%m-%d") == western[year]
    assert periods.orthodox_easter(year).strftime("%m-%d") == orthodox[year]


def test_every_holiday_has_a_day() -> None:
    for language in lang.LANGUAGES:
        for name, rule in lang.table(language, "dates_holidays").items():
            assert periods.holiday(2025, rule).begins.year == 2025, name


def test_tables_name_only_classes_that_something_reads() -> None:
    beside = {"ADVERB", "COMPARES", "EVENTNOUN", "HERR", "NO", "NOWNOUN", "WHEN"}  # read by guards, not by a pattern
    for language in lang.LANGUAGES:
        named = {m[4] for rule in RULES[language] for m in ATOM.finditer(rule.pattern) if m[4]}
        known = {c for name in named for c in SETS.get(name, (name,))} | beside
        words = lexicon(language)
        meanings = [*words.words.values(), *(p.meaning for phrases in words.phrases.values() for p in phrases)]
        assert {name for name, _ in meanings if not name.startswith("UNIT")} <= known


def document(text: str, **more: object) -> Document:
    return Document("x", "x", text, text, language="de", **more)  # type: ignore[arg-type]


def test_only_the_body_counts() -> None:
    text = "12. Mai 2025 Menü\nDer Vertrag gilt ab 1. Juni 2025.\n© 2011–2025"
    start = text.index("Der")
    found = dates(document(text, body=((start, text.index("\n©")),))).dates
    assert [text[a.start : a.end] for a in found] == ["1. Juni 2025"]


def test_names_hide_what_they_hold() -> None:
    text = "Das Forum Innovation 2024 fand 2024 statt."
    names = (Annotation(4, 25, Name("EVENT")),)
    found = dates(document(text, body=((0, len(text)),), names=names)).dates
    assert [a.start for a in found] == [text.rindex("2024")]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,:-–/ \n’'()ягодамйвеTagJhrmonM№%$€İß"), max_size=80), LANGUAGES)
def test_nothing_raises(text: str, language: str) -> None:
    last = 0
    for a in find(text, language, date(2024, 2, 29)):
        assert last <= a.start < a.end <= len(text)
        last = a.end
        if a.value.begins is not None:
            assert a.value.ends is not None and a.value.begins <= a.value.ends


def test_a_megabyte_of_almost_dates() -> None:
    text = (
        "12.05.-3–1/2/1.1.1--5..'000 " + "янв" * 9 + " 1-" * 9 + "мар.ма.м. Jan.Jä Mrz1.1.Sep.–" + "2024-" * 5
    ) * 8000
    assert len(text) > 1_000_000
    for language in lang.LANGUAGES:
        begun = time.process_time()
        find(text, language, date(2024, 5, 5))
        assert time.process_time() - begun < 60


ALMOST = (
    "1", "1.", "1-", "1/", "12.05.", "1 ", "5–", "12:", "'1", "января ", "Mai ", "янв.", "1. ", "und 1. ", "bis ", "(",
    "(1)", "5 и ", "год ", "vor ", "двадцать ", "2024–", "2024 и ", "Montag, ", "в ", "ein ", "heute ", "сегодня ",
    "am 5. ",
)  # fmt: skip


@pytest.mark.parametrize("piece", ALMOST)
def test_time_is_linear(piece: str) -> None:
    """What might make a pattern go back and forth: sixteen times the text takes no hundred times the time."""
    for language in lang.LANGUAGES:
        took = []
        for size in (2_500, 40_000):
            text = (piece * (size // len(piece) + 1))[:size]
            begun = time.process_time()
            find(text, language, date(2024, 5, 5))
            took.append(time.process_time() - begun)
        assert took[1] < max(1.0, 100 * took[0])
