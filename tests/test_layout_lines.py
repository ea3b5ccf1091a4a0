"""Layout: lines of articles that look like furniture of a page, and furniture that looks like an article."""

from __future__ import annotations

import pytest

from pipeline.layout.kinds import split

TEXTS = """
Danach kam der Regen
Mehr Geld für Bauern
Hören und Staunen in Baku
Interview mit dem Teufel
Fragen an den Kanzler
Bericht: Bahn wird teurer
Video zeigt Explosion in Minsk
Kamera überführt Dieb
Korrektur der Steuerreform geplant
Hinweis auf Täter kam aus Kasachstan
Grenzen öffnen, Zölle senken
Macht teilen
Energie sparen
Kunden anzeigen
Recherche zu Gold aus Kirgistan
Bild der Zerstörung in Charkiw
Text der Verfassung veröffentlicht
Host des Gipfels ist Astana
Rabatt auf Gas: Was Minsk bekommt
Rabatte von 20 Prozent für Gas aus Russland
Gaspreis: 300 Dollar im Sommer, 400 Dollar im Winter
Zwischen 20 und 30 Euro je Tonne
Von 2 Euro auf 3 Euro
Kasachstan kauft 120 Lokomotiven für 400 Mio. Euro
Bahn erhöht Preise: 2. Klasse 15 Franken, 1. Klasse 25 Franken
Berlin und Astana: Neue Abkommen
Tengiz und Kaschagan
Samarkand Airport
Hilfe für Tadschikistan
Zwei Tote bei Unfall auf A 7
Leser fragen, Minister antworten
Über die Grenze
Über Nacht reich
Ende der Gespräche
Grafik zeigt Schuldenstand
Wien, Bratislava, Budapest
Alijew, Putin und Erdogan
Merkel, Macron, Selenskyj
Scholz und Tokajew
Usbekistan: 300 Wohnungen, 20 Schulen
Übersetzung aus dem Russischen gesucht
Moderation ist alles
Pipeline nach Xinjiang: 1200 Kilometer, 10115 Arbeiter
Das Gespräch fand in Astana statt, am Ende unterschrieben sie ein Memorandum über 20 Millionen Euro für Gas und Öl.
Der Emittent sei für den Inhalt verantwortlich, sagte Richter Maier.
Kasachstan-Tag in Wien
Kirgistan: Bus 42 Som, Taxi 150 Som
Скидка на газ: что получит Минск
Скидки на газ сохранят до 2027 года
Акция протеста в Бишкеке собрала 300 человек
Рассрочка для фермеров: 50 млрд тенге
Квартиры для врачей: 120 ключей вручили в Туркестане!
Гарантия на десять лет
Материал для мостов завезут из Китая
Вопросы без ответов
Редактор газеты задержан
Оператор порта сменился
Видео с места аварии появилось в сети
Сюжет для небольшого рассказа
Интервью президента: главное
Поддержать производителя
Перевод с казахского станет обязательным
Разговор шел о воде
Подготовка к зиме
Ведущая роль Казахстана
Ведущий банк страны сменил имя
Показать характер
Купите отечественное: в Минске стартовала ярмарка
Спешите делать добро
Ташкент – Алматы – Бишкек
Назарбаев и Мирзиёев
Путин, Токаев, Жапаров
Тенге по 520, доллар по 500
Цены: хлеб 200 тенге, молоко 450 тенге
Проезд подорожает с 80 тенге до 120 тенге
От 300 до 500 рублей за тонну
Жилой комплекс от застройщика-банкрота достроят к 2026 году
Новый ЖК в Астане: квартиры от 20 млн тенге
В Казани открыли школу № 7
На шахте взорвался метан, погиб рабочий участка № 5
Рубрика закрыта
Категория сложности
Раздел имущества
Доллар USD, евро EUR и юань CNY подорожали
Конец документа о границе
Мэр Оша и аким Алматы
Передает привет Ташкент
Ул. Ленина перекроют
Время чтения: как библиотеки Минска переживают ремонт
""".strip().split("\n")

FURNITURE = """
tool Ältere Einträge laden
tool Скачать полный текст (PDF, 3,1 МБ)
tool Datenblatt (PDF, 312 KB)
tool Окна со скидкой 30%! Замер бесплатно. Тел. 8-800-000-00-00
tool Вестник вуза. 2024. Т. 24. № 3
appeal Ja, ich möchte spenden:   20 €   50 €   100 €   anderer Betrag
appeal Einmalig 30 €   60 €   120 €
nav EQS-News: Nordkap Energie AG / Schlagwort(e): Vertrag
nav Länderberichte › Republik Moldau
nav 12 345 subscribers
nav Курсы на 26.02: 1 USD = 3,50 TMT | 1,70 AZN | 43,9 TRY
nav Kazatomprom ADR 41,20 $ +5,62 %
notice Für den Inhalt der Mitteilung ist der Emittent / Herausgeber verantwortlich.
notice Ответственность за достоверность информации несёт эмитент.
credit Das Gespräch fand auf Englisch statt.
credit Имена изменены по просьбе героев.
credit Korrektur: In einer früheren Version stand ein falscher Ort.
imprint Verein Beispiel e. V. · Arndtstraße 8 · 04275 Leipzig
imprint Ул. Сфатул Цэрий, 12
date Дата публикации: не указана
byline Рубрика: Рынки. Автор: Эрмек Токтосунов
byline Aus Riga berichtet Kaspars Ozols
""".strip().split("\n")


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_text(text: str) -> None:
    line = split(text)[0]
    assert line.kind in ("prose", "sentence", "short", "item", "row", "about")
    assert not line.authors


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_known(line: str) -> None:
    kind, text = line.split(" ", 1)
    assert split(text)[0].kind == kind
