/*
 * page.js - the page itself: which job is shown, in which language, what stands
 * in the link, and when a job runs.
 */
"use strict";

/* Milliseconds without a key before a job runs. */
const PAUSE = 120;
/* Characters of a link. */
const LINK_MOST = 32768;

const EXAMPLES = {
	plan: { local: "10.1.1.0/24\n10.1.2.0/24\n",
		peer: "172.16.1.0/24, 172.16.2.0/24\n172.16.4.0/22\n" },
	check: { table: "source,destination,next_hop,weight,priority,state\n" +
		"10.66.88.0/24,10.55.0.0/16,vco-4,100,10,published\n" +
		"10.66.88.0/24,10.55.193.0/24,vco-1,100,10,normal\n",
	from: "10.66.88.1", to: "10.55.193.7" },
	allowed: { first: "0.0.0.0/0\n::/0\n",
		second: "# the LAN\n192.168.1.0/24\nfe80::/10\n",
		operation: "subtract", "sets-result-form": "wireguard" },
	cover: { list: "10.1.0.0/24\n10.1.2.0/24\n10.1.7.0/25\n10.9.0.0/24\n" +
		"10.9.3.0/26\n172.16.4.0/22\n172.16.9.0/24\n192.168.1.0/24\n",
	k: "600" },
	match: { within: "10.1.0.0/16\n192.168.0.0/16\n2001:db8::/32\n",
		addresses: "10.1.2.3\n8.8.8.8\n192.168.77.0/24\n2001:db8::1\n" },
};

const jobs = new Jobs(new Command());
const tabs = [...document.querySelectorAll("[role=tab]")];
let current = "plan", timer = 0;

/* --------------------------------------------------------------- language */

function speak() {
	document.documentElement.lang = LANGUAGES[language];
	document.title = text("title");
	for (const element of document.querySelectorAll("[data-text]"))
		element.textContent = text(element.dataset.text);
	for (const element of document.querySelectorAll("[data-label]"))
		if (!element.classList.contains("output"))
			element.setAttribute("aria-label", text(element.dataset.label));
	for (const area of document.querySelectorAll("[data-placeholder]"))
		area.placeholder = text(area.dataset.placeholder);
	for (const hint of document.querySelectorAll("[data-example-options]"))
		hint.querySelector(".hint").textContent = text("furtherHint",
			{ example: hint.dataset.exampleOptions });
	document.getElementById("version").textContent =
		text("foot", { version: jobs.version ?? "" });
	document.getElementById("language").lang = LANGUAGES[1 - language];
}

/* ------------------------------------------------------------------- runs */

async function work() {
	jobs.command.stop();
	/* Only what takes long is worth a word. */
	const late = setTimeout(() => status(text("working")), 300);
	try {
		await jobs[current]();
	} catch (error) {
		if (error !== ENDED)
			status(String(error.message));
	} finally {
		clearTimeout(late);
	}
}

function soon() {
	clearTimeout(timer);
	timer = setTimeout(work, PAUSE);
}

function open(job) {
	current = job;
	for (const tab of tabs) {
		const chosen = tab.dataset.job === job;
		tab.setAttribute("aria-selected", String(chosen));
		tab.tabIndex = chosen ? 0 : -1;
		document.getElementById(tab.dataset.job).hidden = !chosen;
	}
	status("");
	soon();
}

/* ------------------------------------------------------------------- links */

/* Every control that a person can set. */
function controls() {
	return document.querySelectorAll("main :is(textarea, select, input)" +
		":not([type=file])");
}

function value(control) {
	return control.type === "checkbox" ? (control.checked ? "1" : "")
		: control.value;
}

function set(control, words) {
	if (control.type === "checkbox")
		control.checked = words === "1";
	else
		control.value = words;
}

function remember() {
	for (const control of controls())
		control.dataset.initial = value(control);
}

function link() {
	const inputs = new URLSearchParams({ job: current });

	if (language)
		inputs.set("language", LANGUAGES[language]);
	for (const control of controls())
		if (value(control) !== control.dataset.initial)
			inputs.set(control.id, value(control));
	return `#${inputs}`;
}

/* Sets what a link holds; everything else as it was at first. */
function follow(hash) {
	const inputs = new URLSearchParams(hash.slice(1));
	const wanted = LANGUAGES.indexOf(inputs.get("language"));

	if (wanted >= 0)
		language = wanted;
	for (const control of controls())
		set(control, inputs.get(control.id) ?? control.dataset.initial);
	for (const box of Object.values(jobs.boxes))
		box.bytes = null;
	speak();
	open(tabs.some(tab => tab.dataset.job === inputs.get("job"))
		? inputs.get("job") : "plan");
}

async function copyLink() {
	const hash = link();

	if (hash.length > LINK_MOST)
		return status(text("linkLarge"));
	history.replaceState(null, "", hash);
	await copy(location.href);
	status(text("linkDone"));
}

/* ------------------------------------------------------------------- start */

