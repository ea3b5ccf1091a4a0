-- People by the number of articles that name them, with the offices told of them
SELECT e.name, e.country, e.documents, e.mentions,
       string_agg(DISTINCT r.title, ', ' ORDER BY r.title) AS offices
FROM entities e LEFT JOIN roles r ON r.person_id = e.entity_id
WHERE e.type = 'PER'
GROUP BY e.entity_id, e.name, e.country, e.documents, e.mentions
ORDER BY e.documents DESC, e.mentions DESC, e.name
LIMIT 50
