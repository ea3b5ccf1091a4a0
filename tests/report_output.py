"""An output folder for the report: four articles, one of them hostile, one HTML, one with signs of two UTF-16 units."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import records as R
from pipeline import tables

HOSTILE = "</script><script>window.hacked = 1</script><!-- <img src=x onerror='window.hacked = 2'>"
TITLE_RU = f"Минск и «Север» {HOSTILE} подписали меморандум"
RU = (
    f"Погода +3\nМеню\n\n{TITLE_RU}\n\nМинск и ООО «Север»\u2028подписали 19 сентября 2024 года меморандум о молоке на "
    f"5 млн долларов. {HOSTILE} Директор «Севера» Анна Пробная довольна.\n\nПохожие статьи: " + "ещё одна. " * 80
)
DE = "😀 Tester AG 😀 baut\n\nHAMBURG, 3. Mai. 😀 Die Tester AG plant mit Sewer einen Vertrag über 12,5 Mio. Euro.\n"
PAGE = (
    "<html><head><title>x</title><script>window.hacked = 3</script></head><body><nav>Start</nav><p>Minsk und "
    "<b>Sewer</b> unterzeichneten am 19.&nbsp;September 2024 ein &laquo;Memorandum&raquo;.</p></body></html>"
)
BARE = "В Астане тихо.\n"
RU_KEY, DE_KEY, PAGE_KEY, BARE_KEY = "ru01", "de01", "page01", "bare01"
TEXTS = {RU_KEY: RU, DE_KEY: DE, PAGE_KEY: PAGE, BARE_KEY: BARE}
EXACT = Decimal("12345678901234567890.1234")


def at(key: str, words: str, nth: int = 0) -> dict[str, Any]:
    """Where the words stand in the raw text of an article."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[key].index(words, start + 1)
    return {"doc_id": key, "start": start, "end": start + len(words), "text": words}


def _document(key: str, source: str, language: str, title: str | None, published: date | None) -> R.DocumentRecord:
    text = TEXTS[key]
    body = [(0, len(text))]
    if key == RU_KEY:
        body = [(text.index(TITLE_RU), text.index("Похожие"))]
    elif key == PAGE_KEY:
        body = [(text.index("Minsk"), text.index("</p>"))]
    return R.DocumentRecord(
        key, source, None, text, language, R.Score(0.9), title, ["А. Автор", "B. Autor"] if title else [], None,
        published, None, date(2026, 1, 30), [R.Stretch(*span) for span in body],
    )  # fmt: skip


def _mention(key: str, words: str, type: str, entity: str, nth: int = 0) -> R.MentionRecord:
    place = at(key, words, nth)
    return R.MentionRecord(
        f"{key}:m{place['start']}-{place['end']}", type=type, entity_id=entity, score=R.Score(0.5), **place
    )


def _entity(key: str, type: str, ru: str | None, de: str | None, kind: str | None, n: int) -> R.EntityRecord:
    return R.EntityRecord(key, type, ru or de or "", ru, de, kind, "BY" if kind else None, R.Count(n), R.Count(n))


def _agreement(key: str, words: str, nth: int, type: str, status: str, **more: Any) -> R.AgreementRecord:
    place = at(key, words, nth)
    columns: dict[str, Any] = {c.name: None for c in tables.columns(R.AgreementRecord)}
    columns |= place | {"agreement_id": f"{key}:a{place['start']}-{place['end']}", "type": type, "status": status}
    columns |= {"sentence_start": max(0, place["start"] - 40), "sentence_end": place["end"] + 5, "count": 1}
    return R.AgreementRecord(**(columns | more))


