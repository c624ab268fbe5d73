-- Worked example: NetBox's tables, of which only the columns that matter here.
-- Aggregates for each site, VRF and tenant, and the policy routes of two sites.
CREATE TABLE dcim_site (id int PRIMARY KEY, slug text);
CREATE TABLE ipam_vrf (id int PRIMARY KEY, name text);
CREATE TABLE tenancy_tenant (id int PRIMARY KEY, slug text);
CREATE TABLE ipam_prefix (
    id int PRIMARY KEY, prefix cidr NOT NULL, status text NOT NULL,
    _site_id int REFERENCES dcim_site, vrf_id int REFERENCES ipam_vrf,
    tenant_id int REFERENCES tenancy_tenant);
INSERT INTO dcim_site VALUES (1, 'cloud'), (2, 'office');
INSERT INTO ipam_vrf VALUES (1, 'prod'), (2, 'lab');
INSERT INTO tenancy_tenant VALUES (1, 'web'), (2, 'data');
INSERT INTO ipam_prefix VALUES
    (1, '10.1.1.0/24', 'active', 1, 1, 1), (2, '10.1.2.0/24', 'active', 1, 1, 2),
    (3, '10.1.3.0/24', 'deprecated', 1, 1, 2),
    (4, '192.168.1.0/24', 'active', 2, 1, 1),
    (5, '172.16.1.0/25', 'active', 2, 1, 2),
    (6, '172.16.1.128/25', 'active', 2, 1, 2),
    (7, '10.9.0.0/16', 'active', 2, 2, NULL),
    (8, '10.8.0.0/16', 'active', 2, NULL, NULL);

-- What each site, VRF and tenant has, as the fewest prefixes.
SELECT s.slug AS site, v.name AS vrf, t.slug AS tenant,
       supernet_agg(p.prefix) AS networks
FROM ipam_prefix p JOIN dcim_site s ON s.id = _site_id
    LEFT JOIN ipam_vrf v ON v.id = vrf_id
    LEFT JOIN tenancy_tenant t ON t.id = tenant_id
WHERE p.status = 'active'
GROUP BY GROUPING SETS ((s.slug, v.name), (t.slug)) ORDER BY 1, 2, 3;

-- The networks of a site, and the rows that its gateway needs to reach another.
CREATE VIEW site_networks AS
    SELECT s.slug AS site, coalesce(v.name, 'Global') AS vrf,
        ipset_agg(p.prefix) AS networks
    FROM ipam_prefix p JOIN dcim_site s ON s.id = _site_id
        LEFT JOIN ipam_vrf v ON v.id = vrf_id
    WHERE p.status = 'active' GROUP BY s.slug, v.name;
CREATE VIEW site_routes AS
    SELECT a.site, b.site AS peer, vrf, r.*
    FROM site_networks a JOIN site_networks b USING (vrf),
        supernet_plan_rows(supernet_plan(a.networks::cidr[],
            b.networks::cidr[], '{"align": "octet"}')) r
    WHERE a.site <> b.site;

SELECT action, source, destination, priority FROM site_routes
    WHERE site = 'cloud' AND peer = 'office' AND vrf = 'prod';

-- Networks of one site that overlap another's, in any VRF.
SELECT a.site, b.site AS other, a.networks & b.networks AS shared
    FROM site_networks a JOIN site_networks b ON a.site < b.site
        AND a.networks && b.networks;
SELECT free FROM prefixes((SELECT ipset '10.1.0.0/21' - networks
    FROM site_networks WHERE site = 'cloud')) free;

-- What a plan refuses.
SELECT supernet_plan('{10.1.1.0/24}', '{192.168.0.0/24}', '{"alin": "octet"}');
SELECT supernet_plan('{10.1.1.0/24,NULL}', '{192.168.0.0/24}');
SELECT supernet_plan('{}', '{192.168.0.0/24}');
SELECT supernet_plan(NULL, '{192.168.0.0/24}') IS NULL AS null;
SELECT supernet_plan('{"local": "10.1.1.0/24", "peer": "10.2.0.0/24"}')
    ->'connections'->0->>'name' AS name;
-- The rows of each kind of table, as the command's CSV has them.
SELECT gateway, r.action, r.source, r.destination, r.next_hop
    FROM (VALUES ('aws'), ('gcp')) v(gateway), supernet_plan_rows(supernet_plan(
        '{10.1.0.0/24}', '{192.168.0.0/24,192.168.4.0/24}',
        jsonb_build_object('gateway', gateway))) r
    ORDER BY 1, 4;
