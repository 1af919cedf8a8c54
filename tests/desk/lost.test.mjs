// The desk dies and comes back; its ledger goes away and comes back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { Desk, get, launch, Person } from './lib.mjs';

let desk, browser, ada, page, open;

before(async () => {
  desk = await Desk.make();
  desk.file('rich');
  desk.user('ada', 'staff');
  await desk.start();
  open = desk.list();
  browser = await launch();
  ada = await Person.make(browser, desk);
  page = ada.page;
  await ada.sign_in('ada');
});
after(async () => {
  await browser.close();
  await desk.done();
});

test('a desk that is killed: the page says so, nothing typed is lost',
  async () => {
    ada.expects = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/;
    await ada.go(`/case/${open[0].id}?do=decline`);
    await page.waitForFunction(() => performance.getEntriesByType('resource')
      .length > 0);
    await page.selectOption('#decline-why', 'shared');
    await page.fill('#decline-text', 'typed before it went away');
    await desk.stop('SIGKILL');
    await page.waitForFunction(() =>
      /does not answer/.test(document.getElementById('live').innerText));
    await page.click('#do-decline form button');
    await page.waitForFunction(() =>
      /nothing was sent/i.test(document.getElementById('live').innerText));
    assert.equal(await page.inputValue('#decline-text'),
      'typed before it went away');
  });

test('it comes back: the page says so, and the same form goes through',
  async () => {
    await desk.start();
    await page.waitForFunction(() =>
      /answers again/.test(document.getElementById('live').innerText),
    null, { timeout: 30000 });
    await ada.send('decline');
    await page.waitForSelector('#flash');
    assert.match(await ada.text('#story'), /typed before it went away/);
    const rows = desk.list('--standing', 'declined');
    assert.deepEqual(rows.map((c) => c.id), [open[0].id]);
  });

test('a list that was left open over it is up to date after it', async () => {
  await ada.go('/');
  await page.waitForSelector(`#c-${open[1].id}`);
  await desk.stop('SIGKILL');
  desk.culprit(['decline', open[1].id, '--why', 'test']);
  await desk.start();
  await page.waitForSelector(`#c-${open[1].id}`, { state: 'detached',
    timeout: 30000 });
  ada.expects = null;
});

test('the ledger goes away and comes back; the desk stays', async () => {
  const aside = desk.folder + '/aside';
  const parts = ['', '-wal', '-shm'];
  fs.mkdirSync(aside);
  ada.expects = /status of 503/;
  for (const p of parts)
    if (fs.existsSync(desk.ledger + p))
      fs.renameSync(desk.ledger + p, `${aside}/ledger.db${p}`);
  const cookie = await ada.cookie();
  const lost = await get(desk, '/', { headers: { Cookie: cookie } });
  assert.equal(lost.status, 503, 'and not an empty list');
  assert.match(lost.body, /ledger/);
  await ada.go('/');
  assert.match(await ada.text('main'), /cannot be opened/);
  assert.ok(!fs.existsSync(desk.ledger), 'none is made in its place');
  fs.writeFileSync(desk.ledger, 'this is no ledger'.repeat(100));
  await ada.go('/');
  assert.match(await ada.text('main'), /ledger/);
  fs.rmSync(desk.ledger);
  for (const p of parts) {
    fs.rmSync(desk.ledger + p, { force: true });
    if (fs.existsSync(`${aside}/ledger.db${p}`))
      fs.renameSync(`${aside}/ledger.db${p}`, desk.ledger + p);
  }
  await ada.go('/');
  await page.waitForSelector('#list');
});

test('the desk that is told to end does, with pages open', async () => {
  ada.expects = /./;
  assert.equal(await desk.stop('SIGTERM'), 0);
  await desk.start();
  ada.bad.length = 0;
  ada.expects = null;
  await ada.go('/');
  await ada.leave();
});
