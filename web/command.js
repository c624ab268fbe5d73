/*
 * command.js - the command as the page calls it: in a worker that is ended when
 * what it does is no longer wanted.
 */
"use strict";

/* 91 digits: all of ASCII that is seen but & < and the backslash. */
const DIGITS = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => i + 33))
	.replace(/[&<\\]/g, "");

/* Two digits are 13 bits, the low ones first: of the same data base64 makes
 * 8 % more. */
function bytesOf(digits) {
	const bytes = new Uint8Array(digits.length * 13 >> 4);
	const value = new Uint8Array(128);
	let bits = 0, n = 0, at = 0;

	[...DIGITS].forEach((digit, i) => value[digit.charCodeAt(0)] = i);
	for (let i = 0; i < digits.length; i += 2) {
		bits |= (value[digits.charCodeAt(i)] * 91 +
			value[digits.charCodeAt(i + 1)]) << n;
		for (n += 13; n >= 8; n -= 8) {
			bytes[at++] = bits;
			bits >>>= 8;
		}
	}
	return bytes;
}

/* What those get who wait for a run that was ended. */
const ENDED = new Error("ended");

class Command {
	constructor() {
		this.program = unlzma(bytesOf(
			document.getElementById("program").textContent));
		this.script = URL.createObjectURL(new Blob(
			[document.getElementById("worker").textContent],
			{ type: "text/javascript" }));
		this.waiting = new Map();
		this.last = 0;
	}

	start() {
		if (this.worker)
			return;
		this.worker = new Worker(this.script);
		this.worker.onmessage = ({ data }) => {
			this.waiting.get(data.id)?.done(data);
			this.waiting.delete(data.id);
		};
		this.worker.postMessage({ program: this.program });
	}

	/* Ends what runs: its results are no longer wanted. */
	stop() {
		if (!this.waiting.size)
			return;
		this.worker.terminate();
		this.worker = null;
		for (const { fail } of this.waiting.values())
			fail(ENDED);
		this.waiting.clear();
	}

	/* {exit, stdout (bytes), stderr (text), ms} of `supernet WORDS...`. */
	async run(words, files = {}) {
		this.start();
		const id = ++this.last;
		const answer = new Promise((done, fail) =>
			this.waiting.set(id, { done, fail }));

		this.worker.postMessage({ id, words, files });
		return answer;
	}

	/* The same, as text. */
	async say(words, files) {
		const { stdout } = await this.run(words, files);
		return new TextDecoder().decode(stdout);
	}

	/* What may stand after these words: [word, what it is]. */
	async offers(...words) {
		const lines = await this.say(["__complete", ...words, ""]);
		return lines.trim().split("\n").map(line => line.split("\t"));
	}
}
