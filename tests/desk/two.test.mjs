// Several people at one desk; who may do what; and who may not.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { Desk, get, launch, Person } from './lib.mjs';

let desk, browser, ada, ben, open;

// The fields that a form of the page would send.
const fields = (page, form) => page.$eval(form, (f) =>
  new URLSearchParams(new FormData(f)).toString());

async function post(person, target, body, headers = {}) {
  return get(desk, target, { method: 'POST', body, headers: {
    Cookie: await person.cookie(), Origin: desk.url, ...headers } });
}

before(async () => {
  desk = await Desk.make();
  desk.scan();
  desk.user('ada', 'lead');
  desk.user('ben', 'staff');
  desk.user('vic', 'viewer');
  await desk.start();
  browser = await launch();
  ada = await Person.make(browser, desk);
  ben = await Person.make(browser, desk);
  await Promise.all([ada.sign_in('ada'), ben.sign_in('ben')]);
  open = desk.list();
});
after(async () => {
  await browser.close();
  await desk.done();
});

test('one decides, the list of the other follows by itself', async () => {
  const [c] = open;
  await ben.go('/');
  await ben.page.keyboard.press('j');
  await ben.page.keyboard.press('j');
  await ada.go(`/case/${c.id}`);
  await ada.send('accept');
  await ben.page.waitForSelector(`#c-${c.id}`, { state: 'detached' });
  const focus = await ben.page.evaluate(() =>
    document.activeElement.closest('li')?.id);
  assert.equal(focus, `c-${open[1].id}`, 'the focus stays where it was');
});

test('what the shell decides comes to the page, too', async () => {
  const c = open[1];
  await ben.go('/');
  desk.culprit(['decline', c.id, '--why', 'test']);
  await ben.page.waitForSelector(`#c-${c.id}`, { state: 'detached' });
});

test('a decision on an older page is refused, and says what changed',
  async () => {
    const c = open[2];
    await ben.go(`/case/${c.id}?do=decline`);
    await ben.page.selectOption('#decline-why', 'newsletter');
    await ben.page.fill('#decline-text', 'they asked for it');
    await ada.go(`/case/${c.id}`);
    await ada.send('accept');
    await ben.page.waitForSelector('#live p');
    assert.match(await ben.text('#live'), /changed/);
    ben.expects = /status of 409/;
    await ben.send('decline');
    assert.match(await ben.text('#stale'),
      /Nothing was done[\s\S]*accepted[\s\S]*ada/);
    const [now] = desk.list('--all', c.id);
    assert.equal(now.standing ?? 'accepted', 'accepted');
    ben.expects = null;
  });

test('two decisions at the same time: one is done, one is told', async () => {
  const c = open[3];
  await Promise.all([ada.go(`/case/${c.id}`), ben.go(`/case/${c.id}`)]);
  const [a, b] = await Promise.all([
    fields(ada.page, '#do-accept form'), fields(ben.page, '#do-accept form')]);
  const answers = await Promise.all([
    post(ada, `/case/${c.id}/accept`, a), post(ben, `/case/${c.id}/accept`, b)]);
  assert.deepEqual(answers.map((x) => x.status).sort(), [303, 409]);
});

test('the page of who has signed out says so, and keeps what was typed',
  async () => {
    const c = open[4];
    const second = await Person.make(browser, desk, { name: 'ben',
      state: await ben.state() });
    second.expects = /status of 401/;
    await second.go(`/case/${c.id}?do=decline`);
    await second.page.selectOption('#decline-why', 'other');
    await second.page.fill('#decline-text', 'long words that were typed');
    await ben.go('/');
    await ben.page.click('form.me button');
    await ben.page.waitForURL(/\/login/);
    await second.page.click('#do-decline form button');
    await second.page.waitForFunction(() =>
      /signed out/i.test(document.body.innerText));
    const kept = await second.page.evaluate(() => document.body.innerText +
      [...document.querySelectorAll('textarea')].map((t) => t.value).join());
    assert.match(kept, /long words that were typed/);
    assert.ok(desk.list().some((x) => x.id === c.id), 'it is open still');
    await second.leave();
    await ben.sign_in('ben');
  });

