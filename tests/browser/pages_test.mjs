// The pages in a real headless Chromium, with and without JavaScript: every flow, an accessibility check of every page in
// light and dark, keyboard only, a phone's width; screenshots are kept in $ARTIFACTS/screenshots.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {chromium} from 'playwright-core';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(process.env.ARTIFACTS ?? 'artifacts', 'screenshots');
const binary = process.env.TODO_BIN ?? 'build/release/todo';
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
  folder = mkdtempSync(join(tmpdir(), 'todo-browser-'));
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
      break;
    } catch (problem) {
      if (tries === 200) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromium_flags});
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, {recursive: true, force: true});
});

async function empty_list() {
  for (;;) {
    const {items} = await (await fetch(`${base}/api/todos?limit=100`)).json();
    if (items.length === 0) return;
    for (const {id} of items) await fetch(`${base}/api/todos/${id}`, {method: 'DELETE'});
  }
}

// A page that fails the test on any console error, failed load or refused resource: CSP violations end there too.
async function open_page(options = {}) {
  const context = await browser.newContext({viewport: {width: 1000, height: 800}, ...options});
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(base);
  return {page, complaints, close: () => context.close()};
}

async function assert_accessible(page, where) {
  await page.evaluate(axe_source);
  const {violations} = await page.evaluate(() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
  assert.deepEqual(violations.map((v) => `${where}: ${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), []);
}

for (const javaScriptEnabled of [true, false]) {
  test(`the whole life of a todo, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    await empty_list();
    const {page, complaints, close} = await open_page({javaScriptEnabled});
    for (const title of ['Buy milk', 'Call <b>Ada</b> & "Bob"', 'Water the plants']) {
      await page.getByLabel('What needs doing?').fill(title);
      await page.getByRole('button', {name: 'Add', exact: true}).click();
    }
    await page.getByRole('heading', {name: '3 things to do'}).waitFor();
    assert.deepEqual(await page.locator('.title').allTextContents(), ['Water the plants', 'Call <b>Ada</b> & "Bob"', 'Buy milk']);

    await page.getByRole('button', {name: 'Done: Buy milk'}).click();
    await page.getByRole('heading', {name: '2 things to do'}).waitFor();
    await page.getByRole('link', {name: /^Active/}).click();
    assert.equal(await page.locator('.item').count(), 2);
    await page.getByRole('link', {name: 'Edit: Water the plants'}).click();
    await page.getByLabel('What needs doing?').fill('Water the ferns');
    await page.getByRole('button', {name: 'Save'}).click();
    assert.equal(await page.getByRole('link', {name: /^Active/}).getAttribute('aria-current'), 'page');
    await page.getByText('Water the ferns').waitFor();

    await page.getByRole('link', {name: /^Done/}).click();
    assert.deepEqual(await page.locator('.title').allTextContents(), ['Buy milk (done)']);
    await page.getByRole('button', {name: 'Not done yet: Buy milk'}).click();
    await page.getByRole('link', {name: /^All/}).click();
    await page.getByRole('button', {name: 'Done: Buy milk'}).click();
    await page.getByRole('button', {name: /^Clear completed/}).click();
    await page.getByRole('button', {name: 'Delete: Water the ferns'}).click();
    await page.getByRole('heading', {name: '1 thing to do'}).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`a bad title is kept beside its message, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    await empty_list();
    const {page, close} = await open_page({javaScriptEnabled});
    const field = page.getByLabel('What needs doing?');
    await page.getByRole('button', {name: 'Add', exact: true}).click();
    await page.getByRole('alert').getByText('Write what is to be done.').waitFor();
    const long = 'x'.repeat(201);
    await field.fill(long);
    await field.press('Enter');
    await page.getByRole('alert').getByText('at most 200').waitFor();
    assert.equal(await field.inputValue(), long);
    assert.equal(await field.getAttribute('aria-describedby'), 'title-problem');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await close();
  });
}

test('everything can be done with the keyboard, in the order of the page', async () => {
  await empty_list();
  const {page, close} = await open_page();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'title');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await page.getByText('By keyboard').waitFor();
  for (let presses = 0; presses < 30; ++presses) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', 'the focus must be seen');
    if (label === 'Done: By keyboard') break;
  }
  await page.keyboard.press('Space');
  await page.getByRole('button', {name: 'Not done yet: By keyboard'}).waitFor();
  await close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [device, viewport] of [['desktop', {width: 1000, height: 800}], ['phone', {width: 360, height: 740}]]) {
    test(`every page is accessible and fits: ${device}, ${colorScheme}`, async () => {
      await empty_list();
      const titles = ['Read the seccomp profile', 'Averylongwordwithoutanyspace'.repeat(6), 'Drop every capability', 'Make the root read-only'];
      for (const title of titles) {
        await fetch(`${base}/api/todos`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({title})});
      }
      const {page, complaints, close} = await open_page({colorScheme, viewport});
      await page.getByRole('button', {name: 'Done: Drop every capability'}).click();
      await page.getByRole('button', {name: 'Not done yet: Drop every capability'}).waitFor();
      await page.waitForLoadState('networkidle');
      const pages = [['list', '/'], ['done', '/?show=done'], ['empty', '/?show=done&before=1'], ['edit', null], ['error', '/nowhere']];
      for (const [name, address] of pages) {
        if (address) await page.goto(base + address);
        else {
          await page.goto(base);
          await page.getByRole('link', {name: 'Edit: Make the root read-only'}).click();
        }
        await assert_accessible(page, `${name} ${device} ${colorScheme}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} px wider than the ${device}`);
        await page.waitForLoadState('networkidle');  // or the next goto ends the load of an icon, a complaint
        await page.screenshot({path: join(screenshots, `${name}-${device}-${colorScheme}.png`)});
      }
      await page.goto(base);
      await page.getByRole('button', {name: 'Add', exact: true}).click();
      await assert_accessible(page, `problem ${device} ${colorScheme}`);
      await page.screenshot({path: join(screenshots, `problem-${device}-${colorScheme}.png`)});
      await empty_list();
      await page.goto(base);
      await page.getByRole('heading', {name: 'Nothing to do'}).waitFor();
      await assert_accessible(page, `nothing ${device} ${colorScheme}`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.screenshot({path: join(screenshots, `nothing-${device}-${colorScheme}.png`)});
      assert.deepEqual(complaints.filter((text) => !/status of (404|422)/.test(text)), []);
      await close();
    });
  }
}
