// What the tests in a real browser share: a server of their own, a page that complains, and what has to hold of every page.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const screenshots = join(process.env.ARTIFACTS ?? 'artifacts', 'screenshots');
const chromium_flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export function launch_browser() {
  return chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromium_flags});
}

function free_port() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Starts the program on an empty database and waits until it answers.
export async function start_server(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-browser-'));
  const port = await free_port();
  const base = `http://127.0.0.1:${port}`;
  const server = spawn(binary, ['serve'], {
    env: {SECRET_KEY: 'Vb6nJq2LwX9rTz4Kf8Ys3Mh7Pc1Gd5Ra0EuIoNtCjWkQxSv', ALLOWED_HOSTS: '127.0.0.1', BIND: `127.0.0.1:${port}`,
      DATABASE_PATH: join(folder, 'db.sqlite3')},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => {
    server.kill();
    rmSync(folder, {recursive: true, force: true});
  };
  for (let tries = 0; ; ++tries) {
    try {
      await fetch(`${base}/readyz`);
      return {base, stop};
    } catch (problem) {
      if (tries === 200) {
        stop();
        throw problem;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

// A page that fails the test on any console error, failed load or refused resource: CSP violations end there too.
export async function open_address(browser, address, options = {}) {
  const context = await browser.newContext({viewport: {width: 1000, height: 800}, ...options});
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(address);
  return {page, complaints, close: () => context.close()};
}

export async function assert_accessible(page, where) {
  await page.evaluate(axe_source);
  const {violations} = await page.evaluate((runOnly) => axe.run(document, {runOnly}), rules);
  assert.deepEqual(violations.map((v) => `${where}: ${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), []);
}

export async function assert_fits(page, where, device) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px wider than the ${device}`);
}

export function screenshot(page, name) {
  mkdirSync(screenshots, {recursive: true});
  return page.screenshot({path: join(screenshots, `${name}.png`)});
}