test('a viewer reads and cannot decide', async () => {
  const vic = await Person.make(browser, desk);
  await vic.sign_in('vic');
  const c = open[4];
  await vic.go(`/case/${c.id}`);
  assert.equal(await vic.page.locator('#decide').count(), 0);
  await vic.page.keyboard.press('a');
  const token = await fields(vic.page, 'form.me');
  for (const [target, more] of [[`/case/${c.id}/accept`, '&version=0'],
    [`/case/${c.id}/note`, '&text=x'], ['/exceptions/add', '&what=192.0.2.1'],
    ['/users/add', '&name=eve&role=lead']])
    assert.equal((await post(vic, target, token + more)).status, 403, target);
  vic.expects = /status of 403/;
  await vic.go('/users');
  assert.match(await vic.text('main'), /not allowed/i);
  await vic.leave();
});

test('staff decide, and keep neither exceptions nor users', async () => {
  await ben.go('/');
  const token = await fields(ben.page, 'form.me');
  for (const [target, more] of [
    ['/exceptions/add', '&what=192.0.2.1&reason=x&owner=y'],
    ['/users/add', '&name=eve&role=lead&new-password=long+enough+for+all']])
    assert.equal((await post(ben, target, token + more)).status, 403, target);
});

test('without the token of the session, or with another one, nothing is done',
  async () => {
    const c = open[4];
    await Promise.all([ada.go(`/case/${c.id}`), ben.go(`/case/${c.id}`)]);
    const own = await fields(ben.page, '#do-accept form');
    const hers = new URLSearchParams(await fields(ada.page,
      '#do-accept form'));
    const without = new URLSearchParams(own);
    const [name] = [...without.keys()].filter((k) => without.get(k) !==
      hers.get(k));
    const other = new URLSearchParams(own);
    other.set(name, hers.get(name));
    without.delete(name);
    for (const body of [without, other])
      assert.equal((await post(ben, `/case/${c.id}/accept`, String(body)))
        .status, 403, String(body));
    for (const headers of [{ Origin: 'http://evil.example' }, { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }])
      assert.equal((await post(ben, `/case/${c.id}/accept`, own, headers))
        .status, 403, JSON.stringify(headers));
    assert.equal((await get(desk, '/', { headers: { Host: 'evil.example' } }))
      .status >= 400, true);
  });

test('a page of somebody else cannot press a button here', async () => {
  const c = open[4];
  await ben.go(`/case/${c.id}`);
  const own = new URLSearchParams(await fields(ben.page, '#do-accept form'));
  const inputs = [...own].map(([k, v]) =>
    `<input name="${k}" value="${v}">`).join('');
  const evil = http.createServer((q, a) => a.end(
    `<form method=post action="${desk.url}/case/${c.id}/accept">${inputs}` +
    `</form><iframe src="${desk.url}/"></iframe>` +
    '<script>addEventListener("load", () => setTimeout(() => ' +
    'document.forms[0].submit(), 500))</script>'));
  await new Promise((done) => evil.listen(0, '127.0.0.1', done));
  const victim = await Person.make(browser, desk, {
    state: await ben.state() });
  const [answer] = await Promise.all([
    victim.page.waitForResponse((r) => r.request().method() === 'POST'),
    victim.page.goto(`http://127.0.0.1:${evil.address().port}/`)]);
  assert.equal(answer.status(), 403);
  assert.ok(victim.bad.some((b) => /frame-ancestors|X-Frame/i.test(b)),
    'it cannot be framed');
  await victim.context.close();
  evil.closeAllConnections?.();
  await new Promise((done) => evil.close(done));
  assert.ok(desk.list().some((x) => x.id === c.id), 'it is open still');
});

test('the cookie is for the server alone, the policy lets nothing in',
  async () => {
    const [cookie] = await ben.context.cookies();
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, 'Strict');
    const answer = await get(desk, '/login');
    assert.match(answer.headers['content-security-policy'],
      /default-src 'none'/);
    assert.doesNotMatch(answer.headers['content-security-policy'], /unsafe/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.match(answer.headers['cache-control'], /no-store/);
  });

test('who guesses passwords is slowed down, and who knows it is not kept out',
  async () => {
    const guess = (password) => get(desk, '/login', { method: 'POST',
      body: new URLSearchParams({ user: 'ada', password }).toString(),
      headers: { Origin: desk.url } });
    const answers = [];
    for (let i = 0; i < 12; i++)
      answers.push((await guess(`guess ${i}`)).status);
    assert.ok(answers.includes(429), `${answers}`);
    await ada.go('/');
    assert.equal(await ada.page.getAttribute('body', 'data-user'), 'ada');
  });

test('nothing was asked elsewhere, no console spoke', async () => {
  await ada.leave();
  await ben.leave();
});
