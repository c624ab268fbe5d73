/*
 * lzma.js - reads LZMA, which makes the program an eighth smaller than what
 * browsers read by themselves. Of the one stream that web/assemble writes: its
 * size is known, and the data is sound.
 */
"use strict";

function unlzma(data) {
	const view = new DataView(data.buffer);
	const lc = data[0] % 9, lp = Math.floor(data[0] / 9) % 5;
	const pb = Math.floor(data[0] / 45);
	const out = new Uint8Array(view.getUint32(5, true));
	/* Tables of probabilities, one after the other. */
	let used = 0;
	const table = n => (used += n) - n;
	const isMatch = table(192), isRep = table(12), isRepG0 = table(12);
	const isRepG1 = table(12), isRepG2 = table(12), isRep0Long = table(192);
	const slots = table(256), places = table(128), align = table(16);
	const lengths = () => ({ choice: table(2), low: table(128),
		mid: table(128), high: table(256) });
	const matchLength = lengths(), repLength = lengths();
	const literals = table(0x300 << (lc + lp));
	const probability = new Uint16Array(used).fill(1024);

	let range = 0xffffffff, code = view.getUint32(14), next = 18, at = 0;
	let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;

	function refill() {
		if (range < 0x1000000) {
			range = range << 8 >>> 0;
			code = (code << 8 | data[next++]) >>> 0;
		}
	}
	function bit(i) {
		const p = probability[i], bound = (range >>> 11) * p;
		const one = code >= bound;

		probability[i] = one ? p - (p >> 5) : p + (2048 - p >> 5);
		range = one ? range - bound : bound;
		code -= one ? bound : 0;
		refill();
		return one ? 1 : 0;
	}
	function tree(from, bits) {
		let m = 1;

		for (let i = 0; i < bits; i++)
			m = m << 1 | bit(from + m);
		return m - (1 << bits);
	}
	function reversed(from, bits) {
		let m = 1, value = 0;

		for (let i = 0; i < bits; i++) {
			const b = bit(from + m);
			m = m << 1 | b;
			value |= b << i;
		}
		return value;
	}
	function direct(bits) {
		let value = 0;

		for (; bits; bits--) {
			range >>>= 1;
			const one = code >= range;
			code -= one ? range : 0;
			value = value << 1 | one;
			refill();
		}
		return value;
	}
	function length(l, place) {
		if (!bit(l.choice))
			return 2 + tree(l.low + (place << 3), 3);
		return bit(l.choice + 1) ? 18 + tree(l.high, 8)
			: 10 + tree(l.mid + (place << 3), 3);
	}
	function distance(size) {
		const slot = tree(slots + (Math.min(size - 2, 3) << 6), 6);
		const bits = (slot >> 1) - 1;
		const high = (2 | slot & 1) << bits;

		if (slot < 4)
			return slot;
		return slot < 14 ? high + reversed(places + high - slot, bits)
			: high + (direct(bits - 4) << 4) + reversed(align, 4);
	}
	function literal() {
		const before = at ? out[at - 1] : 0;
		const from = literals + 0x300 *
			(((at & (1 << lp) - 1) << lc) + (before >> 8 - lc));
		let symbol = 1;

		if (state >= 7)
			for (let like = out[at - rep0 - 1]; symbol < 256; like <<= 1) {
				const b = bit(from + (1 + (like >> 7 & 1) << 8) + symbol);
				symbol = symbol << 1 | b;
				if (b !== (like >> 7 & 1))
					break;
			}
		while (symbol < 256)
			symbol = symbol << 1 | bit(from + symbol);
		out[at++] = symbol;
		state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
	}
	/* One of the four last distances, which becomes the first. */
	function repeat() {
		const to = !bit(isRepG1 + state) ? 1 : !bit(isRepG2 + state) ? 2 : 3;
		const again = [rep0, rep1, rep2, rep3];
		const [chosen] = again.splice(to, 1);

		[rep0, rep1, rep2, rep3] = [chosen, ...again];
	}

	while (at < out.length) {
		const place = at & (1 << pb) - 1;
		let size = 1;

		if (!bit(isMatch + (state << 4) + place)) {
			literal();
			continue;
		}
		if (!bit(isRep + state)) {
			[rep1, rep2, rep3] = [rep0, rep1, rep2];
			size = length(matchLength, place);
			state = state < 7 ? 7 : 10;
			rep0 = distance(size);
		} else {
			const first = !bit(isRepG0 + state);
			if (first && !bit(isRep0Long + (state << 4) + place)) {
				state = state < 7 ? 9 : 11;
			} else {
				if (!first)
					repeat();
				size = length(repLength, place);
				state = state < 7 ? 8 : 11;
			}
		}
		for (; size; size--, at++)
			out[at] = out[at - rep0 - 1];
	}
	return out;
}
