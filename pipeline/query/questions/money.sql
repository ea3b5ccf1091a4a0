-- What the amounts are, by kind and currency: how many, and the largest
SELECT kind, currency, count(*) AS amounts, max(amount_max) AS largest
FROM money
GROUP BY kind, currency
ORDER BY amounts DESC, kind, currency
