/*
 * jobs.js - what the page does: each job makes a command line of its inputs, and
 * shows what the command says to it. No job knows anything of addresses or VPNs.
 */
"use strict";

/* Numbers of prefixes that a curve is drawn for. */
const CURVE = 1000;

/* Words of a line as a shell would cut it. */
function cut(line) {
	return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
		match => match[1] ?? match[2] ?? match[3]);
}

function quote(word) {
	return /^[\w@%+=:,./-]+$/.test(word) ? word
		: `'${word.replaceAll("'", "'\\''")}'`;
}

class Jobs {
	constructor(command) {
		this.command = command;
		this.boxes = {};
		this.outputs = {};
		this.sheets = {};
	}

	find(id) {
		return document.getElementById(id);
	}

	/* The options that the controls of a job stand for. */
	options(job) {
		const words = [];

		for (const control of this.find(job).querySelectorAll("[data-option]"))
			if (control.value && control.value !== control.dataset.first)
				words.push(control.dataset.option, control.value);
		return words.concat(cut(
			this.find(job).querySelector(".further input")?.value ?? ""));
	}

	/* What the boxes hold that are not empty, by name. */
	files(...ids) {
		return Object.fromEntries(ids.filter(id => !this.boxes[id].empty)
			.map(id => [id, this.boxes[id].content]));
	}

	/* Messages of a run: those of boxes at their places, the others at once. */
	complain(stderr, ids) {
		const said = Object.fromEntries(ids.map(id => [id, []]));
		const rest = [];

		for (const line of stderr.split("\n").filter(Boolean)) {
			const [, id, at, column, warning, message] =
				/^([^:]+):(\d+):(\d+): (warning: )?(.*)$/.exec(line) ?? [];
			if (said[id])
				said[id].push({ line: +at, column: +column, message,
					warning: Boolean(warning) });
			else if (!line.startsWith("Try '"))
				rest.push(line.replace(/^supernet: /, ""));
		}
		for (const id of ids)
			this.boxes[id].show(said[id]);
		return rest.join("\n");
	}

	result(job, shown) {
		this.find(job).querySelector(".result").hidden = !shown;
	}

	/* Runs the command for a job; null: it has said what is wrong. */
	async run(job, words, files) {
		return this.conclude(job, await this.command.run(words, files));
	}

	conclude(job, run) {
		const rest = this.complain(run.stderr, this.inputs(job));
		const failed = run.exit > 1 || (run.exit && !run.stdout.length);

		status([rest, failed ? "" : text("done",
			{ ms: run.ms < 10 ? run.ms.toFixed(1) : Math.round(run.ms) })]
			.filter(Boolean).join("\n"));
		this.find("status").classList.toggle("error", failed);
		this.result(job, !failed);
		return failed ? null : run;
	}

	inputs(job) {
		return [...this.find(job).querySelectorAll(".box")].map(box => box.id);
	}

	/* The command line as a person would type it, with files for the boxes. */
	show(job, words) {
		const line = words.map(word => {
			const box = this.boxes[word.replace(/^@/, "")];
			const short = job === "plan" && box && !box.bytes &&
				box.lines.length < 200 && !box.value.includes("#");

			if (short)
				return quote(box.lines.trim().split(/\s*\n\s*/).join(","));
			return quote(box ? `${word}.txt` : word);
		});

		this.outputs[`${job}-command`].show(`supernet ${line.join(" ")}\n`,
			"command.sh");
	}

	/* Runs a job for its report: as HTML where the command has it, else text. */
	async report(job, words, files) {
		const page = this.reports.has(words[0]) && await this.command.run(
			[...words, "--format", "html"], files);
		const run = page && page.exit < 2 ? this.conclude(job, page)
			: await this.run(job, words, files);
		const sheet = this.sheets[`${job}-report`];
		const said = run ? new TextDecoder().decode(run.stdout) : "";

		if (run && run === page)
			sheet.show(said);
		else if (run)
			sheet.text(said || text("nothing"));
		return run;
	}

	async start() {
		this.reports = new Set();
		for (const words of [["plan"], ["diagnose"], ["routes", "check"]])
			if ((await this.command.offers(...words, "-f"))
				.some(([word]) => word === "html"))
				this.reports.add(words[0]);
	}

	/* ------------------------------------------------------------ plan */

	async plan() {
		const files = this.files("local", "peer");
		const words = ["plan", "--local", "@local", "--peer", "@peer",
			...this.options("plan")];

		if (Object.keys(files).length < 2)
			return this.result("plan", false);
		const run = await this.report("plan", words, files);
		if (!run)
			return;
		if (run.exit)
			status(text("noPlan"));
		for (const end of ["gateway", "peer", "other"])
			await this.planFile(`plan-${end}`, words, files);
		this.show("plan", words);
	}

	/* One of the files of a plan, or why there is none. */
	async planFile(id, words, files) {
		const output = this.outputs[id];
		const form = output.form.value;
		const { exit, stdout, stderr } = await this.command.run(
			[...words, "--format", form], files);

		output.show(exit > 1 ? "" : stdout, `${id}.${form}`,
			stdout.length ? "" : stderr.replace(/^supernet: /, ""));
	}

