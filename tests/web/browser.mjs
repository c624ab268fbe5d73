/*
 * browser.mjs - the page in a real browser: each job by clicks and keys, what
 * it shows beside what the command says, and what a page must not do.
 *   node browser.mjs PAGE SUPERNET MODULES     MODULES: where npm has put what
 *                                              this needs
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const [page, command, modules] = process.argv.slice(2).map(
	name => path.resolve(name));
const require = createRequire(path.join(modules, "x"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "web-"));
const JOBS = ["plan", "check", "sets", "cover", "match"];
const EXAMPLES = { plan: "plan", check: "check", sets: "allowed",
	cover: "cover", match: "match" };

/* What the command says, whatever its exit code. */
function supernet(words, files = {}) {
	for (const [name, text] of Object.entries(files))
		fs.writeFileSync(path.join(scratch, name), text);
	try {
		return execFileSync(command, words, { cwd: scratch,
			stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 })
			.toString();
	} catch (error) {
		return error.stdout.toString();
	}
}

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox"] });

/* An opened page that counts what it must not do. */
async function open(options = {}, hash = "") {
	const context = await browser.newContext({ locale: "en-US",
		viewport: { width: 1280, height: 900 }, ...options });
	const p = await context.newPage();

	p.bad = [];
	p.setDefaultTimeout(15000);
	p.on("request", request => {
		if (!/^(file|blob):/.test(request.url()))
			p.bad.push(`request: ${request.url()}`);
	});
	p.on("pageerror", error => p.bad.push(`error: ${error.message}`));
	p.on("console", message => {
		if (["error", "warning"].includes(message.type()))
			p.bad.push(`console: ${message.text()}`);
	});
	p.on("dialog", dialog => {
		p.bad.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	await p.goto(`file://${page}${hash}`);
	await p.waitForSelector("html[data-ready]");
	return p;
}

/* Until the output @id says what the command does. */
async function says(p, id, want) {
	await p.waitForFunction(([name, words]) =>
		document.querySelector(`#${name} pre`).textContent === words,
	[id, want]).catch(() => {});
	assert.equal(await p.textContent(`#${id} pre`), want);
}

async function example(p, job) {
	await p.click(`[data-job=${job}]`);
	await p.click(`#${job} [data-example=${EXAMPLES[job]}]`);
	await p.waitForSelector(`#${job} .result:not([hidden])`);
	await p.waitForFunction(name => document.querySelector(
		`#${name}-command pre`).textContent, job);
}

/* Text that comes from a clipboard. */
async function paste(p, box, text) {
	await p.evaluate(([id, words]) => {
		const area = document.getElementById(`${id}-text`);
		const data = new DataTransfer();
		data.setData("text/plain", words.repeat ? words
			: "10.0.0.0/8\n".repeat(words));
		const event = new ClipboardEvent("paste",
			{ clipboardData: data, cancelable: true, bubbles: true });
		if (area.dispatchEvent(event)) {
			area.value = data.getData("text/plain");
			area.dispatchEvent(new Event("input"));
		}
	}, [box, text]);
}

/* ------------------------------------------------------------------ tests */

const LOCAL = "10.1.1.0/24\n10.1.2.0/24\n";
const PEER = "172.16.1.0/24\n192.168.1.0/24\n";

const tests = {
	async "one file with a policy, at most 450 kB"() {
		const html = fs.readFileSync(page, "utf8");
		assert.ok(html.length <= 450000, `${html.length} bytes`);
		assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
		assert.doesNotMatch(html, /(src|href)="(?!#)/);
	},

	async "a plan, typed and chosen by keys"(p) {
		await p.focus("#local-text");
		await p.keyboard.type(LOCAL);
		await p.focus("#peer-text");
		await p.keyboard.type(PEER);
		await p.waitForSelector("#plan .result:not([hidden])");
		await p.focus("#align");
		await p.keyboard.press("o");
		await p.selectOption("#plan-other-form", "csv");
		const words = ["plan", "--local", "@local", "--peer", "@peer",
			"--align", "octet"];
		const files = { local: LOCAL, peer: PEER };
		await says(p, "plan-other", supernet([...words, "-f", "csv"], files));
		await p.selectOption("#plan-peer-form", "libreswan");
		await says(p, "plan-peer", supernet([...words, "-f", "libreswan"]));
		await p.selectOption("#gateway", "aws");
		await p.selectOption("#device", "fortigate");
		await says(p, "plan-other", supernet([...words, "--gateway", "aws",
			"--peer-device", "fortigate", "-f", "csv"]));
		await says(p, "plan-peer", supernet([...words, "--gateway", "aws",
			"--peer-device", "fortigate", "-f", "fortigate"]));
		await p.selectOption("#device", "juniper");
		assert.equal(await p.inputValue("#plan-peer-form"), "junos");
		await p.selectOption("#device", "fortigate");
		assert.deepEqual(await p.$$eval("#plan-gateway-form option",
			all => all.map(option => option.value)), ["terraform", "aliyun"]);
		const title = await p.evaluate(() => document.getElementById(
			"plan-report").shadowRoot.querySelector("h1").textContent);
		assert.match(title, /VPN/);
		assert.match(await p.textContent("#plan-command pre"),
			/^supernet plan --local 10\.1\.1\.0\/24,10\.1\.2\.0\/24 --peer .* --gateway aws/);
	},

	async "a plan's file, downloaded"(p) {
		await example(p, "plan");
		const [file] = await Promise.all([p.waitForEvent("download"),
			p.click("#plan-gateway button:text('Download')")]);
		assert.equal(fs.readFileSync(await file.path(), "utf8"),
			supernet(["plan", "--local", LOCAL.trim().replaceAll("\n", ","),
				"--peer", "172.16.1.0/24,172.16.2.0/24,172.16.4.0/22",
				"-f", "terraform"]));
	},

	async "an error at its place"(p) {
		await p.fill("#local-text", "10.1.1.0/24, 10.300.0.0/16 # 坏\n");
		await p.fill("#peer-text", PEER);
		await p.waitForSelector("#local-text[aria-invalid=true]");
		assert.equal(await p.textContent("#local mark.error"), "10.300.0.0/16");
		await p.click("#local .said button");
		assert.equal(await p.evaluate(() => getSelection().toString()),
			"10.300.0.0/16");
		assert.match(await p.textContent("#local .said"), /line 1, column 14/);
		await p.fill("#local-text", LOCAL);
		await p.waitForSelector("#local-text[aria-invalid=false]");
	},

	async "a table, dropped, checked and asked"(p) {
		const table = "source,destination,next_hop,weight,priority,state\n" +
			"10.66.88.0/24,10.55.0.0/16,vco-4,100,10,published\n" +
			"10.66.88.0/24,10.55.193.0/24,vco-1,100,10,normal\n";
		await p.click("[data-job=check]");
		await p.evaluate(text => {
			const data = new DataTransfer();
			data.items.add(new File([text], "table.csv"));
			document.getElementById("table").dispatchEvent(
				new DragEvent("drop", { dataTransfer: data }));
		}, table);
		await p.waitForSelector("#check .result:not([hidden])");
		assert.match(await p.evaluate(() => document.getElementById(
			"check-report").shadowRoot.textContent), /equal-priority-overlap/);
		await p.fill("#from", "10.66.88.1");
		await p.fill("#to", "10.55.193.7");
		await says(p, "check-packet", supernet(["routes", "match", "--table",
			"table", "10.66.88.1", "10.55.193.7"], { table }));
	},

	async "two configurations, opened and diagnosed"(p) {
		const ours = supernet(["plan", "--local", "10.1.1.0/24", "--peer",
			"10.2.1.0/24", "-f", "swanctl"]);
		await p.click("[data-job=check]");
		for (const [id, text] of [["ours", ours],
			["theirs", ours.replace("group14", "group2")]])
			await p.setInputFiles(`#${id}-file`, { name: `${id}.conf`,
				mimeType: "text/plain", buffer: Buffer.from(text) });
		await p.waitForSelector("#check .result:not([hidden])");
		assert.match(await p.textContent("#check-command pre"),
			/diagnose --gateway ours.txt --peer theirs.txt/);
	},

	async "AllowedIPs without the LAN"(p) {
		await example(p, "sets");
		await says(p, "sets-result", supernet(["subtract", "--template", "%p",
			"--head", "AllowedIPs = ", "--separator", ", ", "--tail", "\\n",
			"a", "b"], { a: "0.0.0.0/0\n::/0\n", b: "192.168.1.0/24\nfe80::/10\n" }));
		await p.selectOption("#sets-result-form", "nft");
		await says(p, "sets-result", supernet(["subtract", "-f", "nft", "a", "b"]));
		await p.selectOption("#operation", "intersect");
		await says(p, "sets-result", supernet(["intersect", "-f", "nft", "a", "b"]));
	},

	async "a cover, by the keys of the slider"(p) {
		await example(p, "cover");
		const list = await p.inputValue("#list-text");
		const at = async k => says(p, "cover-result", supernet(
			["cover", "-k", String(k), "list"], { list }));
		await p.focus("#k");
		await p.keyboard.press("Home");
		await at(1);
		await p.keyboard.press("End");
		await at(8);
		assert.match(await p.getAttribute("#k", "aria-valuetext"),
			/^k = 8: 0 extra/);
		await p.waitForSelector("#curve svg");
	},

	async "addresses in a list of a million lines"(p) {
		let list = "";
		for (let i = 0; i < 1e6; i++)
			list += `${i % 223 + 1}.${i * 7 & 255}.${i >> 8 & 255}.0/24\n`;
		await p.click("[data-job=match]");
		await p.setInputFiles("#within-file", { name: "list.txt",
			mimeType: "text/plain", buffer: Buffer.from(list) });
		await p.fill("#addresses-text", "1.0.0.1\n224.0.0.1\n");
		const want = supernet(["match", "within", "--addr", "@addresses"],
			{ within: list, addresses: "1.0.0.1\n224.0.0.1\n" });
		await says(p, "match-result", want);
		assert.match(await p.textContent("#within .held"), /list\.txt/);
		await p.waitForFunction(() => document.getElementById("held")
			.textContent === "1 of 2 are in the list");
		await p.click("[data-job=sets]");
		await p.setInputFiles("#first-file", { name: "list.txt",
			mimeType: "text/plain", buffer: Buffer.from(list) });
		const times = [];
		for (let i = 0; i < 8; i++) {
			await p.selectOption("#sets-result-form", i % 2 ? "text" : "csv");
			await p.evaluate(() => document.getElementById("status")
				.textContent = "");
			await p.waitForFunction(() => / ms/.test(
				document.getElementById("status").textContent));
			if (i % 2)
				times.push(parseFloat((await p.textContent("#status"))
					.replace(/^.*?([\d.]+) ms.*$/s, "$1")));
		}
		console.log(`  1,000,000 lines aggregated: ${times.join(", ")} ms`);
	},

	async "a link that holds the inputs"(p) {
		await example(p, "sets");
		await p.click("#link");
		const hash = new URL(p.url()).hash;
		const other = await open({}, hash);
		await other.waitForSelector("#sets .result:not([hidden])");
		for (const id of ["first-text", "second-text", "operation",
			"sets-result-form"])
			assert.equal(await other.inputValue(`#${id}`),
				await p.inputValue(`#${id}`), id);
		assert.deepEqual(other.bad, []);
		await other.context().close();
	},

	async "Chinese, with the provider's terms"(p) {
		await p.click("#language");
		assert.equal(await p.getAttribute("html", "lang"), "zh-CN");
		const words = await p.textContent("body");
		for (const term of ["感兴趣流模式", "目的路由模式", "策略路由",
			"本端网段", "对端网段"])
			assert.ok(words.includes(term), term);
		const other = await open({ locale: "zh-CN" });
		assert.equal(await other.textContent("#language"), "English");
		await other.context().close();
	},

	async "tabs by keys"(p) {
		await p.focus("#tab-plan");
		for (const job of [...JOBS.slice(1), "plan"]) {
			await p.keyboard.press("ArrowRight");
			assert.equal(await p.getAttribute(":focus", "data-job"), job);
			assert.ok(await p.isVisible(`#${job}`));
		}
	},

	async "nothing that axe finds"() {
		for (const options of [{}, { colorScheme: "dark" },
			{ locale: "zh-CN", viewport: { width: 360, height: 740 } }]) {
			const p = await open(options);
			await p.evaluate(axe);
			for (const job of JOBS) {
				await example(p, job);
				const { violations } = await p.evaluate(() => axe.run());
				assert.deepEqual(violations.map(v => [job, v.id,
					v.nodes.map(node => node.html.slice(0, 200))]), []);
			}
			await p.context().close();
		}
	},

	async "a phone is wide enough"() {
		for (const locale of ["en-US", "zh-CN"]) {
			const p = await open({ locale, viewport: { width: 360, height: 740 } });
			for (const job of JOBS) {
				await example(p, job);
				const wide = await p.evaluate(
					() => document.documentElement.scrollWidth);
				assert.ok(wide <= 360, `${job}: ${wide} pixels`);
			}
			await p.context().close();
		}
	},

	async "paper"(p) {
		await example(p, "plan");
		const pdf = (await p.pdf()).toString("latin1");
		const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
		assert.ok(pages >= 1 && pages <= 12, `${pages} pages`);
	},

	async "hostile text is text"(p) {
		const bad = "<img src=x onerror=alert(1)><script>alert(2)</script>" +
			"<style>*{display:none}</style>\"'>{{7*7}}\u202e\n";
		for (const job of JOBS) {
			await p.click(`[data-job=${job}]`);
			for (const box of await p.$$eval(`#${job} .box`,
				all => all.map(element => element.id)))
				await paste(p, box, bad);
			await p.waitForSelector(`#${job} [aria-invalid=true], #status.error`);
		}
		await p.click("[data-job=plan]");
		await p.fill("#local-text", LOCAL);
		await p.fill("#peer-text", PEER);
		await p.fill("#connection", "<img src=x onerror=alert(3)>");
		await p.waitForFunction(() => /connection id/.test(
			document.getElementById("status").textContent));
		await p.fill("#connection", "");
		await p.fill("#plan-further", "'<img src=x onerror=alert(4)>'");
		await p.waitForFunction(() => /<img src=x/.test(
			document.getElementById("status").textContent));
		assert.equal(await p.evaluate(() => document.querySelectorAll(
			"img, main script, main style").length), 0);
		const other = await open({}, "#job=plan&local-text=" +
			encodeURIComponent(bad) + "&peer-text=x&language=__proto__&job=x");
		await other.waitForSelector("#local-text[aria-invalid=true]");
		assert.deepEqual(other.bad, []);
		await other.context().close();
	},

	async "50 MB and NULs"(p) {
		await p.click("[data-job=sets]");
		await paste(p, "first", 5e6);
		await says(p, "sets-result", "10.0.0.0/8\n");
		await p.setInputFiles("#first-file", { name: "nul",
			mimeType: "text/plain", buffer: Buffer.from("10.0.0.0/8\0\n\0") });
		await p.waitForSelector("#first-text[aria-invalid=true], #status.error");
		await p.click("#first button:text('Clear')");
		await p.fill("#first-text", "10.0.0.0/9\n10.128.0.0/9\n");
		await says(p, "sets-result", "10.0.0.0/8\n");
	},

	async "a plan after the first"(p) {
		const times = [];
		await p.fill("#peer-text", PEER);
		for (let i = 0; i < 12; i++) {
			await p.fill("#local-text", `${LOCAL}10.1.${i + 3}.0/24\n`);
			await p.waitForFunction(want => document.querySelector(
				"#plan-command pre").textContent.includes(want),
			`10.1.${i + 3}.0/24`);
			times.push(parseFloat((await p.textContent("#status"))
				.replace(/^.*?([\d.]+) ms.*$/s, "$1")));
		}
		console.log(`  a plan: ${times.join(", ")} ms`);
	},
};

/* A browser that hangs fails, too. */
setTimeout(() => {
	console.log("web: FAILED, not done within five minutes");
	process.exit(1);
}, 300000).unref();

let passed = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
	const p = test.length ? await open() : null;
	try {
		await test(p);
		assert.deepEqual(p?.bad ?? [], []);
		passed++;
		console.log(`ok ${name}`);
	} catch (error) {
		failed++;
		console.log(`FAILED ${name}\n${error.stack}`);
	}
	await p?.context().close();
}
await browser.close();
fs.rmSync(scratch, { recursive: true });
console.log(`web: ${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
