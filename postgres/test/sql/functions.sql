-- Sets as rows, numbers and covers.
SELECT count_addresses('10.0.0.0/24,::/64') AS both,
       count_addresses('10.0.0.0/24,::/64', 4) AS four,
       count_addresses('10.0.0.0/24,::/64', 6) AS six,
       count_addresses('') AS none;
SELECT count_addresses('::1', 5);
SELECT prefixes('10.0.0.0-10.0.0.9,::2-::5');
SELECT * FROM ranges('10.0.0.0-10.0.0.9,::2-::5,10.0.1.0/24');
SELECT count(*) FROM prefixes('');
SELECT prefixes('0.0.0.1-255.255.255.254') LIMIT 2;
SELECT common('10.0.0.0/24,10.0.3.0/24,::1'), common('10.0.0.0/24,::1', 6),
       common('::1', 4);
SELECT common('::1', 0);
SELECT cover('10.0.0.0/24,10.0.3.0/24,192.168.0.0/24', 2),
       cover('10.0.0.0/24,10.0.3.0/24', NULL, max_extra => 512),
       cover('10.0.0.0/24,10.0.3.0/24', 1, shortest4 => 20),
       cover('2001:db8::/48,2001:db8:3::/48', 1), cover('', 1), cover(NULL, 1);
SELECT cover('10.0.0.0/24,10.0.3.0/24', 1, avoid => '10.0.1.0/24');
-- A share of a count is a number with a fraction.
SELECT cover(s, NULL, max_extra => count_addresses(s) * 1.0) AS equal,
       cover(s, NULL, max_extra => count_addresses(s) * 0.999) AS less
    FROM (VALUES (ipset '10.0.0.0/24,10.0.3.0/24')) v(s);
SELECT cover('10.0.0.0/24', NULL, 'NaN');
SELECT cover('10.0.0.0/24', NULL, 'Infinity');
SELECT cover('10.0.0.0/24', NULL);
SELECT cover('10.0.0.0/24', 0);
SELECT cover('10.0.0.0/24', NULL, -1);
SELECT cover('10.0.0.0/24', 1, shortest4 => 33);
