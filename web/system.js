/*
 * system.js - runs the command, compiled to WebAssembly, on what it is given:
 * words, named bytes and the time. This is all of a system that it sees (WASI
 * preview 1): no network, nothing of the machine.
 * Each run has an instance and a memory of its own, so that nothing is left of
 * one before, whatever it met.
 */
"use strict";

const NO_SUCH_FILE = 44, BAD_DESCRIPTOR = 8, NOT_A_LINK = 28, NOT_HERE = 52;
const FOLDER = 3, REGULAR = 4;
const ROOT = 3; /* the descriptor of the folder of all files */

class Exit {
	constructor(code) {
		this.code = code;
	}
}

/*
 * @open(name) gives the bytes of a file, or undefined. Standard input is the
 * file "/dev/stdin". @environment has variables by name.
 */
function makeSystem(words, open, environment) {
	const encode = text => new TextEncoder().encode(text + "\0");
	const args = ["supernet", ...words].map(encode);
	const settings = Object.entries(environment).map(
		([name, value]) => encode(`${name}=${value}`));
	const out = { 1: [], 2: [] };
	const input = {
		at: 0,
		get data() {
			return this.bytes ??= open("/dev/stdin") ?? new Uint8Array();
		},
	};
	const files = { 0: input };
	let memory, next = ROOT + 1;

	const bytes = () => new Uint8Array(memory.buffer);
	const view = () => new DataView(memory.buffer);
	const put32 = (at, n) => view().setUint32(at, n, true);
	const put64 = (at, n) => view().setBigUint64(at, BigInt(n), true);
	const text = (at, size) => new TextDecoder().decode(
		bytes().slice(at, at + size));
	/* Paths come from the one folder, so without its slash. */
	const find = path => open(path) ?? open("/" + path);

	/* The pieces of memory that a vector of them names. */
	function* pieces(vector, n) {
		for (let i = 0; i < n; i++) {
			const at = view().getUint32(vector + 8 * i, true);
			const size = view().getUint32(vector + 8 * i + 4, true);
			yield bytes().subarray(at, at + size);
		}
	}
	function read(data, at, vector, n, sizeAt) {
		let size = 0;
		for (const piece of pieces(vector, n)) {
			const got = data.subarray(at + size, at + size + piece.length);
			piece.set(got);
			size += got.length;
		}
		put32(sizeAt, size);
		return size;
	}
	function stat(to, type, size) {
		bytes().fill(0, to, to + 64);
		view().setUint8(to + 16, type);
		put64(to + 32, size);
		return 0;
	}
	/* Words one after the other, and where each begins. */
	function vector(list, table, to) {
		for (const word of list) {
			put32(table, to);
			bytes().set(word, to);
			table += 4;
			to += word.length;
		}
		return 0;
	}
	function sizes(list, countAt, sizeAt) {
		put32(countAt, list.length);
		put32(sizeAt, list.reduce((sum, word) => sum + word.length, 0));
		return 0;
	}

	const calls = {
		args_get: (table, to) => vector(args, table, to),
		args_sizes_get: (count, size) => sizes(args, count, size),
		environ_get: (table, to) => vector(settings, table, to),
		environ_sizes_get: (count, size) => sizes(settings, count, size),
		clock_time_get(id, precision, to) {
			put64(to, Math.round((id ? performance.now() : Date.now()) * 1e6));
			return 0;
		},
		random_get(to, size) {
			crypto.getRandomValues(bytes().subarray(to, to + size));
			return 0;
		},
		proc_exit(code) {
			throw new Exit(code);
		},
		fd_prestat_get(fd, to) {
			if (fd !== ROOT)
				return BAD_DESCRIPTOR;
			put32(to, 0);
			put32(to + 4, 1);
			return 0;
		},
		fd_prestat_dir_name(fd, to) {
			bytes()[to] = "/".charCodeAt(0);
			return 0;
		},
		fd_fdstat_get(fd, to) {
			bytes().fill(0, to, to + 8).fill(255, to + 8, to + 24);
			view().setUint8(to, fd === ROOT ? FOLDER : REGULAR);
			return 0;
		},
		fd_filestat_get: (fd, to) => fd === ROOT ? stat(to, FOLDER, 0)
			: stat(to, REGULAR, files[fd] ? files[fd].data.length : 0),
		path_filestat_get(fd, flags, path, size, to) {
			const data = find(text(path, size));
			return data ? stat(to, REGULAR, data.length) : NO_SUCH_FILE;
		},
		path_open(fd, dirflags, path, size, flags, base, inheriting,
			fdflags, to) {
			const data = find(text(path, size));
			if (!data)
				return NO_SUCH_FILE;
			files[next] = { at: 0, data };
			put32(to, next++);
			return 0;
		},
		path_readlink: () => NOT_A_LINK,
		fd_close(fd) {
			delete files[fd];
			return 0;
		},
		fd_read(fd, iovs, n, sizeAt) {
			const file = files[fd];
			if (!file)
				return BAD_DESCRIPTOR;
			file.at += read(file.data, file.at, iovs, n, sizeAt);
			return 0;
		},
		fd_pread(fd, iovs, n, offset, sizeAt) {
			if (!files[fd])
				return BAD_DESCRIPTOR;
			read(files[fd].data, Number(offset), iovs, n, sizeAt);
			return 0;
		},
		fd_tell: (fd, to) => calls.fd_seek(fd, 0n, 1, to),
		fd_seek(fd, offset, whence, to) {
			const file = files[fd];
			if (!file)
				return BAD_DESCRIPTOR;
			file.at = Number(offset) + [0, file.at, file.data.length][whence];
			put64(to, file.at);
			return 0;
		},
		fd_write(fd, iovs, n, sizeAt) {
			let size = 0;
			if (!out[fd])
				return BAD_DESCRIPTOR;
			for (const piece of pieces(iovs, n)) {
				out[fd].push(piece.slice());
				size += piece.length;
			}
			put32(sizeAt, size);
			return 0;
		},
		/* Whatever is waited for is there. */
		poll_oneoff(from, to, n, countAt) {
			for (let i = 0; i < n; i++) {
				bytes().fill(0, to + 32 * i, to + 32 * (i + 1));
				put64(to + 32 * i, view().getBigUint64(from + 48 * i, true));
				view().setUint8(to + 32 * i + 10,
					view().getUint8(from + 48 * i + 8));
			}
			put32(countAt, n);
			return 0;
		},
	};

	return {
		calls,
		attach(instance) {
			memory = instance.exports.memory;
		},
		async written(fd) {
			return new Uint8Array(await new Blob(out[fd]).arrayBuffer());
		},
	};
}

/*
 * Runs `supernet WORDS...` and gives its exit code and what it wrote, as bytes
 * and as text. Out of memory or stack is exit code 3, as for the command.
 */
async function runCommand(module, words, open, environment = {}) {
	const system = makeSystem(words, open, environment);
	const imports = {};
	let exit = 0, failure = "";

	for (const { name } of WebAssembly.Module.imports(module))
		imports[name] = system.calls[name] ?? (() => NOT_HERE);
	const instance = await WebAssembly.instantiate(module,
		{ wasi_snapshot_preview1: imports });
	system.attach(instance);
	try {
		instance.exports._start();
	} catch (error) {
		if (!(error instanceof Exit))
			failure = `supernet: ${error.message}\n`;
		exit = error instanceof Exit ? error.code : 3;
	}
	return {
		exit,
		stdout: failure ? new Uint8Array() : await system.written(1),
		stderr: new TextDecoder().decode(await system.written(2)) + failure,
	};
}
