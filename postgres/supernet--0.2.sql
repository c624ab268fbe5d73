-- Sets of IP addresses. Complain if somebody runs this as a script:
\echo Use "CREATE EXTENSION supernet" to load this file. \quit

-- ------------------------------------------------------------------- the type

CREATE TYPE ipset;
CREATE FUNCTION ipset_in(cstring) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_out(ipset) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_recv(internal) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_send(ipset) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE TYPE ipset (INPUT = ipset_in, OUTPUT = ipset_out, RECEIVE = ipset_recv,
    SEND = ipset_send, INTERNALLENGTH = VARIABLE, ALIGNMENT = double,
    STORAGE = external);
COMMENT ON TYPE ipset IS
    'a set of IPv4 and IPv6 addresses: prefixes and ranges with commas between';

CREATE FUNCTION ipset(inet) RETURNS ipset AS 'MODULE_PATHNAME',
    'ipset_from_inet' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset(cidr[]) RETURNS ipset AS 'MODULE_PATHNAME',
    'ipset_from_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset(inet[]) RETURNS ipset AS 'MODULE_PATHNAME',
    'ipset_from_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION cidrs(ipset) RETURNS cidr[] AS 'MODULE_PATHNAME',
    'ipset_to_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE CAST (inet AS ipset) WITH FUNCTION ipset(inet) AS ASSIGNMENT;
CREATE FUNCTION ipset(cidr) RETURNS ipset AS 'MODULE_PATHNAME',
    'ipset_from_inet' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE CAST (cidr AS ipset) WITH FUNCTION ipset(cidr) AS ASSIGNMENT;
CREATE CAST (cidr[] AS ipset) WITH FUNCTION ipset(cidr[]) AS ASSIGNMENT;
CREATE CAST (inet[] AS ipset) WITH FUNCTION ipset(inet[]) AS ASSIGNMENT;
CREATE CAST (ipset AS cidr[]) WITH FUNCTION cidrs(ipset) AS ASSIGNMENT;

-- ---------------------------------------------------------------------- order

