-- The type: text both ways, order, casts; what is no set.
CREATE EXTENSION supernet;
SELECT ''::ipset, '10.0.0.0/25, 10.0.0.128/25,2001:db8::1'::ipset;
SELECT ipset '10.0.0.9-10.0.0.12,
10.0.0.13';
SELECT '10.0.0.0/33'::ipset;
SELECT '10.0.0.0/8,10.0.0.1/24'::ipset;
SELECT 'everything'::ipset;
SELECT '10.0.0.9-10.0.0.1'::ipset;
-- A value has no comments, after which something would be left out.
SELECT '# 10.0.0.0/8'::ipset;
SELECT '10.0.0.0/8 # office, 10.1.0.0/16'::ipset;
-- Equal sets are equal however they were written.
SELECT ipset '10.0.0.0/24' = ipset '10.0.0.0/25,10.0.0.128/25' AS same,
       ipset '10.0.0.0/24' <> ipset '10.0.0.0/25' AS other,
       ipset_hash('10.0.0.0/24') = ipset_hash('10.0.0.0-10.0.0.255') AS hash,
       ipset_hash_extended('10.0.0.0/24', 7)
           <> ipset_hash_extended('10.0.0.0/24', 8) AS seed;
SELECT s FROM (VALUES (ipset '::/0'), ('10.0.0.0/8'), (''), ('10.0.0.0/9'),
    ('9.0.0.0/8,::1'), (NULL)) v(s) ORDER BY s;
SELECT a <= b, a >= b, a < b, a > b
    FROM (VALUES (ipset '1.0.0.0', ipset '2.0.0.0')) v(a, b);
SELECT s, count(*) FROM (VALUES (ipset '::1'), ('::1'), ('::2')) v(s)
    GROUP BY s ORDER BY s;
-- Casts.
SELECT cidr '10.0.0.0/24'::ipset, inet '10.0.0.7/24'::ipset,
       inet '2001:db8::7'::ipset;
SELECT '{10.0.0.0/25,NULL,10.0.0.128/25}'::cidr[]::ipset,
       '{}'::cidr[]::ipset, '{10.0.0.7/24,10.0.1.1}'::inet[]::ipset;
SELECT ipset '10.0.0.0-10.0.0.2,::1'::cidr[], ipset ''::cidr[];
-- Stored: short, long, and NULL; through an index.
CREATE TABLE stored (id int PRIMARY KEY, s ipset);
INSERT INTO stored VALUES (1, '10.0.0.0/24'), (2, NULL), (3, '::/0');
INSERT INTO stored SELECT 4, ipset_agg(('10.0.' || i || '.0/24')::cidr)
    FROM generate_series(0, 255, 2) i;
INSERT INTO stored SELECT 5, ipset_agg(('10.' || i / 250 || '.'
    || i % 250 || '.1')::inet) FROM generate_series(0, 19999) i;
SELECT id, pg_column_size(s) > 2000 AS large, count_addresses(s) FROM stored
    ORDER BY id;
CREATE INDEX ON stored (s) WHERE id < 5;
CREATE INDEX ON stored USING hash (s);
SET enable_seqscan = off;
SELECT id FROM stored WHERE s = '10.0.0.0/24';
RESET enable_seqscan;
-- Bytes: what a snapshot of the library is.
SELECT encode(ipset_send('10.0.0.0/24'), 'hex');
DROP TABLE stored;
