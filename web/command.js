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
	return bytes.buffer.slice(0, bytes.byteLength - rest);
}

/* The bytes of an element that holds deflated data. */
async function unpack(id) {
	const packed = bytesOf(document.getElementById(id).textContent);
	const plain = new Blob([packed]).stream().pipeThrough(
		new DecompressionStream("deflate-raw"));

	return new Response(plain).arrayBuffer();
}

/* What those get who wait for a run that was ended. */
const ENDED = new Error("ended");

class Command {
	constructor() {
		this.program = unpack("program");
		this.script = URL.createObjectURL(new Blob(
			[document.getElementById("worker").textContent],
			{ type: "text/javascript" }));
		this.waiting = new Map();
		this.last = 0;
	}

	async start() {
		const program = await this.program;
		if (this.worker)
			return;
		this.worker = new Worker(this.script);
		this.worker.onmessage = ({ data }) => {
			this.waiting.get(data.id)?.done(data);
			this.waiting.delete(data.id);
		};
		this.worker.postMessage({ program });
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
		await this.start();
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
