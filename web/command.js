/*
 * command.js - the command as the page calls it: in a worker that is ended when
 * what it does is no longer wanted.
 */
"use strict";

/* The digits of base 85, as RFC 1924 has them. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" +
	"!#$%&()*+-;<=>?@^_`{|}~";

/* Five digits are four bytes: of the same data base64 makes 7 % more. */
function bytesOf(digits) {
	const rest = (5 - digits.length % 5) % 5;
	const whole = digits + "~".repeat(rest);
	const bytes = new DataView(new ArrayBuffer(whole.length / 5 * 4));
	const value = new Map([...DIGITS].map((digit, i) => [digit, i]));

	for (let i = 0; i < whole.length; i += 5) {
		let word = 0;
		for (let k = i; k < i + 5; k++)
			word = word * 85 + value.get(whole[k]);
		bytes.setUint32(i / 5 * 4, word);
	}
	return new Uint8Array(bytes.buffer.slice(0, bytes.byteLength - rest));
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
