-- Countries by the number of articles that name them, in both languages
SELECT name_ru, name_de, country, documents, mentions
FROM entities WHERE kind = 'country'
ORDER BY documents DESC, mentions DESC, country
LIMIT 50
