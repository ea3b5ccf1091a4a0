-- Entities that Russian and German articles both name
SELECT type, name_ru, name_de, country, documents, mentions
FROM entities WHERE name_ru IS NOT NULL AND name_de IS NOT NULL
ORDER BY documents DESC, mentions DESC, name_ru
LIMIT 100
