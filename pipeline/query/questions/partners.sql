-- Who agrees with whom: pairs of parties and how many agreements they share
SELECT least(a.name, b.name) AS one, greatest(a.name, b.name) AS other,
       count(DISTINCT coalesce(g.agreement_group, g.agreement_id)) AS agreements
FROM agreement_parties p
JOIN agreement_parties q ON q.agreement_id = p.agreement_id AND p.entity_id < q.entity_id
JOIN agreements g ON g.agreement_id = p.agreement_id
JOIN entities a ON a.entity_id = p.entity_id
JOIN entities b ON b.entity_id = q.entity_id
WHERE p.role = 'party' AND q.role = 'party'
GROUP BY one, other
ORDER BY agreements DESC, one, other
LIMIT 50