def rows() -> dict[str, list[Any]]:
    """The rows of every table."""
    signed = date(2024, 9, 19)
    agreements = [
        _agreement(RU_KEY, "меморандум", 1, "memorandum", "signed", subject="молоке", signed_on_begins=signed,
                   signed_on_ends=signed, valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31),
                   agreement_group="g1", amount_min=Decimal(5000000), amount_max=Decimal(5000000), currency="USD"),
        _agreement(DE_KEY, "Vertrag", 0, "contract", "planned"),
        _agreement(PAGE_KEY, "Memorandum", 0, "memorandum", "signed", agreement_group="g1", signed_on_begins=signed,
                   signed_on_ends=signed),
    ]  # fmt: skip

    def party(number: int, words: str, nth: int, entity: str | None, role: str = "party") -> R.AgreementPartyRecord:
        agreement = agreements[number]
        return R.AgreementPartyRecord(
            agreement.agreement_id, entity_id=entity, role=role, **at(agreement.doc_id, words, nth)
        )

    def money(key: str, words: str, amount: Decimal, currency: str, agreement: str | None) -> R.MoneyRecord:
        return R.MoneyRecord(
            **at(key, words), amount_min=amount, amount_max=amount, currency=currency, modifier="exact",
            kind="contract", period_start=None, period_end=None, agreement_id=agreement,
        )  # fmt: skip

    def day(key: str, words: str, value: date | None) -> R.DateRecord:
        return R.DateRecord(
            **at(key, words), type="DATE", value=value and value.isoformat(), begins=value, ends=value,
            anchor="explicit", offset=None, modifier=None,
        )  # fmt: skip

    return {
        "documents": [
            _document(RU_KEY, "a/hostile.txt", "ru", TITLE_RU, date(2024, 9, 20)),
            _document(DE_KEY, "b.txt", "de", "😀 Tester AG 😀 baut", date(2025, 5, 3)),
            _document(PAGE_KEY, "page.html", "de", None, date(2024, 9, 21)),
            _document(BARE_KEY, "bare.txt", "ru", None, None),
        ],
        "mentions": [
            _mention(RU_KEY, "Минск", "LOC", "loc:minsk", 1),
            _mention(RU_KEY, "ООО «Север»", "ORG", "org:sever"),
            _mention(RU_KEY, "«Севера»", "ORG", "org:sever"),
            _mention(RU_KEY, "Анна Пробная", "PER", "per:anna"),
            _mention(DE_KEY, "Tester AG", "ORG", "org:tester", 1),
            _mention(DE_KEY, "Sewer", "ORG", "org:sever"),
            _mention(PAGE_KEY, "Minsk", "LOC", "loc:minsk"),
            _mention(PAGE_KEY, "Sewer", "ORG", "org:sever"),
        ],
        "entities": [
            _entity("loc:by", "LOC", "Беларусь", "Belarus", "country", 0),
            _entity("loc:minsk", "LOC", "Минск", "Minsk", "city", 2),
            _entity("org:sever", "ORG", f"Север {HOSTILE}", "Sewer", "company", 4),
            _entity("org:tester", "ORG", None, "Tester AG", "company", 1),
            _entity("per:anna", "PER", "Анна Пробная", None, None, 1),
        ],
        "roles": [
            R.RoleRecord(**at(RU_KEY, "Директор «Севера»"), person_id="per:anna", title="директор", of_id="org:sever")
        ],
        "money": [
            money(RU_KEY, "5 млн долларов", Decimal(5000000), "USD", agreements[0].agreement_id),
            money(DE_KEY, "12,5 Mio. Euro", EXACT, "EUR", None),
        ],
        "dates": [
            day(RU_KEY, "19 сентября 2024 года", signed),
            day(DE_KEY, "3. Mai", None),
            day(PAGE_KEY, "19.&nbsp;September 2024", signed),
        ],
        "agreements": agreements,
        "agreement_parties": [
            party(0, "Минск", 1, "loc:minsk"),
            party(0, "ООО «Север»", 0, "org:sever"),
            party(0, "Анна Пробная", 0, "per:anna", "signatory"),
            party(1, "Tester AG", 1, "org:tester"),
            party(1, "Sewer", 0, "org:sever"),
            party(2, "Minsk", 0, "loc:minsk"),
            party(2, "Sewer", 0, "org:sever"),
        ],
        "quarantine": [R.QuarantineRecord("fr.txt", None, "language", "language", f"fr {HOSTILE}")],
        "runs": [
            R.RunRecord("run1", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), "0.1", "{}", "{}",
                        R.Count(4), R.Count(1), 1.5)
        ],
    }  # fmt: skip


def write(out: Path) -> Path:
    """The rows as an output folder."""
    for table, found in rows().items():
        (out / table).mkdir(parents=True)
        tables.write(table, found, out / table / "part-00000.parquet")
    return out
