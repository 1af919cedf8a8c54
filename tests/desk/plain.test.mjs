// The desk without JavaScript: reading, deciding, finding.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Desk, launch, Person } from './lib.mjs';

let desk, browser, ada, page, open;

before(async () => {
  desk = await Desk.make();
  desk.file('rich');
  desk.user('ada', 'lead');
  await desk.start();
  open = desk.list();
  browser = await launch();
  ada = await Person.make(browser, desk, { javaScriptEnabled: false });
  page = ada.page;
  await ada.sign_in('ada');
});
after(async () => {
  await browser.close();
  await desk.done();
});

test('the list is filtered, searched and opened', async () => {
  assert.equal(await page.locator('#list > li').count(), open.length);
  await page.selectOption('#f-kind', open[1].kind);
  await page.click('form.filter button');
  assert.equal(await page.locator('#list > li').count(),
    open.filter((c) => c.kind === open[1].kind).length);
  await page.fill('#find', open[0].subject.value);
  await page.press('#find', 'Enter');
  await page.locator('#main a.who').first().click();
  assert.match(page.url(), /\/case\//);
});

test('a decision, a note and a release are made', async () => {
  await ada.go(`/case/${open[0].id}`);
  await ada.send('accept');
  assert.match(await ada.text('#flash'), /Accepted/);
  await page.click('#do-note summary');
  await page.fill('#note-text', 'by hand');
  await ada.send('note');
  assert.match(await ada.text('#story'), /by hand/);
  await page.fill('#release-how_sent', 'a PC');
  await page.fill('#release-done', 'cleaned');
  await page.fill('#release-says', 'A. Berg');
  await ada.send('release');
  assert.deepEqual(desk.list('--standing', 'released').map((c) => c.id),
    [open[0].id]);
});

test('a stale page says so, with what was typed', async () => {
  const c = open[1];
  await ada.go(`/case/${c.id}?do=decline`);
  await page.selectOption('#decline-why', 'shared');
  await page.fill('#decline-text', 'a whole school');
  desk.culprit(['accept', c.id]);
  ada.expects = /status of 409/;
  await ada.send('decline');
  assert.match(await ada.text('#stale'), /Nothing was done/);
  const html = await page.content();
  assert.match(html, /a whole school/, 'what was typed is not lost');
  await ada.leave();
});
