"""Sentences, tokens, and the models behind them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analyse import analyse
from pipeline.analyse.models import models_path, natasha_data
from pipeline.analyse.sentences import paragraphs, sentences
from pipeline.document import Document
from pipeline.lang.tokens import tokens


def document(text: str, language: str, body: tuple[tuple[int, int], ...] | None = None) -> Document:
    return Document("d", "d", text, text, body=body or ((0, len(text)),), language=language)


def split(text: str, language: str) -> list[str]:
    return [text[s:e] for s, e in sentences(text, [(0, len(text))], language)]


# a bar is where a sentence ends and the next begins
CASES = {
    "ru": [
        "Экспорт вырос в 2024 г. на 4 %.| В 2025 г. он упадёт.",
        "Договор заключили в 2024 г.| Через год его продлили.",
        "Завод стоит на ул. Ленина в г. Актау.| Его построили давно.",
        "Университет им. Абая принял гостей.",
        "Сумма превысила 5 млн руб.| Это вдвое больше.",
        "За год продано на 7 млрд долл. США.",
        "Документ подписали А. В. Лойко и С.П. Гомолко.| Он вступил в силу.",
        "«Мы рады!» — сказал директор.| — Работа идёт.",
        "— Когда пуск?| — В мае.",
        "Фрукты, овощи и т.д. дорожают.",
        "Рост составил 3,5 %.| Так и задумано.",
        "Выставка «ИННОПРОМ. Казахстан» открыта.",
        "Об этом пишет Optimism.kz со ссылкой на Mail.Ru и др. сайты.",
        "Слово сказано.|Дело сделано.",
        "Вот так…| Посмотрим.",
        "Кто против?!| Никто.",
        "См. п. 5 ст. 12 закона.",
    ],
    "de": [
        "Am 19. September kam Dr. Müller zum 18. Forum.",
        "Der Umsatz fiel auf 24.1 Mio. Euro.| Das ist wenig.",
        "Der Preis stieg auf 14 Mio. Fr.| Das Werk bleibt.",
        "Die Bank Linth & Cie. senkte das Ziel.",
        "Das kostet z. B. mehr, u. a. wegen der Zölle.",
        "MINSK, 19. September (BelTA) – Die Ernte läuft.",
        "„Das ist so.“| Er ging.",
        "Partner ist die Karadeniz Liman A.Ş. aus Trabzon.",
        "So war es 2024.| Die Firma wuchs.",
        "Am Rande des IX. Forums sprach er.",
        "Ja!| Nein?| Vielleicht.",
        "Mitteilung Nr. 61 liegt vor.",
    ],
}


@pytest.mark.parametrize(("language", "marked"), [(lang, text) for lang, texts in CASES.items() for text in texts])
def test_sentence_ends(language: str, marked: str) -> None:
    assert split(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


def test_a_headline_without_a_dot_is_a_sentence() -> None:
    found = split("Полпути к авансу\n\nСуд взыскал долг\nс завода", "ru")
    assert found == ["Полпути к авансу", "Суд взыскал долг\nс завода"]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    lines = [
        "Das Unternehmen will in den kommenden drei Jahren rund 40 Millionen",
        "Euro in das Werk stecken, sagte der Geschäftsführer am vergangenen",
        "Montag vor Journalisten. Die Stadt stellt das Gelände.",
    ]
    text = "\n".join(lines)
    assert list(paragraphs(text, 0, len(text))) == [(0, len(text))]


def test_sentences_stay_within_their_stretch_of_the_body() -> None:
    text = "Первая часть\nФото: ТАСС\nвторая часть. Конец."
    body = ((0, 12), (text.index("вторая"), len(text)))
    found = analyse([document(text, "ru", body)])[0]
    assert [text[s.start : s.end] for s in found.sentences] == ["Первая часть", "вторая часть.", "Конец."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("на 2026–2028 годы", ["на", "2026–2028", "годы"]),
        ("Касым-Жомарт", ["Касым-Жомарт"]),
        ("Франкфурт—Актау", ["Франкфурт", "—", "Актау"]),
        ("3,5 % и 1.000.000", ["3,5", "%", "и", "1.000.000"]),
        ("(ЕАБР).", ["(", "ЕАБР", ")", "."]),
        ("Д’Артаньян", ["Д’Артаньян"]),
        ("что?!", ["что", "?!"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [text[s:e] for s, e in tokens(text)] == words


@given(st.text(alphabet="аяАЯzZüß0. ,«»„“\"—–-\n!?…'’", max_size=200), st.sampled_from(["ru", "de"]))
@settings(max_examples=200, deadline=None)
def test_any_text_is_cut_in_order_and_nothing_but_blanks_is_lost(text: str, language: str) -> None:
    spans = list(sentences(text, [(0, len(text))], language))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    rest = text
    for start, end in reversed(spans):
        assert text[start:end] == text[start:end].strip() != ""
        rest = rest[:start] + rest[end:]
    assert not rest.strip()


def test_russian_models_tag_and_name() -> None:
    found = analyse([document("Министр встретился с Алиханом Смаиловым в Астане.", "ru")])[0]
    words = {t.text: t for t in found.sentences[0].tokens}
    assert words["Министр"].pos == "NOUN"
    assert "Case=Ins" in words["Смаиловым"].feats
    names = {(found.text[n.start : n.end], n.value.type, n.rule) for n in found.names}
    assert names == {("Алиханом Смаиловым", "PER", "slovnet"), ("Астане", "LOC", "slovnet")}
    assert all(0 <= (n.value.score or 0) <= 1 for n in found.names)


def test_a_document_gives_the_same_alone_and_in_a_batch() -> None:
    texts = ["Казахстан и Китай подписали договор.", "Короткий.", "", "Глава МИД Ирана прибыл в Москву. " * 20]
    batch = [document(text, "ru") for text in texts] + [document("Berlin schweigt.", "de"), document("x", "xx")]
    together = analyse(batch)
    assert [d.text for d in together] == [d.text for d in batch]
    for one, other in zip((analyse([d])[0] for d in batch), together, strict=True):
        assert [(n.span, n.value.type) for n in one.names] == [(n.span, n.value.type) for n in other.names]
        assert one.sentences == other.sentences


def test_german_tokens_lie_where_they_say() -> None:
    found = analyse([document("Am 19. September\nkam Frau Dr. von Arx’ Zug. Er war leer.", "de")])[0]
    for sentence in found.sentences:
        for token in sentence.tokens:
            assert found.text[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end


def test_weights_are_found() -> None:
    assert (natasha_data() / "model" / "slovnet_ner_news_v1.tar").is_file()
    assert models_path("xx") is None