/* Words of an option, and what is said of them. */
async function fill(select) {
	const job = select.closest("section").id;
	const command = { check: ["routes", "check"] }[job] ?? [job];
	const words = await jobs.command.offers(...command, select.dataset.option);

	select.replaceChildren(...words.filter(([word]) => isNaN(word)).map(
		([word]) => make("option", { value: word },
			jobs.titles[word] ? `${word}: ${jobs.titles[word]}` : word)));
	select.value = select.dataset.first;
}

/* {word: what it is} of a list in columns. */
async function titles(words, pattern) {
	const lines = (await jobs.command.say(words)).trim().split("\n");

	return Object.fromEntries(lines.map(line => pattern.exec(line).slice(1)));
}

async function offerForms() {
	const forms = Object.entries(
		await titles(["plan", "--list-formats"], /^(\S+)\s+(.*)$/));
	const lists = Object.entries(
		await titles(["aggregate", "--list-templates"], /^(\S+)\s+(.*)$/));
	const isPeer = ([, what]) => /(the peer|either) end/.test(what);
	const isGateway = ([, what]) => what.includes("the gateway's end");
	const { outputs } = jobs;

	outputs["plan-peer"].offer(forms.filter(isPeer));
	outputs["plan-gateway"].offer(forms.filter(isGateway));
	outputs["plan-other"].offer(forms.filter(
		form => !isPeer(form) && !isGateway(form)));
	for (const id of ["sets-result", "cover-result"])
		outputs[id].offer([...lists, ["wireguard", text("wireguard")]]);
	outputs["match-result"].offer(lists.slice(0, 1).concat(
		lists.filter(([word]) => ["csv", "json"].includes(word))));
}

function build() {
	for (const element of document.querySelectorAll(".box"))
		jobs.boxes[element.id] = new Box(element, soon);
	for (const element of document.querySelectorAll(".output"))
		jobs.outputs[element.id] = new Output(element, soon);
	for (const element of document.querySelectorAll(".sheet"))
		jobs.sheets[element.id] = new Sheet(element);
	for (const element of document.querySelectorAll(".further")) {
		const { command } = element.dataset;
		const help = make("pre", { tabindex: "0" });
		element.append(
			make("label", {}, says("span", "further"), " ",
				make("input", { id: `${command}-further`, spellcheck: "false",
					autocomplete: "off" })),
			make("span", { class: "hint" }),
			make("details", { ontoggle: async () => {
				help.textContent = await jobs.command.say([command, "--help"]);
			} }, says("summary", "optionsHelp"), help));
	}
	for (const [i, tab] of tabs.entries()) {
		tab.id = `tab-${tab.dataset.job}`;
		tab.setAttribute("aria-controls", tab.dataset.job);
		document.getElementById(tab.dataset.job)
			.setAttribute("aria-labelledby", tab.id);
		tab.addEventListener("click", () => open(tab.dataset.job));
		tab.addEventListener("keydown", event => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (!step)
				return;
			const next = tabs[(i + step + tabs.length) % tabs.length];
			next.focus();
			open(next.dataset.job);
		});
	}
}

/* The file of the peer's end follows the device. */
function followDevice(event) {
	const { form } = jobs.outputs["plan-peer"];
	const device = event.target.value;
	const word = { strongswan: "swanctl", juniper: "junos", h3c: "comware",
		huawei: "vrp" }[device] ?? device;

	if ([...form.options].some(option => option.value === word))
		form.value = word;
}

function listen() {
	document.getElementById("device").addEventListener("input", followDevice);
	for (const control of document.querySelectorAll(
		"main select, main input:not([type=file], [type=range])"))
		control.addEventListener("input", soon);
	document.getElementById("k").addEventListener("input",
		() => jobs.slide().catch(() => {}));
	document.getElementById("to-files").addEventListener("click", () =>
		document.getElementById("files").scrollIntoView());
	for (const button of document.querySelectorAll("[data-example]"))
		button.addEventListener("click", () => follow("#" +
			new URLSearchParams({ job: current,
				...Object.fromEntries(Object.entries(
					EXAMPLES[button.dataset.example]).map(([id, words]) =>
					[jobs.boxes[id] ? `${id}-text` : id, words])) })));
	document.getElementById("language").addEventListener("click", () => {
		language = 1 - language;
		speak();
	});
	document.getElementById("link").addEventListener("click", copyLink);
	document.getElementById("print").addEventListener("click",
		() => window.print());
	window.addEventListener("hashchange", () => follow(location.hash));
	/* A file that misses its box does not take the place of the page. */
	for (const event of ["dragover", "drop"])
		window.addEventListener(event, e => e.preventDefault());
}

async function start() {
	if (navigator.language.startsWith("zh"))
		language = 1;
	build();
	speak();
	if (typeof WebAssembly !== "object")
		return status(text("broken"));
	jobs.version = (await jobs.command.say(["--version"])).trim()
		.replace(/^supernet /, "");
	jobs.titles = await titles(["plan", "--list-profiles"],
		/^(\S+)\s+(?:gateway|peer)(?:\s+peer)?\s+(.*)$/);
	for (const select of document.querySelectorAll("select[data-option]"))
		await fill(select);
	await offerForms();
	await jobs.start();
	remember();
	listen();
	follow(location.hash);
	document.documentElement.dataset.ready = "";
}

start();