CREATE FUNCTION ipset_lt(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_le(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_eq(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_ne(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_ge(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_gt(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_cmp(ipset, ipset) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_hash(ipset) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_hash_extended(ipset, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE OPERATOR < (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel);
CREATE OPERATOR <= (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel);
CREATE OPERATOR = (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES,
    MERGES);
CREATE OPERATOR <> (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR >= (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel,
    JOIN = scalargejoinsel);
CREATE OPERATOR > (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel);
CREATE OPERATOR CLASS ipset_ops DEFAULT FOR TYPE ipset USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 ipset_cmp(ipset, ipset);
CREATE OPERATOR CLASS ipset_ops DEFAULT FOR TYPE ipset USING hash AS
    OPERATOR 1 =, FUNCTION 1 ipset_hash(ipset),
    FUNCTION 2 ipset_hash_extended(ipset, bigint);

-- -------------------------------------------------------------------- algebra

CREATE FUNCTION ipset_union(ipset, ipset) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_intersect(ipset, ipset) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_subtract(ipset, ipset) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_symdiff(ipset, ipset) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR | (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_union,
    COMMUTATOR = |);
CREATE OPERATOR & (LEFTARG = ipset, RIGHTARG = ipset,
    FUNCTION = ipset_intersect, COMMUTATOR = &);
CREATE OPERATOR - (LEFTARG = ipset, RIGHTARG = ipset,
    FUNCTION = ipset_subtract);
CREATE OPERATOR # (LEFTARG = ipset, RIGHTARG = ipset, FUNCTION = ipset_symdiff,
    COMMUTATOR = #);

CREATE FUNCTION ipset_contains(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_contained(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_overlaps(ipset, ipset) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_contains(ipset, inet) RETURNS boolean AS
    'MODULE_PATHNAME', 'ipset_contains_inet'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_contained(inet, ipset) RETURNS boolean AS
    'MODULE_PATHNAME', 'inet_contained_ipset'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_overlaps(ipset, inet) RETURNS boolean AS
    'MODULE_PATHNAME', 'ipset_overlaps_inet'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_overlaps(inet, ipset) RETURNS boolean AS
    'MODULE_PATHNAME', 'inet_overlaps_ipset'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR @> (LEFTARG = ipset, RIGHTARG = ipset,
    FUNCTION = ipset_contains, COMMUTATOR = <@, RESTRICT = contsel,
    JOIN = contjoinsel);
CREATE OPERATOR <@ (LEFTARG = ipset, RIGHTARG = ipset,
    FUNCTION = ipset_contained, COMMUTATOR = @>, RESTRICT = contsel,
    JOIN = contjoinsel);
CREATE OPERATOR && (LEFTARG = ipset, RIGHTARG = ipset,
    FUNCTION = ipset_overlaps, COMMUTATOR = &&, RESTRICT = areasel,
    JOIN = areajoinsel);
CREATE OPERATOR @> (LEFTARG = ipset, RIGHTARG = inet,
    FUNCTION = ipset_contains, COMMUTATOR = <@, RESTRICT = contsel,
    JOIN = contjoinsel);
CREATE OPERATOR <@ (LEFTARG = inet, RIGHTARG = ipset,
    FUNCTION = ipset_contained, COMMUTATOR = @>, RESTRICT = contsel,
    JOIN = contjoinsel);
CREATE OPERATOR && (LEFTARG = ipset, RIGHTARG = inet,
    FUNCTION = ipset_overlaps, COMMUTATOR = &&, RESTRICT = areasel,
    JOIN = areajoinsel);
CREATE OPERATOR && (LEFTARG = inet, RIGHTARG = ipset,
    FUNCTION = ipset_overlaps, COMMUTATOR = &&, RESTRICT = areasel,
    JOIN = areajoinsel);

-- What inet calls these itself.
CREATE OPERATOR >>= (LEFTARG = ipset, RIGHTARG = inet,
    FUNCTION = ipset_contains, COMMUTATOR = <<=, RESTRICT = contsel,
    JOIN = contjoinsel);
CREATE OPERATOR <<= (LEFTARG = inet, RIGHTARG = ipset,
    FUNCTION = ipset_contained, COMMUTATOR = >>=, RESTRICT = contsel,
    JOIN = contjoinsel);

CREATE FUNCTION ipset_union(ipset, inet) RETURNS ipset
    IMMUTABLE STRICT PARALLEL SAFE RETURN ipset_union($1, $2::ipset);
CREATE FUNCTION ipset_intersect(ipset, inet) RETURNS ipset
    IMMUTABLE STRICT PARALLEL SAFE RETURN ipset_intersect($1, $2::ipset);
CREATE FUNCTION ipset_subtract(ipset, inet) RETURNS ipset
    IMMUTABLE STRICT PARALLEL SAFE RETURN ipset_subtract($1, $2::ipset);
CREATE OPERATOR | (LEFTARG = ipset, RIGHTARG = inet, FUNCTION = ipset_union);
CREATE OPERATOR & (LEFTARG = ipset, RIGHTARG = inet,
    FUNCTION = ipset_intersect);
CREATE OPERATOR - (LEFTARG = ipset, RIGHTARG = inet,
    FUNCTION = ipset_subtract);

-- ------------------------------------------------------------------ functions

-- Not named count: count(column) is the aggregate, of columns of ipset too.
CREATE FUNCTION count_addresses(ipset, family integer DEFAULT 0)
    RETURNS numeric AS 'MODULE_PATHNAME', 'ipset_count'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION prefixes(ipset) RETURNS SETOF cidr AS 'MODULE_PATHNAME',
    'ipset_prefixes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
CREATE FUNCTION ranges(ipset, OUT first inet, OUT last inet)
    RETURNS SETOF record AS 'MODULE_PATHNAME', 'ipset_ranges'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
CREATE FUNCTION common(ipset, family integer DEFAULT 4) RETURNS cidr AS
    'MODULE_PATHNAME', 'ipset_common'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION cover(ipset, k bigint, max_extra numeric DEFAULT NULL,
    avoid ipset DEFAULT NULL, shortest4 integer DEFAULT NULL,
    shortest6 integer DEFAULT NULL) RETURNS cidr[] AS 'MODULE_PATHNAME',
    'ipset_cover' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;

-- ----------------------------------------------------------------- aggregates

CREATE FUNCTION ipset_agg_inet(internal, inet) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION ipset_agg_ipset(internal, ipset) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION ipset_agg_combine(internal, internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION ipset_agg_serialize(internal) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_agg_deserialize(bytea, internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION ipset_agg_final(internal) RETURNS ipset
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION supernet_agg_final(internal) RETURNS cidr[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE ipset_agg(inet) (SFUNC = ipset_agg_inet, STYPE = internal,
    SSPACE = 200, FINALFUNC = ipset_agg_final, COMBINEFUNC = ipset_agg_combine,
    SERIALFUNC = ipset_agg_serialize, DESERIALFUNC = ipset_agg_deserialize,
    PARALLEL = SAFE);
CREATE AGGREGATE ipset_agg(ipset) (SFUNC = ipset_agg_ipset, STYPE = internal,
    SSPACE = 200, FINALFUNC = ipset_agg_final, COMBINEFUNC = ipset_agg_combine,
    SERIALFUNC = ipset_agg_serialize, DESERIALFUNC = ipset_agg_deserialize,
    PARALLEL = SAFE);
CREATE AGGREGATE supernet_agg(inet) (SFUNC = ipset_agg_inet, STYPE = internal,
    SSPACE = 200, FINALFUNC = supernet_agg_final,
    COMBINEFUNC = ipset_agg_combine, SERIALFUNC = ipset_agg_serialize,
    DESERIALFUNC = ipset_agg_deserialize, PARALLEL = SAFE);

-- ---------------------------------------------------------------------- plans

CREATE FUNCTION supernet_plan(network jsonb) RETURNS jsonb AS
    'MODULE_PATHNAME', 'supernet_plan_jsonb'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION supernet_plan(jsonb) IS
    'the plan of a network, as supernet plan --from-network reads and --format json writes them';
CREATE FUNCTION supernet_plan(local cidr[], peer cidr[],
    options jsonb DEFAULT '{}') RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN supernet_plan(options || jsonb_build_object(
        'local', to_jsonb(local), 'peer', to_jsonb(peer)));
-- The rows of a plan, those of policy tables first; source is NULL in others.
CREATE FUNCTION supernet_plan_rows(plan jsonb, OUT action text,
    OUT source cidr, OUT destination cidr, OUT next_hop text,
    OUT weight integer, OUT priority integer, OUT origin text)
    RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT r.action, r.source, r.destination, r.next_hop, r.weight,
            r.priority, r.origin
        FROM ROWS FROM (jsonb_to_recordset(coalesce(plan->'policy_routes', '[]')
            || coalesce(plan->'destination_routes', '[]')
            || coalesce(plan->'static_routes', '[]'))
            AS (action text, source cidr, destination cidr, next_hop text,
            weight integer, priority integer, origin text)) AS r;
    END;
