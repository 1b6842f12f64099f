// The pages in a real headless Chromium, with and without JavaScript: every flow, an accessibility check of every page in
// light and dark, keyboard only, a phone's width; screenshots are kept in $ARTIFACTS/screenshots.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {assert_accessible, assert_fits, launch_browser, open_address, screenshot, start_server} from './browsing.mjs';

let base, browser, server;

before(async () => {
  server = await start_server(process.env.TODO_BIN ?? 'build/release/todo');
  base = server.base;
  browser = await launch_browser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

async function empty_list() {
  for (;;) {
    const {items} = await (await fetch(`${base}/api/todos?limit=100`)).json();
    if (items.length === 0) return;
    for (const {id} of items) await fetch(`${base}/api/todos/${id}`, {method: 'DELETE'});
  }
}

const open_page = (options) => open_address(browser, base, options);

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
        await assert_fits(page, name, device);
        await page.waitForLoadState('networkidle');  // or the next goto ends the load of an icon, a complaint
        await screenshot(page, `${name}-${device}-${colorScheme}`);
      }
      await page.goto(base);
      await page.getByRole('button', {name: 'Add', exact: true}).click();
      await assert_accessible(page, `problem ${device} ${colorScheme}`);
      await screenshot(page, `problem-${device}-${colorScheme}`);
      await empty_list();
      await page.goto(base);
      await page.getByRole('heading', {name: 'Nothing to do'}).waitFor();
      await assert_accessible(page, `nothing ${device} ${colorScheme}`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await screenshot(page, `nothing-${device}-${colorScheme}`);
      assert.deepEqual(complaints.filter((text) => !/status of (404|422)/.test(text)), []);
      await close();
    });
  }
}
