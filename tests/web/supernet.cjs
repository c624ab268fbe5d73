#!/usr/bin/env node
/*
 * supernet.cjs - the program of the page in the place of the command, run as
 * the page runs it, with files read from disk. For the golden cases.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const root = path.resolve(__dirname, "../..");
const runCommand = vm.runInThisContext(fs.readFileSync(
	path.join(root, "web/system.js"), "utf8") + "\nrunCommand");

globalThis.crypto ??= require("crypto").webcrypto;

/* Files alone: a device may never end. */
function open(name) {
	try {
		if (name === "/dev/stdin")
			return new Uint8Array(fs.readFileSync(0));
		if (name === "/dev/null")
			return new Uint8Array();
		if (fs.statSync(name).isFile())
			return new Uint8Array(fs.readFileSync(name));
	} catch {
		/* There is none. */
	}
	return undefined;
}

async function main() {
	const module = await WebAssembly.compile(
		fs.readFileSync(process.env.SUPERNET_WASM));
	const run = await runCommand(module, process.argv.slice(2), open,
		process.env);

	fs.writeSync(2, run.stderr);
	process.exitCode = run.exit;
	try {
		for (let at = 0; at < run.stdout.length;)
			at += fs.writeSync(1, run.stdout, at);
	} catch (e) {
		/* Who reads it may have had enough. */
		if (e.code !== "EPIPE")
			throw e;
	}
}

main();
