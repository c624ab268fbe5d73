/*
 * Looks at pages in a browser as people do: on a desk, on a phone, in the dark
 * and on paper. Says what is wrong, a line each, and exits with 1 then.
 *   [LOOKS=NAME,...] node look.cjs MODULES CHROMIUM PICTURES PAGE...
 * MODULES has playwright-core and axe-core; pictures and PDFs of the pages are
 * written into PICTURES.
 */
"use strict";
const path = require("path");
const fs = require("fs");

const [modules, executablePath, pictures, ...pages] = process.argv.slice(2);
const { chromium } = require(path.resolve(modules, "playwright-core"));
const axe = fs.readFileSync(path.resolve(modules, "axe-core/axe.min.js"), "utf8");

const only = (process.env.LOOKS || "light,dark,phone").split(",");
const looks = [
  { name: "light", width: 1100, height: 900, colorScheme: "light" },
  { name: "dark", width: 1100, height: 900, colorScheme: "dark" },
  { name: "phone", width: 360, height: 740, colorScheme: "light" },
].filter((look) => only.includes(look.name));

/* In the page: boxes that leave the page or their own box, or lie on others. */
function boxes() {
  const found = [];
  const name = (e) =>
    `${e.localName}.${e.getAttribute("class") || ""} '${e.textContent.trim().slice(0, 40)}'`;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
  const shown = (e) =>
    e.checkVisibility() && !e.closest(".sr") && e.getClientRects().length;
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide)
    found.push(`the page is ${document.documentElement.scrollWidth} wide, not ${wide}`);
  const all = [...document.body.querySelectorAll("*")].filter(
    (e) => !e.closest("svg") && shown(e));
  for (const e of all) {
    const inScroll = e.parentElement.closest(".table, pre");
    const r = e.getBoundingClientRect();
    if (!inScroll && (r.right > wide + 1 || r.left < -1))
      found.push(`outside the page: ${name(e)}`);
    if (!scrolls(e) && e.clientWidth && e.scrollWidth > e.clientWidth + 1 &&
        getComputedStyle(e).display !== "inline")
      found.push(`wider than its box: ${name(e)}`);
  }
  /* Texts: the boxes of lines of different texts do not meet. */
  const lines = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t = walk.nextNode(); t; t = walk.nextNode()) {
    const e = t.parentElement;
    if (!t.data.trim() || !shown(e) || e.closest("pre"))
      continue;
    const range = document.createRange();
    range.selectNodeContents(t);
    for (const r of range.getClientRects())
      if (r.width > 1)
        lines.push({ r, e });
  }
  lines.sort((a, b) => a.r.top - b.r.top);
  for (let i = 0; i < lines.length; i++)
    for (let k = i + 1; k < lines.length &&
         lines[k].r.top < lines[i].r.bottom - 3; k++) {
      const a = lines[i].r, b = lines[k].r;
      if (a.left < b.right - 1 && b.left < a.right - 1)
        found.push(`${name(lines[i].e)} lies on ${name(lines[k].e)}`);
    }
  return found.slice(0, 10);
}

async function look(browser, file) {
  const base = path.join(pictures, path.basename(file, ".html"));
  const wrong = [];
  for (const { name, width, height, colorScheme } of looks) {
    const context = await browser.newContext({
      viewport: { width, height }, colorScheme, deviceScaleFactor: 1 });
    const page = await context.newPage();
    const requests = [];
    page.on("request", (r) => requests.push(r.url()));
    page.on("console", (m) => wrong.push(`${name}: console: ${m.text()}`));
    page.on("pageerror", (m) => wrong.push(`${name}: ${m}`));
    await page.goto("file://" + path.resolve(file));
    for (const url of requests.slice(1))
      wrong.push(`${name}: requests ${url}`);
    for (const open of [false, true]) {
      await page.evaluate((on) => {
        for (const d of document.querySelectorAll("details")) d.open = on;
      }, open);
      for (const w of await page.evaluate(boxes))
        wrong.push(`${name}${open ? ", unfolded" : ""}: ${w}`);
      if (!open)
        await page.screenshot({ path: `${base}-${name}.png`, fullPage: true });
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }));
    for (const v of violations)
      wrong.push(`${name}: axe: ${v.id}: ${v.nodes.length} x ${v.nodes[0].html.slice(0, 120)} ` +
        `${v.nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 200)}`);
    if (name === "light") {
      await page.evaluate(() => {
        for (const d of document.querySelectorAll("details")) d.open = false;
      });
      await page.pdf({ path: `${base}.pdf`, format: "A4" });
      wrong.push(...(await paper(page)).map((w) => `paper: ${w}`));
    }
    await context.close();
  }
  return wrong;
}

/* On paper: no box wider than the page. */
async function paper(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 687, height: 1010 }); /* A4 less margins */
  const found = await page.evaluate(boxes);
  /* A figure longer than a page would be split. */
  for (const h of await page.$$eval("figure", (f) => f.map((e) => e.offsetHeight)))
    if (h > 1000)
      found.push(`a figure is ${h} high: it does not fit on one page`);
  return found;
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  let failed = 0;
  for (const file of pages) {
    const wrong = await look(browser, file);
    for (const w of wrong)
      console.log(`${path.basename(file)}: ${w}`);
    failed += wrong.length;
  }
  await browser.close();
  process.exit(failed ? 1 : 0);
})();
