// A real Chromium that tells what a page asks for and complains of.

import { existsSync } from 'node:fs';

import bundled from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
// Not the bundled package's own arguments: they turn off the web's security, which is part of what is tested.
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** The installed browser, or the one that came with the test's packages. */
export async function launch() {
  const installed = INSTALLED.find((path) => existsSync(path));
  return puppeteer.launch({ args: ARGUMENTS, headless: installed ? true : 'shell',
    executablePath: installed ?? await bundled.executablePath() });
}

/** A new tab at the server's page, once its models are shown. `heard` collects all requests and complaints. */
export async function open(browser, url, { prepare = async () => {}, query = '' } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const heard = { requests: [], complaints: [] };
  page.on('request', (request) => heard.requests.push(request.url()));
  page.on('pageerror', (error) => heard.complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) {
      heard.complaints.push(message.text());
    }
  });
  page.on('dialog', async (dialog) => {
    heard.complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.setViewport({ width: 1280, height: 900 });
  await prepare(page);
  await page.goto(new URL(`/${query}`, url).href, { waitUntil: 'load' });
  await page.waitForSelector('#models:not([aria-busy])');
  return { page, heard, close: () => context.close() };
}

/** Answers one path with that JSON instead of the server: what a hostile sender could have put there. */
export function answering(path, json) {
  return async (page) => {
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === path) {
        request.respond({ contentType: 'application/json', body: JSON.stringify(json) });
      } else {
        request.continue();
      }
    });
  };
}

/** The card of a model. */
export async function card(page, name) {
  for (const each of await page.$$('.card')) {
    if (await each.$eval('.name', (node) => node.textContent) === name) {
      return each;
    }
  }
  throw new Error(`expected a card '${name}', got ${await page.$$eval('.card .name', (all) => all.map((n) => n.textContent))}`);
}

/** The text of an element's answer once it says what the pattern wants; its last text is in the failure. */
export async function answerOf(page, element, pattern) {
  const said = await element.$('.said');
  try {
    await page.waitForFunction((node, source) => !node.parentElement.hasAttribute('aria-busy')
      && new RegExp(source).test(node.innerText), { timeout: 15_000 }, said, pattern.source);
  } catch {
    throw new Error(`expected an answer like ${pattern}, got: ${await said.evaluate((node) => node.innerText)}`);
  }
  return said.evaluate((node) => node.innerText);
}
