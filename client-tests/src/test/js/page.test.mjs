// The page of a running server that serves the samples: THAW_URL says where; THAW_INBOX, a watched folder whose files go
// to the model `digits`, lets the results be tested too.

import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { answering, answerOf, card, launch, open } from './chromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../../..');
const SEVEN = join(root, 'samples/data/digits/digit-7-1635.png');
const TARGET = join(root, 'client-tests/target');
const URL_OF_SERVER = process.env.THAW_URL;
const INBOX = process.env.THAW_INBOX;
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

let browser;

before(async () => {
  assert.ok(URL_OF_SERVER, 'THAW_URL: expected the address of a running `thaw serve samples/models`, got nothing');
  await mkdir(TARGET, { recursive: true });
  browser = await launch();
});

after(() => browser?.close());

/** Runs with a fresh tab; afterwards nothing may have left the origin, and nothing been complained of but `expected`. */
function inTab(name, work, { expected = [], skip = false, ...options } = {}) {
  test(name, { skip, timeout: 60_000 }, async () => {
    const { page, heard, close } = await open(browser, URL_OF_SERVER, options);
    try {
      await work(page, heard);
      const origin = new URL(URL_OF_SERVER).origin;
      assert.deepEqual(heard.requests.filter((each) => new URL(each).origin !== origin), [], 'left the origin');
      assert.deepEqual(heard.complaints.filter((each) => !expected.some((pattern) => pattern.test(each))), []);
    } finally {
      await close();
    }
  });
}

async function choose(page, element, file) {
  const input = await element.$('input[type=file]');
  await input.uploadFile(file);
}

async function drop(element, bytes, name, type) {
  const zone = await element.$('.drop');
  await zone.evaluate((node, base64, fileName, fileType) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([data], fileName, { type: fileType }));
    for (const event of ['dragover', 'drop']) {
      node.dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer }));
    }
  }, Buffer.from(bytes).toString('base64'), name, type);
}

async function paste(element, text) {
  await element.evaluate((node, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    node.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
  }, text);
}

async function patient(label) {
  const lines = (await readFile(join(root, 'samples/data/risk/patients.ndjson'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line)).find((each) => each.label === label).features;
}

inTab('shows each model with its signature', async (page) => {
  const shown = await page.$$eval('.card', (cards) => Object.fromEntries(cards.map((each) =>
    [each.querySelector('.name').textContent, each.querySelector('.signature').innerText])));
  assert.deepEqual(Object.keys(shown).filter((name) => ['digits', 'risk', 'sentiment'].includes(name)).sort(),
    ['digits', 'risk', 'sentiment']);
  assert.match(shown.digits, /in\s+image\s+FP32\s+\[any, 1, 8, 8\]/);
  assert.match(shown.digits, /out\s+probabilities\s+FP32\s+\[any, 10\]/);
  assert.match(shown.risk, /in\s+features\s+FP32\s+\[any, 30\]/);
  assert.match(shown.sentiment, /in\s+text\s+BYTES/);
});

inTab('answers a chosen image with its digit, the bars, the version and the command that repeats it', async (page) => {
  const digits = await card(page, 'digits');
  await choose(page, digits, SEVEN);
  const said = await answerOf(page, digits, /^7\n/);
  assert.match(said, /digits version 1, answered in [\d.]+ (µs|ms|s)/);
  const widths = await digits.$$eval('.bar', (bars) => bars.map((bar) => Number(bar.style.getPropertyValue('--share'))));
  assert.ok(widths[0] > 0.5 && widths.every((width, i) => i === 0 || width <= widths[i - 1]), String(widths));
  const command = await digits.$eval('pre', (node) => node.textContent);
  assert.match(command, /^curl http:\/\/\S+\/v2\/models\/digits\/predict \\\n {2}-H 'Content-Type: image\/png' \\\n {2}--data-binary @digit-7-1635\.png$/);
});

inTab('answers a dropped image and shows it', async (page) => {
  const digits = await card(page, 'digits');
  await drop(digits, await readFile(SEVEN), 'seven.png', 'image/png');
  await answerOf(page, digits, /^7\n/);
  assert.equal(await digits.$eval('.file', (node) => node.textContent), 'seven.png');
  const lit = await digits.$eval('.preview', (canvas) => canvas.getContext('2d')
    .getImageData(0, 0, canvas.width, canvas.height).data.filter((byte, i) => i % 4 === 0 && byte > 200).length);
  assert.ok(lit > 100, `expected the ink of the digit in the preview, got ${lit} light pixels`);
});

inTab('answers a pasted image', async (page) => {
  const base64 = (await readFile(SEVEN)).toString('base64');
  await page.evaluate((data) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], 'image.png',
      { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
  }, base64);
  await answerOf(page, await card(page, 'digits'), /^7\n/);
});

