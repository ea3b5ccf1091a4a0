-- Agreements with their parties, newest first
SELECT a.signed_on_begins AS signed_on, a.type, a.status, a.text,
       string_agg(DISTINCT coalesce(e.name, p.text), ' · ' ORDER BY coalesce(e.name, p.text))
         FILTER (p.role = 'party') AS parties,
       a.amount_max AS amount, a.currency, d.source
FROM agreements a
JOIN documents d USING (doc_id)
LEFT JOIN agreement_parties p USING (agreement_id)
LEFT JOIN entities e USING (entity_id)
GROUP BY a.agreement_id, a.signed_on_begins, a.type, a.status, a.text, a.amount_max, a.currency, d.source, a.start
ORDER BY signed_on DESC NULLS LAST, d.source, a.start
