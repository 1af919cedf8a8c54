// A morning at the desk, on the sample day, by keys where there are keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Desk, get, launch, Person } from './lib.mjs';

let desk, browser, ada, page, open, accepted, declined;

const audit = () => page.$$eval('main tbody tr', (rows) =>
  rows.map((r) => r.innerText.replace(/\s+/g, ' ')));

before(async () => {
  desk = await Desk.make();
  desk.scan();
  desk.user('ada', 'lead');
  await desk.start();
  browser = await launch();
  ada = await Person.make(browser, desk, { name: 'ada' });
  page = ada.page;
  open = desk.list();
});
after(async () => {
  await browser.close();
  await desk.done();
});

test('what was asked for comes after signing in; a wrong password is told',
  async () => {
    ada.expects = /status of 4(01|03|22)/;
    await ada.go('/decisions');
    assert.match(page.url(), /\/login\?next=/);
    await page.fill('#user', 'ada');
    await page.fill('#password', 'wrong');
    await page.press('#password', 'Enter');
    await page.waitForSelector('.bad');
    assert.equal(await page.inputValue('#password'), '');
    await page.fill('#password', 'seven grey otters at dawn');
    await page.press('#password', 'Enter');
    await page.waitForURL(desk.url + '/decisions');
    assert.equal(await page.getAttribute('body', 'data-user'), 'ada');
    ada.expects = null;
  });

test('the worklist has what the shell lists, the gravest first', async () => {
  await ada.go('/');
  const ids = await page.$$eval('#list > li', (all) => all.map((li) => li.id));
  assert.deepEqual(ids, open.slice(0, 50).map((c) => `c-${c.id}`));
  const count = await ada.text('#counts [aria-current] b');
  assert.equal(Number(count.replace(/\D/g, '')), open.length);
});

test('the filter shows one kind, by name, and can be cleared', async () => {
  const { kind } = open[0];
  const names = open.filter((c) => c.kind === kind)
    .map((c) => c.subject.value);
  await page.selectOption('#f-kind', kind);
  await page.selectOption('#f-sort', 'subject');
  await page.click('form.filter button');
  const shown = await page.$$eval('#list a.who', (all) =>
    all.map((a) => a.innerText.replaceAll('\u200b', '').trim()));
  assert.equal(shown.length, names.length);
  for (const name of names)
    assert.ok(shown.some((s) => s.includes(name)), `${name} in ${shown}`);
  await page.fill('#f-q', 'no such thing anywhere');
  await page.press('#f-q', 'Enter');
  await page.waitForSelector('#list .none');
  await page.click('form.filter a.button');
  await page.waitForSelector(`#c-${open[0].id}`);
});

test('j and k walk the list, Enter opens, / searches, ? tells the keys',
  async () => {
    const at = () => page.evaluate(() =>
      document.activeElement.closest('li')?.id ?? document.activeElement.id);
    await page.keyboard.press('j');
    assert.equal(await at(), `c-${open[0].id}`);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    assert.equal(await at(), `c-${open[1].id}`);
    await page.keyboard.press('/');
    assert.equal(await at(), 'find');
    await page.keyboard.type('jk?a');
    assert.equal(await page.inputValue('#find'), 'jk?a');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.waitForSelector('#keys[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#keys:not([open])', { state: 'attached' });
    await page.keyboard.press('j');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.equal(page.url(), `${desk.url}/case/${open[0].id}`);
  });

test('a suggestion says why, with its numbers and the lines', async () => {
  const text = await ada.text('#main');
  const c = desk.show(open[0].id);
  assert.ok(text.includes(c.why), c.why);
  for (const r of c.reasons)
    assert.ok(text.includes(r.text), r.text);
  assert.ok(await page.locator('svg[role=img]').count() > 0);
  const [first] = c.evidence;
  const lines = await ada.text('ul.lines');
  assert.ok(lines.replace(/\s+/g, ' ').includes(
    first.line.replace(/\s+/g, ' ').slice(0, 60)), first.line);
});

test('a accepts, signed with the name; the shell knows', async () => {
  [accepted] = open;
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await page.selectOption('#accept-for', '14');
  await page.fill('#accept-text', 'third time this month');
  await ada.send('accept');
  await page.waitForSelector('#flash');
  assert.match(await ada.text('#story'), /ada[\s\S]*third time this month/);
  const [now] = desk.list('--standing', 'accepted');
  assert.equal(now.id, accepted.id);
  assert.match(desk.culprit(['show', accepted.id]), /ada/);
});

test('d declines with a reason, from the list; without one it does not',
  async () => {
    [, declined] = open;
    await ada.go('/');
    await page.keyboard.press('j');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('d')]);
    assert.equal(new URL(page.url()).pathname, `/case/${declined.id}`);
    assert.ok(await page.isVisible('#decline-why'));
    await page.click('#do-decline form button');
    assert.equal(new URL(page.url()).pathname, `/case/${declined.id}`);
    assert.equal(await page.locator('#flash').count(), 0);
    await page.selectOption('#decline-why', 'newsletter');
    await page.fill('#decline-text', 'signed up at the fair');
    await ada.send('decline');
    await page.waitForSelector('#flash');
    assert.match(await ada.text('#main .titles'), /declined/i);
    assert.deepEqual(desk.list('--standing', 'declined').map((c) => c.id),
      [declined.id]);
  });