inTab('answers a drawn digit', async (page) => {
  const digits = await card(page, 'digits');
  const pad = await digits.$('.pad');
  await pad.scrollIntoView();
  const { x, y } = await pad.boundingBox();
  const stroke = async (...points) => {
    await page.mouse.move(x + points[0][0], y + points[0][1]);
    await page.mouse.down();
    for (const [dx, dy] of points.slice(1)) {
      await page.mouse.move(x + dx, y + dy, { steps: 8 });
    }
    await page.mouse.up();
  };
  // The crossbar as well: the data set's writers drew their sevens so.
  await stroke([45, 30], [105, 30], [70, 120]);
  await stroke([60, 75], [110, 75]);
  await answerOf(page, digits, /^7\n/);
});

inTab('shows the sentence of the server for a broken image', async (page) => {
  const digits = await card(page, 'digits');
  await drop(digits, 'broken image', 'broken.png', 'image/png');
  const said = await answerOf(page, digits, /^Error 4\d\d: /);
  assert.match(said, /image/);
  assert.ok(said.length > 30, said);
}, { expected: [REFUSED] });

inTab('asks for an image before it asks the model', async (page, heard) => {
  const digits = await card(page, 'digits');
  await (await digits.$('.ask')).click();
  await answerOf(page, digits, /There is no image yet/);
  assert.equal(heard.requests.filter((each) => each.includes('/predict')).length, 0);
});

inTab('answers the features of a patient, typed into the form', async (page) => {
  const risk = await card(page, 'risk');
  for (const [name, value] of Object.entries(await patient('malignant'))) {
    const id = await risk.$$eval('label', (labels, wanted) => labels.find((each) => each.textContent === wanted).htmlFor, name);
    await page.type(`#${id}`, String(value));
  }
  await page.keyboard.press('Enter');
  await answerOf(page, risk, /^malignant\n/);
});

inTab('fills the form from a pasted line of a stream', async (page) => {
  const risk = await card(page, 'risk');
  const features = await patient('benign');
  await paste(await risk.$('.features input'), JSON.stringify({ id: 'p-1', features: { ...features, colour: 'red' } }));
  assert.match(await risk.$eval('[role=status]', (node) => node.textContent),
    /^30 of 30 filled; not features of this model: colour$/);
  await (await risk.$('.ask')).click();
  await answerOf(page, risk, /^benign\n/);
});

inTab('does not send a feature that is left empty', async (page) => {
  const risk = await card(page, 'risk');
  const features = await patient('benign');
  delete features['mean radius'];
  await paste(await risk.$('.features input'), JSON.stringify(features));
  await (await risk.$('.ask')).click();
  assert.match(await answerOf(page, risk, /^Error 4\d\d: /), /mean radius/);
}, { expected: [REFUSED] });

inTab('loads a model that is not in memory when a person says so', async (page) => {
  assert.match(await page.$eval('.card .try', (node) => node.innerText), /Not in memory/);
  const [asked] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith('/v2/models/sentiment')),
    page.click('.card .try button'),
  ]);
  assert.equal(asked.method(), 'GET');
}, { prepare: answering('/api/models', { models: [{ name: 'sentiment', versions: ['1'], ready: false }] }) });

inTab('answers a sentence that is typed without a mouse', async (page) => {
  const reach = async (wanted) => {
    for (let i = 0; i < 200; i += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(wanted)) {
        return;
      }
    }
    assert.fail(`not reached by the Tab key: ${wanted}`);
  };
  await reach(() => document.activeElement.closest('.card')?.querySelector('.name').textContent === 'sentiment'
    && document.activeElement.tagName === 'TEXTAREA');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid', 'the focus is not seen');
  await page.keyboard.type('I love this, it is great');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  const sentiment = await card(page, 'sentiment');
  await answerOf(page, sentiment, /^positive\n/);
  await reach(() => document.activeElement.textContent === 'The same with curl');
  await page.keyboard.press('Enter');
  assert.match(await sentiment.$eval('pre', (node) => node.innerText), /--data-raw 'I love this, it is great'/);
});

