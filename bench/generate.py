"""Short articles made from templates of our own, as many as wanted, always the same ones.

    python bench/generate.py COUNT OUT.jsonl

Every article differs in its names, sums and days; a third is German. Names are drawn from a bounded set, so
that a corpus ten times as large has not ten times as many entities, as in real news of one subject.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

RUSSIAN = {
    "place": ["Минск", "Астана", "Ташкент", "Бишкек", "Ереван", "Баку", "Тбилиси", "Гомель", "Караганда", "Самара"],
    "name": ["Сергей", "Ирина", "Анна", "Тимур", "Айгуль", "Павел", "Ольга", "Руслан", "Нино", "Арман"],
    "family": ["Коваленко", "Гурченко", "Шевчук", "Бондаренко", "Лысенко", "Ткаченко", "Кравчук", "Мельниченко"],
    "firm": ["Заря", "Вымпел", "Север", "Горизонт", "Исток", "Родник", "Восток", "Меридиан", "Прогресс", "Алатау"],
    "land": ["Казахстан", "Беларусь", "Узбекистан", "Армения", "Грузия", "Азербайджан", "Киргизия"],
    "good": ["зерна", "удобрений", "тракторов", "текстиля", "цемента", "лекарств", "молока"],
    "month": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября"],
}
GERMAN = {
    "place": ["Berlin", "Wien", "Zürich", "Leipzig", "Graz", "Hamburg", "Dresden", "Linz", "Bern", "Kassel"],
    "name": ["Anna", "Jonas", "Katrin", "Stefan", "Miriam", "Lukas", "Petra", "Tobias", "Ute", "Moritz"],
    "family": ["Hofbauer", "Lindner", "Krüger", "Steiner", "Vogt", "Brandner", "Keller", "Maurer"],
    "firm": ["Nordlicht", "Almtal", "Rheinkraft", "Donauwerk", "Havelbau", "Seewind", "Bergland", "Elbtal"],
    "land": ["Kasachstan", "Österreich", "Armenien", "Georgien", "Usbekistan", "Polen", "Serbien"],
    "good": ["Getreide", "Dünger", "Maschinen", "Textilien", "Zement", "Arzneien", "Milch"],
    "month": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober"],
}
OPENING = {
    "ru": "{place}, {day} {month} {year} года. Компания «{firm}-{number}» увеличила поставки {good} в {per} раза.",
    "de": "{place}, {day}. {month} {year}. Die Firma {firm} {number} GmbH hat mehr {good} geliefert.",
}
SENTENCES = {
    "ru": (
        "Директор компании {name} {family} сообщил, что выручка составила {sum} млн рублей.",
        "Торговый оборот со страной {land} достиг в {year} году {sum} млн долларов.",
        "Россия и {land} подписали в городе {place} меморандум о сотрудничестве сроком на {per} года.",
        "По словам представителя министерства {name} {family}, переговоры продолжатся {day} {month}.",
        "В прошлом году предприятие вложило в новую линию {sum} тыс. евро.",
        "Договор о поставке {good} вступит в силу в {year} году, его сумма превышает {sum} млн тенге.",
    ),
    "de": (
        "Geschäftsführerin {name} {family} sagte, der Umsatz habe {sum} Millionen Euro betragen.",
        "Der Handel mit {land} erreichte {year} rund {sum} Mio. US-Dollar.",
        "Deutschland und {land} unterzeichneten in {place} ein Memorandum über die Zusammenarbeit bei {good}.",
        "Wie {name} {family} vom Ministerium mitteilte, werden die Gespräche am {day}. {month} fortgesetzt.",
        "Im vergangenen Jahr investierte das Unternehmen {sum}.000 Euro in ein neues Werk.",
        "Der Vertrag über die Lieferung von {good} gilt bis {year} und ist mehr als {sum} Mio. Franken wert.",
    ),
}


def articles(count: int, sentences: int = 5) -> Iterator[dict[str, str]]:
    """Articles as rows of JSON lines: an id, a text."""
    for number in range(count):
        chance = random.Random(number)
        language, words = ("de", GERMAN) if number % 3 == 2 else ("ru", RUSSIAN)
        drawn = [_filled(OPENING[language], words, chance, number)]
        drawn += [_filled(chance.choice(SENTENCES[language]), words, chance, number) for _ in range(sentences)]
        yield {"id": f"made-{number:07d}", "text": " ".join(drawn)}


def _filled(template: str, words: dict[str, list[str]], chance: random.Random, number: int) -> str:
    values: dict[str, object] = {name: chance.choice(choices) for name, choices in words.items()}
    values |= {"day": chance.randint(1, 28), "year": chance.randint(2015, 2027), "per": chance.randint(2, 4)}
    return template.format(**values, sum=chance.randint(2, 999), number=number % 500)


def write(count: int, path: Path, sentences: int = 5) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in articles(count, sentences):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