test('n notes, and a decision can be opened again', async () => {
  await page.keyboard.press('n');
  await page.keyboard.type('called them, nobody answers');
  await ada.send('note');
  assert.match(await ada.text('#story'), /called them, nobody answers/);
  await page.click('#do-reopen summary');
  await page.fill('#reopen-text', 'wrong one');
  await ada.send('reopen');
  assert.equal(await page.locator('#do-accept').count(), 1);
  await page.keyboard.press('d');
  await page.selectOption('#decline-why', 'shared');
  await ada.send('decline');
});

test('r releases what was accepted, with three answers', async () => {
  await ada.go(`/case/${accepted.id}`);
  await page.keyboard.press('r');
  assert.match(await ada.text('#do-release'), /since/i);
  await page.fill('#release-how_sent', 'a PC in the office, infected');
  await page.click('#do-release form button');
  assert.equal(await page.locator('#flash').count(), 0);
  await page.fill('#release-done', 'set up anew, passwords changed');
  await page.fill('#release-says', 'A. Berg, by telephone');
  await ada.send('release');
  await page.waitForSelector('#flash');
  const story = await ada.text('#story');
  for (const said of ['infected', 'set up anew', 'A. Berg'])
    assert.ok(story.includes(said), said);
});

test('e makes an exception of it, and it can be ended', async () => {
  const third = open[2];
  await ada.go(`/case/${third.id}`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('e')]);
  assert.equal(await page.inputValue('#except-what'), third.subject.value);
  await page.fill('#except-reason', 'our own newsletter host');
  await page.fill('#except-owner', 'A. Berg');
  await Promise.all([page.waitForNavigation(),
    page.click('#do-except button')]);
  const row = page.locator('tr[id^="x-"]');
  assert.match(await row.first().innerText(), /our own newsletter host/);
  assert.match(desk.culprit(['except', '--list']), /our own newsletter host/);
  await row.first().locator('button').first().click();
  await page.waitForFunction(() => !document.querySelector('tr[id^="x-"]') ||
    /ended|removed|over/i.test(
      document.querySelector('tr[id^="x-"]').innerText));
  assert.doesNotMatch(desk.culprit(['except', '--list']),
    /our own newsletter host/);
});

test('a rejection that somebody quotes is answered', async () => {
  const stranger = open.find((c) => c.action === 'block' &&
    c.subject.type === 'ip');
  const { value } = stranger.subject;
  await page.fill('#find',
    `550 5.0.0 Server ${value} blocked as possible open relay`);
  await Promise.all([page.waitForNavigation(),
    page.press('#find', 'Enter')]);
  const text = await ada.text('#main');
  assert.ok(text.includes(value));
  assert.match(text, /What to do/);
  assert.equal(await page.locator(`#c-${stranger.id}`).count(), 1);
  await page.fill('#find', '554 5.7.1 Relay access denied');
  await Promise.all([page.waitForNavigation(), page.press('#find', 'Enter')]);
  assert.match(await ada.text('#main'), /What to do/);
});

test('the letter to send is there, and as plain text', async () => {
  const ours = open.find((c) => c.action === 'suspend');
  await ada.go(`/case/${ours.id}`);
  const shown = await ada.text('#letter');
  const plain = await get(desk, `/case/${ours.id}/letter.txt`,
    { headers: { Cookie: await ada.cookie() } });
  assert.equal(plain.status, 200);
  assert.match(plain.headers['content-type'], /^text\/plain/);
  const words = (s) => s.split(/\s+/).filter(Boolean);
  assert.deepEqual(words(shown), words(plain.body));
  assert.equal(desk.culprit(['show', '--letter', ours.id]).trim(),
    plain.body.trim());
});

test('the audit trail has all of it, with the name', async () => {
  await ada.go('/decisions');
  const trail = await audit();
  for (const what of ['accept', 'decline', 'reopen', 'release', 'note',
    'except', 'login'])
    assert.ok(trail.some((row) => row.includes(what)),
      `${what} in ${trail.join('\n')}`);
  await ada.go(`/decisions?on=${declined.id}`);
  for (const row of await audit())
    assert.match(row, /ada/);
});

test('what was accepted is exported, and nothing else', async () => {
  const block = desk.list().filter((c) => c.action === 'block' &&
    c.subject.type === 'ip');
  await ada.go(`/case/${block[0].id}?do=accept`);
  await ada.send('accept');
  await ada.go(`/case/${block[1].id}?do=decline`);
  await page.selectOption('#decline-why', 'test');
  await ada.send('decline');
  const table = desk.culprit(['export', 'postfix-cidr']);
  assert.ok(table.includes(block[0].subject.value), table);
  assert.ok(!table.includes(block[1].subject.value), table);
});

test('signing out ends it', async () => {
  await page.click('form.me button');
  await page.waitForURL(/\/login/);
  ada.expects = /status of 401/;
  await ada.go('/');
  assert.match(page.url(), /\/login/);
  await ada.leave();
});
