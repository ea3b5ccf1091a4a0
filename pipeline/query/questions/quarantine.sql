-- What was not extracted, by stage and reason, with an example
SELECT stage, reason, count(*) AS inputs, min(source) AS example, min(detail) AS detail
FROM quarantine
GROUP BY stage, reason
ORDER BY inputs DESC, stage, reason
