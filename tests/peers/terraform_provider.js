// A Terraform provider in memory: it speaks plugin protocol 5 with the schema
// of a real one, checks what that one checks, and stands for a gateway that
// refuses what the API refuses.
//
//   node terraform_provider.js SCHEMA.json SOCKET LOG
//
// SN_SCHEMAS is the folder of the protocol's definition (tfplugin5.proto),
// SN_TUNNELS how many tunnels a connection of the gateway has (2), SN_QUOTA how
// many policy rows it takes, SN_FOUND a file of what it has before, and SN_STOP
// after how many changes one is interrupted. What reaches the gateway is a line
// each of LOG, with what it has then.
'use strict';
const fs = require('fs');
const net = require('net');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const msgpack = require('@msgpack/msgpack');

const [schema, socket, log] = process.argv.slice(2);
const resources = JSON.parse(fs.readFileSync(schema)).resources;
const tunnels = Number(process.env.SN_TUNNELS || 2);
const quota = Number(process.env.SN_QUOTA || Infinity);

// ------------------------------------------------------------------ values

// A value that is known after apply only: an extension of msgpack.
const UNKNOWN = Symbol('unknown');
class Unknown {}
const codec = new msgpack.ExtensionCodec();
codec.register({
	type: 12,
	encode: () => null,
	decode: () => UNKNOWN,
});
codec.register({
	type: 0,
	encode: (v) => (v instanceof Unknown ? new Uint8Array([0]) : null),
	decode: () => UNKNOWN,
});

function outward(v) {
	if (v === UNKNOWN) return new Unknown();
	if (Array.isArray(v)) return v.map(outward);
	if (!v || typeof v !== 'object' || v instanceof Unknown) return v;
	return Object.fromEntries(
		Object.entries(v).map(([k, x]) => [k, outward(x)]));
}
function decode(d) {
	if (d && d.msgpack && d.msgpack.length)
		return msgpack.decode(d.msgpack, { extensionCodec: codec });
	return d && d.json && d.json.length ? JSON.parse(d.json) : null;
}
function encode(v) {
	const bytes = msgpack.encode(outward(v), { extensionCodec: codec });
	return { msgpack: Buffer.from(bytes) };
}

// ------------------------------------------------------------------ schema

const simple = { String: 'string', Bool: 'bool', Int: 'number' };
const isBlock = (a) => a.block && !(a.Computed && !a.Optional);

function typeOf(a) {
	if (a.call || a.Type === 'Map') return ['map', 'string'];
	if (simple[a.Type]) return simple[a.Type];
	if (a.elem) return [a.Type.toLowerCase(), simple[a.elem.Type]];
	const members = Object.entries(a.block).map(([k, x]) => [k, typeOf(x)]);
	return [a.Type.toLowerCase(), ['object', Object.fromEntries(members)]];
}

function blockType(name, a) {
	return {
		type_name: name,
		block: blockOf(a.block),
		nesting: a.Type === 'Set' ? 3 : 2,
		min_items: a.MinItems || (a.Required ? 1 : 0),
		max_items: a.MaxItems || 0,
	};
}

function attribute(name, a) {
	return {
		name,
		type: Buffer.from(JSON.stringify(typeOf(a))),
		required: Boolean(a.Required),
		optional: Boolean(a.Optional || a.call),
		computed: Boolean(a.Computed),
		sensitive: Boolean(a.Sensitive),
		deprecated: Boolean(a.Deprecated),
	};
}

function blockOf(attributes) {
	const b = { version: 0, attributes: [], block_types: [] };
	for (const [name, a] of Object.entries(attributes))
		if (isBlock(a)) b.block_types.push(blockType(name, a));
		else b.attributes.push(attribute(name, a));
	return b;
}

const text = { type: Buffer.from('"string"'), optional: true };

function schemaOf(r) {
	const block = blockOf(r.attributes);
	block.attributes.push({ name: 'id', ...text, computed: true });
	if (r.timeouts.length)
		block.block_types.push({
			type_name: 'timeouts',
			nesting: 1,
			block: {
				version: 0,
				attributes: r.timeouts.map(
					(t) => ({ name: t.toLowerCase(), ...text })),
				block_types: [],
			},
		});
	return { version: 0, block };
}

// -------------------------------------------------------------- validation

function problem(summary, path) {
	return {
		severity: 1,
		summary,
		attribute: {
			steps: path.map((p) => typeof p === 'number'
				? { element_key_int: p } : { attribute_name: p }),
		},
	};
}

