/*
 * worker.js - runs the command beside the page, which stays awake meanwhile.
 * The first message is the program; each other one a run.
 */
"use strict";

let compiled;

onmessage = async ({ data: { program, id, words, files } }) => {
	if (program) {
		compiled = WebAssembly.compile(program);
		return;
	}
	const start = performance.now();
	const run = await runCommand(await compiled, words, name => files[name]);

	postMessage({ id, ms: performance.now() - start, ...run },
		[run.stdout.buffer]);
};
