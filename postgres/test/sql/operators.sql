-- The algebra, and what a set holds.
SELECT a | b AS "or", a & b AS "and", a - b AS minus, a # b AS xor
    FROM (VALUES (ipset '10.0.0.0/24,::1', ipset '10.0.0.128/25,10.0.1.0/24'))
    v(a, b);
SELECT ipset '10.0.0.0/8' @> inet '10.1.2.3' AS address,
       ipset '10.0.0.0/8' @> inet '11.1.2.3' AS none,
       ipset '10.0.0.0/8' @> cidr '10.1.0.0/16' AS prefix,
       ipset '10.0.0.0/16' @> cidr '10.0.0.0/8' AS larger,
       ipset '10.0.0.0/24' @> inet '10.0.0.7/23' AS network,
       inet '::1' <@ ipset '::/64' AS six, cidr '::/63' <@ ipset '::/64';
SELECT ipset '10.0.0.0/8,::/0' @> ipset '10.1.0.0/16,::5' AS yes,
       ipset '10.1.0.0/16' @> ipset '10.0.0.0/8' AS no,
       ipset '10.1.0.0/16' <@ ipset '10.0.0.0/8' AS within,
       ipset '' <@ ipset '' AS empty;
SELECT ipset '10.0.0.0/8' && ipset '10.255.255.255,::1' AS yes,
       ipset '10.0.0.0/8' && ipset '11.0.0.0/8,::1' AS no,
       ipset '10.0.0.0/24' && cidr '10.0.0.0/8' AS prefix,
       cidr '11.0.0.0/8' && ipset '10.0.0.0/24' AS other;
SELECT inet '10.1.2.3' <<= ipset '10.0.0.0/8' AS yes,
       cidr '10.0.0.0/7' <<= ipset '10.0.0.0/8' AS no,
       ipset '10.0.0.0/8' >>= cidr '10.1.0.0/16' AS prefix;
SELECT s | inet '10.0.1.7' AS "or", s & cidr '10.0.0.128/25' AS "and",
       s - cidr '10.0.0.0/25' AS minus, s - inet '10.0.0.9/31' AS network,
       s | '::1' AS text, s | NULL::cidr AS none
    FROM (VALUES (ipset '10.0.0.0/24')) v(s);
SELECT NULL::ipset | '::1', ipset '::1' @> NULL::inet, NULL::ipset = '::1';
-- A large set beside its table is fetched once and meets many rows.
CREATE TABLE large AS SELECT 1 AS id, ipset_agg(('10.' || i / 250 || '.'
    || i % 250 || '.0/25')::cidr) AS s FROM generate_series(0, 19999) i
    UNION ALL SELECT 2, ipset_agg(('11.' || i / 250 || '.' || i % 250
    || '.0/25')::cidr) FROM generate_series(0, 19999) i;
SELECT id, count(*) FROM large, generate_series(0, 999) i
    WHERE s @> ('10.0.' || i % 250 || '.' || i % 256)::inet
    GROUP BY id ORDER BY id;
SELECT a.id, b.id, a.s && b.s AS overlap, a.s = b.s AS same, a.s @> b.s AS held
    FROM large a, large b ORDER BY 1, 2;
DROP TABLE large;