function parseCidr(s) {
	const m = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(s);
	if (!m) return null;
	const octet = m.slice(1, 5).map(Number);
	const length = Number(m[5]);
	if (octet.some((x) => x > 255) || length > 32) return null;
	return { first: octet.reduce((n, x) => n * 256 + x, 0), length };
}
function isIpv6Network(s) {
	const [address, length] = s.split('/');
	return net.isIPv6(address) && Number(length) <= 128;
}
const size = (c) => 2 ** (32 - c.length);
const overlap = (a, b) =>
	a.first < b.first + size(b) && b.first < a.first + size(a);

// What a validator of the provider refuses in a value; null: nothing.
function refusal(validator, v) {
	const list = /\{(.*)\}/.exec(validator);
	if (/^validateCIDRNetworkAddress/.test(validator)) {
		const c = parseCidr(v);

		if (isIpv6Network(v)) return null;
		return c && c.first % size(c) === 0 ? null : 'no network address';
	}
	if (/IntInSlice/.test(validator)) {
		const may = list[1].split(',').map(Number);
		return may.includes(v) ? null : `expected one of ${may}`;
	}
	if (/StringInSlice/.test(validator)) {
		const may = JSON.parse(`[${list[1]}]`);
		return may.includes(v) ? null : `expected one of ${may}`;
	}
	if (/IntBetween/.test(validator)) {
		const [, low, high] = /\( (\d+) , (\d+) \)/.exec(validator);
		return v >= low && v <= high ? null : `expected ${low} to ${high}`;
	}
	if (/LengthInRange/.test(validator)) {
		const [, low, high] = /\( (\d+) , (\d+) \)/.exec(validator);
		return v.length >= low && v.length <= high ? null : 'bad length';
	}
	if (/IntegerMin/.test(validator)) {
		const [, low] = /\( (\d+) \)/.exec(validator);
		return v >= low ? null : `expected at least ${low}`;
	}
	return null;
}

// Values that the documents name and only the API checks.
function undocumented(a, v) {
	if (Array.isArray(a.Documented))
		return a.Documented.includes(v) || v === 'disable'
			? null : `expected one of ${a.Documented}`;
	if (a.Documented)
		return v >= a.Documented.min && v <= a.Documented.max
			? null : `expected ${a.Documented.min} to ${a.Documented.max}`;
	return null;
}

function check(attributes, value, path, out) {
	for (const [name, a] of Object.entries(attributes)) {
		const v = value && value[name], at = path.concat(name);
		if (v === null || v === undefined || v === UNKNOWN) continue;
		if (isBlock(a)) {
			v.forEach((x, i) => check(a.block, x, at.concat(i), out));
			continue;
		}
		if (a.elem && (v.length > a.MaxItems || v.length < a.MinItems))
			out.push(problem(`${name}: ${v.length} items`, at));
		const validator =
			a.ValidateFunc || (a.elem && a.elem.ValidateFunc) || '';
		for (const x of Array.isArray(v) ? v : [v]) {
			if (x === UNKNOWN || x === null) continue;
			const why = refusal(validator, x) || undocumented(a, x);
			if (why) out.push(problem(`${name}: ${x}: ${why}`, at));
		}
	}
}

function conflicts(attributes, value, out) {
	for (const [name, a] of Object.entries(attributes)) {
		if (!a.ConflictsWith || value[name] === null) continue;
		const others = JSON.parse(`[${/\{(.*)\}/.exec(a.ConflictsWith)[1]}]`);
		for (const other of others)
			if (value[other] !== null)
				out.push(problem(`${name} conflicts with ${other}`, [name]));
	}
}

// ----------------------------------------------------------------- gateway

// Sources: CreateVpnConnection, CreateVpnPbrRouteEntry, CreateVpnRouteEntry and
// CreateVcoRouteEntry (2026-09); that a connection of the other form is refused
// is inferred from the text.
const has = new Map(); // the state of what there is, by type and id
let automaticRows = 0;
let made = 0;
let left = Number(process.env.SN_STOP) || Infinity;

const place = (type, id) => `${type} ${id}`;
const isConnection = (type) => type === 'alicloud_vpn_connection';
const isRow = (type) => /^alicloud_vpn_(pbr_)?route_entry$/.test(type);
// The states of those of a kind of type.
const those = (kind) => [...has].filter(([k]) => kind(k.split(' ')[0]))
	.map(([k, s]) => [k.split(' ')[0], s]);
const policyRows = () =>
	automaticRows + those((t) => /pbr/.test(t)).length;

const everything = (list) => list.length === 1 && /\/0$/.test(list[0]);