inTab('counts in the metrics what was asked', async (page) => {
  const counted = () => page.evaluate(() => {
    const number = (node) => Number(node?.textContent.replaceAll(',', '') ?? 0);
    const row = [...document.querySelectorAll('#metric-rows tr')]
      .find((each) => each.cells[0].textContent === 'sentiment');
    return { inputs: number(document.querySelector('#tiles strong')), answered: number(row?.cells[1]) };
  });
  const scraped = (least) => page.waitForFunction((inputs) =>
    Number(document.querySelector('#tiles strong').textContent.replaceAll(',', '')) > inputs, {}, least);
  const sentiment = await card(page, 'sentiment');
  const ask = async () => {
    await (await sentiment.$('textarea')).type('fine');
    await (await sentiment.$('.ask')).click();
    await answerOf(page, sentiment, /answered in/);
  };
  await ask();
  await scraped(0);
  const before = await counted();
  await ask();
  await scraped(before.inputs);
  const after = await counted();
  assert.ok(after.answered > before.answered, `${before.answered} answered before, ${after.answered} after`);
});

inTab('lists at once what it was answered itself', async (page) => {
  const before = await page.evaluate(async () => (await (await fetch('/api/results?limit=50')).json()).results[0]?.event_id);
  const sentiment = await card(page, 'sentiment');
  await (await sentiment.$('textarea')).type('What a great day');
  await (await sentiment.$('.ask')).click();
  await answerOf(page, sentiment, /^positive\n/);
  await page.waitForFunction((known) => {
    const row = document.querySelector('#result-rows tr');
    return row && row.querySelector('.input').title !== known && /sentiment 1\s.*positive/s.test(row.innerText);
  }, { timeout: 15_000 }, before ?? '');
});

inTab('shows a stored result and one that was set aside, with its reason, by itself', async (page) => {
  const stamp = `${process.pid}`;
  await place(SEVEN, `seven-${stamp}.png`);
  await writeFile(join(TARGET, 'broken.png'), 'no image');
  await place(join(TARGET, 'broken.png'), `broken-${stamp}.png`);
  const row = async (part) => {
    const handle = await page.waitForFunction((wanted) => [...document.querySelectorAll('#result-rows tr')]
      .find((each) => each.innerText.includes(wanted)), { timeout: 30_000 }, part);
    return handle.evaluate((node) => [node.className, node.innerText]);
  };
  const [, good] = await row(`seven-${stamp}`);
  assert.match(good, /predicted\s+digits 1/);
  assert.match(good, /\t7 /);
  const [kind, bad] = await row(`broken-${stamp}`);
  assert.equal(kind, 'poison');
  assert.match(bad, /image/);
  await page.click('#poison-only');
  assert.equal(await page.$$eval('#result-rows tr:not(.poison)', (all) => all.length), 0);
}, { skip: INBOX ? false : 'THAW_INBOX is not set' });

// Renamed into place, as the watched folder wants it.
async function place(file, name) {
  await copyFile(file, join(INBOX, `.${name}.part`));
  await rename(join(INBOX, `.${name}.part`), join(INBOX, name));
}

const MARKUP = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>\u202e"\'';

