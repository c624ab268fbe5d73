/*
 * parts.js - what jobs are made of: boxes that take text and files and show
 * errors where they are, outputs to copy and download, sheets that show what
 * the command writes as HTML.
 */
"use strict";

/* More than this in a box is kept, but not shown: browsers become slow. */
const SHOWN = 200000;
/* Lines of an output that are shown. */
const LINES = 500;
/* Bytes of a file that is decompressed. */
const PLAIN_MOST = 1 << 29;

function make(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);

	for (const [name, value] of Object.entries(attributes))
		if (name.startsWith("on"))
			element.addEventListener(name.slice(2), value);
		else
			element.setAttribute(name, value);
	element.append(...children);
	return element;
}

/* An element whose text follows the language. */
function says(tag, name, attributes = {}) {
	return make(tag, { "data-text": name, ...attributes }, text(name));
}

function status(words) {
	document.getElementById("status").textContent = words;
}

/* The text of a file as UTF-8, out of gzip and UTF-16 if it is in those. */
async function plainBytes(file) {
	const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
	const label = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[
		head[0] << 8 | head[1]];
	const parts = [];
	let size = 0;

	if (label)
		return new TextEncoder().encode(new TextDecoder(label).decode(
			await file.arrayBuffer()));
	if (head[0] !== 0x1f || head[1] !== 0x8b)
		return new Uint8Array(await file.arrayBuffer());
	const reader = file.stream().pipeThrough(
		new DecompressionStream("gzip")).getReader();
	for (let got; !(got = await reader.read()).done; parts.push(got.value))
		if ((size += got.value.length) > PLAIN_MOST)
			throw new Error(`more than ${PLAIN_MOST} bytes`);
	return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/* ------------------------------------------------------------------ boxes */

/* The files that the command gets are named as their boxes. */
class Box {
	constructor(element, changed) {
		const id = element.id;

		this.element = element;
		this.id = id;
		this.changed = changed;
		this.isList = "list" in element.dataset;
		this.area = make("textarea", { id: `${id}-text`, rows: 6,
			spellcheck: "false", autocomplete: "off", wrap: "off",
			"data-placeholder": "drop",
			"aria-describedby": `${id}-said` });
		this.marks = make("pre", { class: "marks", "aria-hidden": "true" });
		this.said = make("ul", { class: "said", id: `${id}-said`,
			"aria-live": "polite" });
		this.held = make("p", { class: "held", hidden: "" });
		this.picker = make("input", { type: "file", id: `${id}-file`,
			class: "picker", onchange: () => this.take(this.picker.files[0]) });
		element.append(
			make("div", { class: "head" },
				says("label", element.dataset.name ?? id,
					{ for: `${id}-text` }),
				make("span", { class: "buttons" }, this.picker,
					says("label", "choose", { for: `${id}-file`,
						class: "button" }),
					says("button", "clear", { type: "button",
						onclick: () => this.set("") }))),
			make("div", { class: "edit" }, this.marks, this.area),
			this.held);
		if (element.dataset.hint)
			element.append(says("p", element.dataset.hint, { class: "hint" }));
		element.append(this.said);
		this.listen();
	}

	listen() {
		const over = on => event => {
			event.preventDefault();
			this.element.classList.toggle("over", on);
		};

		this.area.addEventListener("input", () => this.edited());
		this.area.addEventListener("scroll", () => {
			this.marks.scrollTop = this.area.scrollTop;
			this.marks.scrollLeft = this.area.scrollLeft;
		});
		this.area.addEventListener("paste", event => {
			const pasted = event.clipboardData?.getData("text/plain") ?? "";
			if (pasted.length <= SHOWN)
				return;
			event.preventDefault();
			this.hold(new TextEncoder().encode(pasted), "");
		});
		this.element.addEventListener("dragover", over(true));
		this.element.addEventListener("dragleave", over(false));
		this.element.addEventListener("drop", event => {
			over(false)(event);
			this.take(event.dataTransfer.files[0]);
		});
	}

	async take(file) {
		this.picker.value = "";
		if (!file)
			return;
		try {
			const bytes = await plainBytes(file);
			if (bytes.length > SHOWN || bytes.includes(0))
				this.hold(bytes, file.name);
			else
				this.set(new TextDecoder().decode(bytes));
		} catch (error) {
			this.show([{ message: `${file.name}: ${error.message}` }]);
		}
	}

	/* Content that is not shown. */
	hold(bytes, name) {
		this.area.value = "";
		this.bytes = bytes;
		this.held.textContent = [name, bytes.length.toLocaleString("en"),
			text("bytes")].join(" ").trim();
		this.update();
	}

	set(words) {
		this.area.value = words;
		this.edited();
	}

	edited() {
		this.bytes = null;
		this.update();
	}

	update() {
		this.held.hidden = !this.bytes;
		this.area.readOnly = Boolean(this.bytes);
		this.show([]);
		this.changed();
	}

	get value() {
		return this.area.value;
	}

	get empty() {
		return !this.bytes && !this.area.value.trim();
	}

	/*
	 * What is written, with each item of a list on a line of its own: as many
	 * characters, so that places stay.
	 */
	get lines() {
		if (!this.isList)
			return this.value;
		return this.value.replace(/^[^#\n]+/gm, line => line.replace(
			/[,;，；、]|(?<![-–][ \t]*)[ \t](?=[\da-fA-F]*[.:][\da-fA-F.:]+)/g,
			"\n"));
	}

	get content() {
		return this.bytes ?? new TextEncoder().encode(this.lines);
	}

	/* The item in the text at a line and a column, which counts bytes. */
	place(line, column) {
		const lines = this.lines.split("\n");
		const before = lines.slice(0, line - 1).join("\n").length + (line > 1);
		const head = new TextEncoder().encode(lines[line - 1] ?? "")
			.slice(0, column - 1);
		const at = before + new TextDecoder().decode(head).length;
		const end = /^[^\s,;#，；、]*/.exec(this.value.slice(at))[0];
		const start = /[^\s,;#，；、]*$/.exec(this.value.slice(0, at))[0];

		return [at - start.length, at + end.length];
	}

	/* The place of what was typed, counted as a person counts. */
	where(start) {
		const before = this.value.slice(0, start).split("\n");

		return { line: before.length, column: before.at(-1).length + 1 };
	}

	/* [{line, column, message, warning}] */
	show(all) {
		const spans = [];
		const items = all.map(({ line, column, message, warning }) => {
			const item = make("li", { class: warning ? "warning" : "error" });
			if (line && !this.bytes) {
				const [start, end] = this.place(line, column);
				spans.push([start, end, warning]);
				({ line, column } = this.where(start));
				item.append(make("button", { type: "button",
					onclick: () => this.select(start, end) },
					text("line", { line, column })));
			} else if (line) {
				item.append(text("line", { line, column }));
			}
			item.append(" ", message);
			return item;
		});

		this.said.replaceChildren(...items);
		this.area.setAttribute("aria-invalid",
			String(all.some(e => !e.warning)));
		this.mark(spans.sort((a, b) => a[0] - b[0]));
	}

	mark(spans) {
		const parts = [];
		let at = 0;

		for (const [start, end, warning] of spans) {
			if (start < at)
				continue;
			parts.push(this.value.slice(at, start), make("mark",
				{ class: warning ? "warning" : "error" },
				this.value.slice(start, end) || " "));
			at = end;
		}
		if (parts.length)
			parts.push(this.value.slice(at), "\n");
		this.marks.replaceChildren(...parts);
		this.marks.scrollTop = this.area.scrollTop;
	}

	select(start, end) {
		const line = this.where(start).line;

		this.area.focus();
		this.area.setSelectionRange(start, end);
		this.area.scrollTop = (line - 3) *
			parseFloat(getComputedStyle(this.area).lineHeight);
	}
}

/* ---------------------------------------------------------------- outputs */

async function copy(words) {
	try {
		await navigator.clipboard.writeText(words);
	} catch {
		/* Pages from disk have the older way only. */
		const area = make("textarea", { class: "picker" });
		document.body.append(area);
		area.value = words;
		area.select();
		const done = document.execCommand("copy");
		area.remove();
		if (!done)
			return status(text("copyFailed"));
	}
	status(text("copied"));
}

function download(bytes, name) {
	const url = URL.createObjectURL(new Blob([bytes]));

	make("a", { href: url, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/* Text to copy and download; with forms to choose from, @chosen is called. */
class Output {
	constructor(element, chosen) {
		const id = element.id;

		this.element = element;
		this.name = `${id}.txt`;
		this.content = new Uint8Array();
		this.pre = make("pre", { tabindex: "0", role: "region",
			"aria-labelledby": `${id}-title` });
		this.note = make("p", { class: "note" });
		this.form = make("select", { id: `${id}-form`, hidden: "",
			"data-label": "format", onchange: chosen ?? (() => {}) });
		element.append(
			make("div", { class: "head" },
				says("h2", element.dataset.label, { id: `${id}-title` }),
				make("span", { class: "buttons" }, this.form,
					says("button", "copy", { type: "button",
						onclick: () => copy(this.words) }),
					says("button", "download", { type: "button",
						onclick: () => download(this.content, this.name) }))),
			this.pre, this.note);
	}

	/* [word, what it is], ... */
	offer(forms, first) {
		this.form.hidden = false;
		this.form.replaceChildren(...forms.map(([word, what]) =>
			make("option", { value: word, title: what ?? "" }, word)));
		if (first && forms.some(([word]) => word === first))
			this.form.value = first;
	}

	get words() {
		return new TextDecoder().decode(this.content);
	}

	/* @content: bytes or text. */
	show(content, name, note = "") {
		this.content = typeof content === "string"
			? new TextEncoder().encode(content) : content;
		if (name)
			this.name = name;
		let end = 0, lines = 0;
		while (lines < LINES && end < this.content.length) {
			const next = this.content.indexOf(10, end);
			end = next < 0 ? this.content.length : next + 1;
			lines++;
		}
		let left = 0;
		for (let i = end; i < this.content.length; i++)
			left += this.content[i] === 10;
		this.pre.textContent = new TextDecoder().decode(
			this.content.subarray(0, Math.min(end, SHOWN)));
		this.note.textContent = note ||
			(left ? text("more", { n: left.toLocaleString("en") }) : "");
		this.pre.hidden = !this.content.length && Boolean(note);
		this.pre.classList.toggle("wrapped", lines < 2);
	}
}

/*
 * Shows a page that the command has written inside this one: as it is, in a
 * tree of its own, with its own style. Scripts in it would not run.
 */
class Sheet {
	constructor(element) {
		this.root = element.attachShadow({ mode: "open" });
	}

	show(html) {
		const styles = [];
		const page = new DOMParser().parseFromString(html.replace(
			/<style>(.*?)<\/style>/gs, (all, style) => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync(style.replaceAll(":root", ":host"));
				styles.push(sheet);
				return "";
			}), "text/html");

		this.root.adoptedStyleSheets = styles;
		this.root.replaceChildren(document.importNode(page.body, true));
		/* What scrolls can be reached by keys. */
		for (const part of this.root.querySelectorAll("figure, div, pre"))
			if (part.scrollWidth > part.clientWidth)
				part.tabIndex = 0;
	}

	/* What is no HTML. */
	text(words) {
		const sheet = new CSSStyleSheet();

		sheet.replaceSync("pre { margin: 0; padding: 1rem; white-space: " +
			"pre-wrap; overflow-wrap: anywhere; font: .9rem/1.5 monospace }");
		this.root.adoptedStyleSheets = [sheet];
		this.root.replaceChildren(make("pre", { tabindex: "0" }, words));
	}
}
