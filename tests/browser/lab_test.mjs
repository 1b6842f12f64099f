// The page /security of todo-lab in a real headless Chromium, with and without JavaScript: buttons, all at once, an
// accessibility check in light and dark, a phone's width; screenshots are kept in $ARTIFACTS/screenshots.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {assert_accessible, assert_fits, launch_browser, open_address, screenshot, start_server} from './browsing.mjs';

const binary = process.env.TODO_LAB_BIN ?? (process.env.TODO_BIN ? `${process.env.TODO_BIN}-lab` : 'build/release/todo-lab');

let base, browser, server;

before(async () => {
  browser = await launch_browser();
});
after(() => browser?.close());

// A server for each test: what one has tried, and how much, is nothing to the next.
beforeEach(async () => {
  server = await start_server(binary);
  base = server.base;
});
afterEach(() => server?.stop());

const open_page = (options) => open_address(browser, `${base}/security`, options);

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
      await assert_accessible(page, `security ${device} ${colorScheme}`);
      await assert_fits(page, 'security', device);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.evaluate(() => scrollTo(0, 0));
      await screenshot(page, `security-${device}-${colorScheme}`);
      await page.locator('#drill-cap_chown').scrollIntoViewIfNeeded();
      await screenshot(page, `security-attempts-${device}-${colorScheme}`);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}