function refuseConnection(s) {
	const name = s.vpn_connection_name || s.name;
	const each = s.tunnel_options_specification || [];
	if (name && (name.length > 100 || /^https?:\/\//.test(name)))
		return `InvalidName: ${name}`;
	if (tunnels === 2) {
		const roles = each.map((t) => t.role).sort().join();
		if (roles !== 'master,slave')
			return 'MissingParameter: one master and one slave';
		if (s.customer_gateway_id || s.ike_config.length)
			return 'InvalidParameter: it is for gateways of one tunnel';
		if (each.some((t) => !t.customer_gateway_id))
			return 'MissingParameter: CustomerGatewayId of a tunnel';
		if (each.some((t) => !t.enable_dpd || !t.enable_nat_traversal))
			return 'false is sent for what is left out';
	} else if (each.length) {
		return 'InvalidParameter: it is for gateways of two tunnels';
	} else if (!s.customer_gateway_id) {
		return 'MissingParameter: CustomerGatewayId';
	}
	if (s.auto_config_route !== false &&
		!(everything(s.local_subnet) && everything(s.remote_subnet)))
		automaticRows++;
	return policyRows() > quota ? 'Resource.QuotaFull' : null;
}

function refuseRow(type, s) {
	const policy = /pbr/.test(type), transit = /vco/.test(type);
	const to = parseCidr(s.route_dest);
	if (isIpv6Network(s.route_dest)) return null;
	if (!to) return 'InvalidRouteDest';
	if (to.length === 0 && (!policy || tunnels === 1))
		return 'InvalidRouteDest: 0.0.0.0/0 is not supported';
	if ((transit || tunnels === 1) && overlap(to, parseCidr('100.64.0.0/10')))
		return 'InvalidRouteDest: touches 100.64.0.0/10';
	if (!/^vco-/.test(s.next_hop)) return `InvalidNextHop: ${s.next_hop}`;
	if (transit && s.vpn_connection_id !== s.next_hop)
		return 'InvalidNextHop: another connection';
	if (has.has(place(type, s.id)))
		return `VpnRouteEntry.AlreadyExists: ${s.id}`;
	return policy && policyRows() >= quota ? 'Resource.QuotaFull' : null;
}

// Of what is there; a publication has no source.
function refuseDelete(type, s) {
	if (isConnection(type) &&
		those(isRow).some(([, row]) => row.next_hop === s.id))
		return `a row leads to ${s.id}`;
	return null;
}

function publish(type, s, next) {
	for (const [kind, row] of those(isRow))
		if (kind === type && row.route_dest === s.route_dest &&
			(next || row !== s) && (!next || row.next_hop === s.next_hop)) {
			row.publish_vpc = Boolean(next && next.publish_vpc);
			row.status = row.publish_vpc ? 'published' : 'normal';
		}
}

function found() {
	if (!process.env.SN_FOUND) return;
	const all = JSON.parse(fs.readFileSync(process.env.SN_FOUND));
	for (const { type, state } of all) {
		const whole = blank(type, state.id || idOf(type, state));
		has.set(place(type, whole.id), Object.assign(whole, state));
		if (isConnection(type)) made++;
	}
}

function refuse(type, s) {
	if (type === 'alicloud_vpn_connection') return refuseConnection(s);
	if (/^alicloud_.*route/.test(type)) return refuseRow(type, s);
	return null;
}

function idOf(type, s) {
	if (/connection$|attachment$/.test(type)) return `vco-${++made}`;
	if (s.next_hop && s.route_dest)
		return [s.vpn_gateway_id, s.next_hop, s.route_source, s.route_dest]
			.filter((x) => x !== undefined).join(':');
	return `${type}-${++made}`;
}

// --------------------------------------------------------------- resources

function leaveOpen(attributes, v) {
	for (const [name, a] of Object.entries(attributes))
		if (isBlock(a)) for (const x of v[name] || []) leaveOpen(a.block, x);
		else if (a.Computed && v[name] === null) v[name] = UNKNOWN;
}

function settle(attributes, v) {
	const zero = { Int: 0, Bool: false, String: '', Map: {} };
	for (const [name, a] of Object.entries(attributes))
		if (isBlock(a)) for (const x of v[name] || []) settle(a.block, x);
		else if (v[name] === UNKNOWN)
			v[name] = a.Type in zero ? zero[a.Type] : [];
}

function note(x) {
	const pick = (s, ...keys) => keys.map((k) => s[k] || '-');
	x.connections = those(isConnection).map(
		([, s]) => pick(s, 'id', 'local_subnet', 'remote_subnet'));
	x.rows = those(isRow).map(([type, s]) => [
		/pbr/.test(type) ? 'pbr' : 'dbr',
		...pick(s, 'route_source', 'route_dest', 'next_hop'),
		String(s.weight), '10', s.publish_vpc ? 'published' : 'normal']);
	fs.appendFileSync(log, JSON.stringify(x) + '\n');
}

function plan(type, prior, next) {
	const attributes = resources[type].attributes;
	const replaced = [];
	if (next === null) return { planned_state: encode(null) };
	if (prior === null) {
		if (next.id === null) next.id = UNKNOWN;
		leaveOpen(attributes, next);
	}
	for (const [name, a] of Object.entries(prior === null ? {} : attributes))
		if (a.ForceNew &&
			JSON.stringify(prior[name]) !== JSON.stringify(next[name]))
			replaced.push({ steps: [{ attribute_name: name }] });
	return { planned_state: encode(next), requires_replace: replaced };
}

function apply(type, prior, next) {
	if (next && next.id === UNKNOWN) next.id = idOf(type, next);
	if (next) settle(resources[type].attributes, next);
	const why = left-- === 0 ? 'interrupted'
		: next === null ? refuseDelete(type, prior)
		: prior === null ? refuse(type, next) : null;
	if (why)
		return { new_state: encode(prior), diagnostics: [problem(why, [])] };
	const key = place(type, (next || prior).id);
	const was = has.get(key);
	if (next) has.set(key, next);
	else has.delete(key);
	if (was && isRow(type) && (next || was.publish_vpc))
		publish(type, next || was, next);
	note(next ? { apply: type, state: next } : { delete: type, id: prior.id });
	return { new_state: encode(next) };
}

// With every member of the schema.
function blank(type, id) {
	const r = resources[type];
	const state = { id };
	for (const [name, a] of Object.entries(r.attributes))
		state[name] = isBlock(a) ? [] : null;
	if (r.timeouts.length) state.timeouts = null;
	return state;
}

const imported = (type, id) => ({
	imported_resources: [{ type_name: type, state: encode(blank(type, id)) }],
});

// What became of something.
function read(type, state) {
	const is = has.get(place(type, state.id));
	return is ? { ...state, ...is } : null;
}

// ---------------------------------------------------------------- protocol

const legacy = { legacy_type_system: true };
const calls = {
	GetSchema: () => ({
		provider: {
			version: 0,
			block: { version: 0, attributes: [], block_types: [] },
		},
		resource_schemas: Object.fromEntries(
			Object.entries(resources).map(([k, r]) => [k, schemaOf(r)])),
	}),
	PrepareProviderConfig: (q) => ({ prepared_config: q.config }),
	ValidateResourceTypeConfig: (q) => {
		const { attributes } = resources[q.type_name];
		const value = decode(q.config), diagnostics = [];
		check(attributes, value, [], diagnostics);
		conflicts(attributes, value, diagnostics);
		return { diagnostics };
	},
	UpgradeResourceState: (q) =>
		({ upgraded_state: encode(JSON.parse(q.raw_state.json)) }),
	Configure: () => ({}),
	ReadResource: (q) => ({
		new_state: encode(read(q.type_name, decode(q.current_state))),
	}),
	PlanResourceChange: (q) => ({
		...plan(q.type_name, decode(q.prior_state),
			decode(q.proposed_new_state)),
		...legacy,
	}),
	ApplyResourceChange: (q) => ({
		...apply(q.type_name, decode(q.prior_state),
			decode(q.planned_state)),
		...legacy,
	}),
	ImportResourceState: (q) => imported(q.type_name, q.id),
	Stop: () => ({}),
};
const definition = loader.loadSync(
	`${process.env.SN_SCHEMAS}/tfplugin5.proto`,
	{ keepCase: true, longs: Number, enums: Number, defaults: true,
		oneofs: true });
const limits = {
	'grpc.max_receive_message_length': -1,
	'grpc.max_send_message_length': -1,
};
const server = new grpc.Server(limits);
server.addService(
	grpc.loadPackageDefinition(definition).tfplugin5.Provider.service,
	Object.fromEntries(Object.entries(calls).map(([name, f]) => [name,
		(call, answer) => {
			try {
				answer(null, f(call.request));
			} catch (e) {
				answer(e);
			}
		}])));
found();
server.bindAsync(`unix:${socket}`, grpc.ServerCredentials.createInsecure(),
	(e) => {
		if (e) throw e;
		fs.writeFileSync(`${socket}.ready`, '');
	});