inTab('shows hostile results as the text they are', async (page) => {
  await page.waitForSelector('#result-rows tr');
  const text = await page.$eval('#results', (node) => node.innerText);
  assert.ok(text.includes('<img src=x onerror='), text);
  assert.equal(await page.$$eval('#results :is(img, script)', (all) => all.length), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
}, { prepare: answering('/api/results', { results: ['poison', 'predicted', MARKUP].map((status) => ({
  event_id: MARKUP, function: MARKUP, model: MARKUP, version: MARKUP, input: MARKUP, status,
  output: { label: MARKUP, score: MARKUP, [MARKUP]: MARKUP }, reason: MARKUP, latency_us: 12, at: MARKUP })) }) });

inTab('shows a hostile model as the text it is', async (page) => {
  assert.equal(await page.$eval('.name', (node) => node.textContent), MARKUP);
  assert.equal(await page.$$eval('.card :is(img, script)', (all) => all.length), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
}, { prepare: answering('/api/models', { models: [{ name: MARKUP, version: MARKUP, versions: [MARKUP, '2'], ready: true,
  description: MARKUP, kind: 'tabular', labels: [MARKUP], inputs: [{ name: MARKUP, datatype: MARKUP, shape: [-1] }],
  outputs: [], features: [{ name: MARKUP }, { name: 'b', categories: [MARKUP] }] }] }) });

inTab('lets no markup in, by the policy of the page itself', async (page) => {
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML += '<b>markup</b>';
      return 'accepted';
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(refused, 'TypeError');
}, { expected: [/TrustedHTML/] });

inTab('says that the server is gone, and that it is back', async (page) => {
  const says = (pattern) => page.waitForFunction((source) => new RegExp(source)
    .test(document.getElementById('connection').textContent), { timeout: 20_000 }, pattern.source);
  await says(/^connected$/);
  await page.setOfflineMode(true);
  await says(/gave no answer/);
  await page.setOfflineMode(false);
  await says(/^connected$/);
}, { expected: [/ERR_INTERNET_DISCONNECTED/] });

inTab('reads Prometheus histograms as Prometheus does', async (page) => {
  const [half, beyond, nothing, label] = await page.evaluate(async () => {
    const { quantile, samples } = await import('/page/exposition.js');
    const scrape = samples('# HELP t x\nt_bucket{m="a",le="1.0"} 2\nt_bucket{m="a",le="3.0"} 4\n'
      + 't_bucket{m="b\\"}\\n",le="1.0"} 0\nt_bucket{m="b\\"}\\n",le="3.0"} 0\nt_bucket{m="b\\"}\\n",le="+Inf"} 0\n'
      + 't_bucket{m="a",le="+Inf"} 5\n');
    return [quantile(0.6, scrape, 't'), quantile(0.99, scrape, 't'),
      Number.isNaN(quantile(0.5, scrape, 'other')), scrape[2].labels.m];
  });
  assert.deepEqual([half, beyond, nothing, label], [2, 3, true, 'b"}\n']);
});

inTab('is small, and nothing jumps while it loads', async (page) => {
  await page.waitForSelector('#metric-rows');
  await page.waitForNetworkIdle({ idleTime: 300 });
  const [bytes, shift] = await page.evaluate(async () => {
    const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter((each) => new URL(each.name).pathname === '/' || each.name.includes('/page/'));
    const once = new Map(files.map((each) => [each.name, each.encodedBodySize]));
    const shifts = await new Promise((done) => {
      const seen = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(seen), 100);
    });
    return [[...once.values()].reduce((sum, each) => sum + each, 0),
      shifts.reduce((sum, each) => sum + each.value, 0)];
  });
  console.log(`page: ${bytes} bytes, layout shift ${shift.toFixed(4)}`);
  assert.ok(bytes > 10_000 && bytes < 40_000, `${bytes} bytes`);
  assert.ok(shift < 0.02, `cumulative layout shift ${shift}`);
});

for (const [scheme, width] of [['light', 1280], ['dark', 1280], ['light', 390]]) {
  inTab(`looks right in ${scheme} at ${width}`, async (page) => {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const digits = await card(page, 'digits');
    await choose(page, digits, SEVEN);
    await answerOf(page, digits, /^7\n/);
    const sentiment = await card(page, 'sentiment');
    await (await sentiment.$('textarea')).type('I love this, it is great');
    await (await sentiment.$('.ask')).click();
    await answerOf(page, sentiment, /^positive/);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(TARGET, `page-${scheme}-${width}.png`), fullPage: true });
    const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= inner, `the page is ${wide} wide in a window of ${inner}`);
    assert.deepEqual(await page.evaluate(lowContrast), [], 'text that is hard to read');
  });
}

/** Texts whose contrast with the ground behind them is under 4.5 to 1. Runs in the page. */
function lowContrast() {
  const parsed = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((each, i) => each * a + below[i] * (1 - a));
  const ground = (node) => (node ? over(parsed(getComputedStyle(node).backgroundColor), ground(node.parentElement)) : [255, 255, 255]);
  const light = (color) => color.map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
  return [...document.querySelectorAll('body *')].filter((node) => [...node.childNodes]
    .some((child) => child.nodeType === 3 && child.data.trim()) && node.checkVisibility?.() && node.tagName !== 'NOSCRIPT')
    .map((node) => {
      const below = ground(node);
      const [one, other] = [light(over(parsed(getComputedStyle(node).color), below)), light(below)];
      return [(Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), node.textContent.trim().slice(0, 30)];
    }).filter(([contrast]) => contrast < 4.5).map(String);
}