	/* ----------------------------------------------------------- check */

	async check() {
		const files = this.files("table", "ours", "theirs");
		const asked = this.find("from").value && this.find("to").value;
		let words;

		if (files.ours || files.theirs) {
			words = ["diagnose"];
			for (const [id, option] of [["ours", "--gateway"],
				["theirs", "--peer"], ["table", "--table"]])
				if (files[id])
					words.push(option, id);
		} else if (files.table) {
			words = ["routes", "check", ...this.options("check"), "table"];
		} else {
			return this.result("check", false);
		}
		if (!await this.report("check", words, files))
			return;
		this.show("check", words);
		this.find("check-packet").hidden = !(asked && files.table);
		if (asked && files.table)
			await this.packet(files);
	}

	/* Which row a packet uses. */
	async packet(files) {
		const { stdout, stderr } = await this.command.run(["routes", "match",
			...this.options("check"), "--table", "table",
			this.find("from").value, this.find("to").value], files);

		this.outputs["check-packet"].show(stdout, "packet.txt", stderr);
	}

	/* ------------------------------------------------------------ sets */

	/* The form of a list, where one line for WireGuard is a form too. */
	form(id) {
		const form = this.outputs[id].form.value;

		return form === "wireguard" ? ["--template", "%p", "--head",
			"AllowedIPs = ", "--separator", ", ", "--tail", "\\n"]
			: form === "text" ? [] : ["--format", form];
	}

	async sets() {
		const operation = this.find("operation").value;
		const two = !["aggregate", "complement"].includes(operation);
		const files = this.files("first", ...two ? ["second"] : []);
		const words = [operation, ...this.form("sets-result"),
			...this.find("sets-lenient").checked
				? ["--notation", "lenient"] : [],
			...this.options("sets"), ...Object.keys(files)];

		this.boxes.second.element.hidden = !two;
		if (!files.first)
			return this.result("sets", false);
		const run = await this.run("sets", words, files);
		if (!run)
			return;
		this.outputs["sets-result"].show(run.stdout, "prefixes.txt");
		this.show("sets", words);
	}

	/* ----------------------------------------------------------- cover */

	async cover() {
		const files = this.files("list");
		const words = ["cover", ...this.options("cover")];
		let run;

		if (!files.list)
			return this.result("cover", false);
		run = await this.run("cover", [...words, "--curve", String(CURVE),
			"--format", "json", "list"], files);
		if (!run)
			return;
		this.points = JSON.parse(new TextDecoder().decode(run.stdout)).points;
		this.last = this.points.at(-1).k;
		run = await this.command.run([...words, "--curve", String(this.last),
			"--format", "svg", "list"], files);
		this.drawCurve(run.stdout);
		await this.chooseK();
	}

	drawCurve(svg) {
		const page = new DOMParser().parseFromString(
			new TextDecoder().decode(svg), "image/svg+xml");

		this.find("curve").replaceChildren(
			document.importNode(page.documentElement, true));
	}

	/* While the slider moves, only where it is last is worked out. */
	async slide() {
		this.moved = true;
		if (this.sliding || !this.points)
			return;
		this.sliding = true;
		try {
			while (this.moved) {
				this.moved = false;
				await this.chooseK();
			}
		} finally {
			this.sliding = false;
		}
	}

	/* The slider goes along the curve's axis, which is logarithmic. */
	async chooseK() {
		const k = Math.round(this.last ** (this.find("k").value / 1000));
		const point = this.points.findLast(p => p.k <= k) ?? this.points[0];
		const words = ["cover", "-k", String(k), ...this.form("cover-result"),
			...this.options("cover"), "list"];
		const files = this.files("list");
		const said = text("extra",
			{ k, extra: BigInt(point.extra).toLocaleString("en") });
		const { stdout, stderr } = await this.command.run(words, files);

		this.find("cost").textContent = said;
		this.find("k").setAttribute("aria-valuetext", said);
		this.outputs["cover-result"].show(stdout, "prefixes.txt",
			stdout.length ? "" : stderr);
		this.show("cover", words);
	}

	/* ----------------------------------------------------------- match */

	async match() {
		const files = this.files("within", "addresses");
		const words = ["match", "within", "--addr", "@addresses",
			...this.form("match-result"), ...this.options("match")];

		if (Object.keys(files).length < 2)
			return this.result("match", false);
		const run = await this.run("match", words, files);
		if (!run)
			return;
		this.outputs["match-result"].show(run.stdout, "matches.txt");
		this.show("match", words);
		await this.count(files);
	}

	/* How many are in the list. */
	async count(files) {
		const all = await this.command.say(["match", "within", "--addr",
			"@addresses", "--quiet", ...this.options("match")], files);
		const lines = all.trimEnd().split("\n");
		const yes = lines.filter(line => !line.endsWith(" -")).length;

		this.find("held").textContent = text("held", {
			yes: yes.toLocaleString("en"),
			n: lines.length.toLocaleString("en") });
	}
}
