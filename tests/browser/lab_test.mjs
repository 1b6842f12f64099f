// The page /security of todo-lab in a real headless Chromium, with and without JavaScript: buttons, all at once, an
// accessibility check in light and dark, a phone's width; screenshots are kept in $ARTIFACTS/screenshots.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {chromium} from 'playwright-core';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(process.env.ARTIFACTS ?? 'artifacts', 'screenshots');
const binary = process.env.TODO_LAB_BIN ?? (process.env.TODO_BIN ? `${process.env.TODO_BIN}-lab` : 'build/release/todo-lab');
const chromium_flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let base, browser, folder, server;

function free_port() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

before(async () => {
  mkdirSync(screenshots, {recursive: true});
  browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromium_flags});
});
after(() => browser?.close());

// A server for each test: what one has tried, and how much, is nothing to the next.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'todo-lab-browser-'));
  const port = await free_port();
  base = `http://127.0.0.1:${port}`;
  server = spawn(binary, ['serve'], {
    env: {SECRET_KEY: 'Vb6nJq2LwX9rTz4Kf8Ys3Mh7Pc1Gd5Ra0EuIoNtCjWkQxSv', ALLOWED_HOSTS: '127.0.0.1', BIND: `127.0.0.1:${port}`,
      DATABASE_PATH: join(folder, 'db.sqlite3')},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; ; ++tries) {
    try {
      await fetch(`${base}/readyz`);
      return;
    } catch (problem) {
      if (tries === 200) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
});
afterEach(() => {
  server?.kill();
  rmSync(folder, {recursive: true, force: true});
});

// A page that fails the test on any console error, failed load or refused resource: CSP violations end there too.
async function open_page(options = {}) {
  const context = await browser.newContext({viewport: {width: 1000, height: 800}, ...options});
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(`${base}/security`);
  return {page, complaints, close: () => context.close()};
}

const here = (page, drill) => page.locator(`#drill-${drill} .here`);

for (const javaScriptEnabled of [true, false]) {
  test(`a button tells what stopped the attempt, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const {page, complaints, close} = await open_page({javaScriptEnabled});
    await page.getByText('Nothing tried yet').waitFor();
    assert.match(await here(page, 'ns_unshare_user').innerText(), /Not tried yet/);
    await page.locator('#drill-ns_unshare_user').getByRole('button', {name: /^Try: /}).click();
    await here(page, 'ns_unshare_user').getByText(/^Stopped/).waitFor();
    assert.match(await page.locator('#drill-ns_unshare_user .there').innerText(), /Default container: /);
    assert.equal(page.url(), javaScriptEnabled ? `${base}/security` : `${base}/security#drill-ns_unshare_user`);
    await page.reload();
    assert.match(await here(page, 'ns_unshare_user').innerText(), /Stopped/, 'it is remembered');
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`all of them at once, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const {page, complaints, close} = await open_page({javaScriptEnabled});
    const buttons = await page.locator('button.try').count();
    assert.ok(buttons > 140);
    await page.getByRole('button', {name: 'Try all'}).click();
    if (javaScriptEnabled) await page.getByText(/^Trying \d+ of/).waitFor();
    await page.getByText(new RegExp(`^${buttons} tried`)).waitFor({timeout: 60000});
    assert.equal(await page.getByText('Not tried yet').count(), 0);
    assert.equal(await page.getByText('Went wrong').count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test('what exhausts something has no button, and says why', async () => {
  const {page, close} = await open_page();
  assert.equal(await page.locator('#drill-res_forkbomb button').count(), 0);
  assert.match(await page.locator('#drill-res_forkbomb').innerText(), /No button: it uses up something/);
  await close();
});

test('the focus stays on the button that was pressed with the keyboard, and the result is announced', async () => {
  const {page, close} = await open_page();
  await page.locator('#drill-ns_unshare_user button').focus();
  await page.keyboard.press('Enter');
  await page.locator('#progress', {hasText: 'ns_unshare_user: Stopped'}).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.value), 'ns_unshare_user');
  assert.equal(await page.locator('#progress').getAttribute('role'), 'status');
  await close();
});

test('the lines of source unfold', async () => {
  const {page, close} = await open_page();
  const measure = page.locator('#control-read-only-rootfs');
  await measure.locator('summary').click();
  assert.match(await measure.locator('pre').first().innerText(), /read_only: true/);
  assert.match(await measure.locator('.place').first().innerText(), /^compose\.yaml:\d+$/);
  await close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [device, viewport] of [['desktop', {width: 1000, height: 800}], ['phone', {width: 360, height: 740}]]) {
    test(`the page is accessible and fits: ${device}, ${colorScheme}`, async () => {
      const {page, complaints, close} = await open_page({colorScheme, viewport, javaScriptEnabled: true});
      await page.getByRole('button', {name: 'Try all'}).click();
      await page.getByText(/^\d+ tried/).waitFor({timeout: 60000});
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.evaluate(axe_source);
      const {violations} = await page.evaluate(() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 5).join(' ')}`), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `it is ${overflow} px wider than the ${device}`);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({path: join(screenshots, `security-${device}-${colorScheme}.png`)});
      await page.locator('#drill-cap_chown').scrollIntoViewIfNeeded();
      await page.screenshot({path: join(screenshots, `security-attempts-${device}-${colorScheme}.png`)});
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}
