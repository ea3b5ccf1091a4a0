-- Articles by month of publication and language
SELECT strftime(published_on, '%Y-%m') AS month, language, count(*) AS articles
FROM documents
GROUP BY month, language
ORDER BY month NULLS LAST, language
