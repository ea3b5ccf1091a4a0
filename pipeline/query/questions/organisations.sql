-- Organisations by the number of articles that name them
SELECT name, kind, country, documents, mentions
FROM entities WHERE type = 'ORG'
ORDER BY documents DESC, mentions DESC, name
LIMIT 50
