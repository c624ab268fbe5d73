-- Rows into sets and into arrays.
CREATE TABLE p (site int, net cidr);
INSERT INTO p VALUES (1, '10.0.0.0/25'), (1, '10.0.0.128/25'), (1, NULL),
    (2, '2001:db8::/33'), (2, '2001:db8:8000::/33'), (2, '10.0.0.0/24'),
    (3, NULL);
SELECT site, ipset_agg(net), supernet_agg(net) FROM p GROUP BY site
    ORDER BY site;
SELECT ipset_agg(net) IS NULL AS none, supernet_agg(net) IS NULL AS neither
    FROM p WHERE false;
SELECT ipset_agg(inet '10.0.0.77/24'), supernet_agg(inet '::7');
SELECT ipset_agg(s) FROM (SELECT ipset_agg(net) AS s FROM p GROUP BY site) q;
SELECT supernet_agg(net) FILTER (WHERE site = 2),
       supernet_agg(DISTINCT net) = supernet_agg(net ORDER BY net DESC) FROM p;
-- A window goes on after it was asked.
SELECT net, ipset_agg(net) OVER (ORDER BY net NULLS LAST) FROM p;
-- Large sets among small ones.
WITH n AS (SELECT i / 3000 AS g, ('10.' || i / 250 || '.' || i % 250
        || '.0/25')::cidr AS net FROM generate_series(0, 29999) i),
    s AS (SELECT ipset_agg(net) AS s FROM n GROUP BY g
        UNION ALL SELECT '10.0.0.0/16')
SELECT count_addresses(ipset_agg(s)),
       ipset_agg(s) = (SELECT ipset_agg(net) FROM n) | '10.0.0.0/16' AS same
    FROM s;
-- One result, however many workers.
CREATE TABLE many AS SELECT ('10.' || i * 7 % 128 || '.' || i % 250 || '.'
    || i % 128 * 2)::inet AS net FROM generate_series(1, 200000) i
    UNION ALL SELECT ('2001:db8:' || to_hex(i * 13 % 9973) || '::')::inet
    FROM generate_series(1, 20000) i;
ALTER TABLE many SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TABLE result (workers int, s ipset, a cidr[]);
SET max_parallel_workers_per_gather = 0;
INSERT INTO result SELECT 0, ipset_agg(net), supernet_agg(net) FROM many;
SET max_parallel_workers_per_gather = 1;
INSERT INTO result SELECT 1, ipset_agg(net), supernet_agg(net) FROM many;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE two AS SELECT 2, ipset_agg(net) AS s, supernet_agg(net) AS a
    FROM many;
EXPLAIN (COSTS OFF) SELECT ipset_agg(net) FROM many;
INSERT INTO result SELECT * FROM two;
SELECT count(DISTINCT s), count(DISTINCT a), min(cardinality(a)),
       bool_and(s = a::ipset) FROM result;
SELECT ipset_agg(net) FROM many WHERE net < '10.0.0.10';
DROP TABLE p, many, result, two;
