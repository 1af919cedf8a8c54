// What strangers wrote into logs, and what users type, is text everywhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Desk, get, launch, Person, too_wide } from './lib.mjs';

const EVIL = '"><script>document.title="owned"</script>' +
  '<img src=x onerror="document.title=1">\u202Egpj.exe\u0007\'`${7*7}`';
const LONG = 'w'.repeat(3000);

let desk, browser, ada, page, all;

before(async () => {
  desk = await Desk.make();
  desk.file('hostile');
  desk.user('ada', 'lead');
  await desk.start();
  browser = await launch();
  ada = await Person.make(browser, desk, { viewport: { width: 360, height: 700 } });
  page = ada.page;
  await ada.sign_in('ada');
});
after(async () => {
  await browser?.close();
  await desk?.done();
});

// Nothing of a stranger has become an element, and the page holds its width.
async function is_text(where) {
  const found = await page.evaluate(() => ({
    title: document.title,
    scripts: [...document.scripts].filter((s) => !s.src).length,
    images: document.images.length,
    handlers: [...document.querySelectorAll('*')].filter((e) =>
      [...e.attributes].some((a) => a.name.startsWith('on'))).length,
    links: [...document.querySelectorAll('a')].map((a) => a.protocol)
      .filter((p) => p !== 'http:' && p !== ':'),
    marks: (document.body.innerText.match(
      // eslint-disable-next-line no-control-regex
      /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g) ?? []).length,
  }));
  assert.doesNotMatch(found.title, /^(owned|1)$/, where);
  assert.deepEqual({ ...found, title: '' }, { title: '', scripts: 0, images: 0,
    handlers: 0, links: [], marks: 0 }, where);
  if (/^(list|note|\/case\/|http)/.test(where))
    assert.deepEqual(await too_wide(page), [], where);
}

test('in the list, and on the page of each', async () => {
  await ada.go('/?standing=all');
  await is_text('list');
  assert.ok((await ada.text('#list')).includes('<script>alert(1)</script>'));
  all = await page.$$eval('#list a.who', (links) =>
    links.map((a) => a.getAttribute('href')).filter((href) =>
      /^\/case\/[a-z0-9]+$/.test(href)));
  assert.ok(all.length >= 4, `${all}`);
  for (const href of all) {
    await ada.go(href);
    assert.equal(await page.locator('h1').count(), 1, href);
    await is_text(href);
  }
});

test('on the page of the source', async () => {
  await ada.go(all[0]);
  await page.click('h1 a');
  assert.match(page.url(), /\/source/);
  await is_text(page.url());
});

test('what is typed: notes, remarks, exceptions, searches', async () => {
  for (const text of [EVIL, LONG]) {
    await ada.go(all[0] + '?do=note');
    await page.fill('#note-text', text);
    await ada.send('note');
    assert.ok((await ada.text('#story')).includes(text.slice(0, 30)));
    await is_text('note');
    await ada.go('/exceptions');
    await page.fill('#except-what', text.slice(0, 60));
    await page.fill('#except-reason', text);
    await page.fill('#except-owner', text.slice(0, 60));
    ada.expects = /status of 422/;
    await Promise.all([page.waitForNavigation(),
      page.$eval('#do-except', (f) => (f.closest('form') ??
        f.querySelector('form')).submit())]);
    ada.expects = null;
    await is_text('exception');
    await page.fill('#find', text);
    await Promise.all([page.waitForNavigation(), page.press('#find', 'Enter')]);
    await is_text('search');
    await ada.go('/?q=' + encodeURIComponent(text.slice(0, 200)));
    await is_text('filter');
    await ada.go('/decisions');
    await is_text('decisions');
  }
});

test('in addresses of pages, at every place', async () => {
  ada.expects = /status of (400|404|414)/;
  for (const target of ['/case/', '/source?type=account&name=', '/search?q=',
    '/decisions?on=', '/exceptions?what=', '/?kind=', '/?page=', '/login?next='])
    for (const text of [EVIL, '../../etc/passwd', '%00', '%ff%fe', '-1']) {
      await ada.go(target + (text[0] === '%' ? text :
        encodeURIComponent(text)));
      await is_text(target + text);
    }
  ada.expects = null;
});

test('after signing in one goes nowhere else', async () => {
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example',
    'javascript:alert(1)', '/login']) {
    const other = await Person.make(browser, desk);
    await other.sign_in('ada', undefined,
      '/login?next=' + encodeURIComponent(next));
    assert.equal(new URL(other.page.url()).origin, desk.url, next);
    await other.leave();
  }
  const login = await get(desk, '/login?next=/%250d%250aSet-Cookie:%20a=b');
  assert.equal(login.headers['set-cookie']?.some((c) => c.startsWith('a=')),
    undefined);
});

test('requests that no browser makes do not end the desk', async () => {
  const cookie = await ada.cookie();
  const token = await page.goto(desk.url + '/').then(() =>
    page.inputValue('form.me [name=token]'));
  const id = all[0].replace('/case/', '');
  const bodies = ['', 'a', '=', '&&&&', 'token', `token=${token}`,
    `token=${token}&version=99999999999999999999999&why=x`,
    `token=${token}&version=-1&why=&text=%00%ff`,
    `token=${token}&version=1&for=999999999&until=0000-00-00`,
    `token=${token}&` + 'a=b&'.repeat(5000), `token=${token}&text=` + LONG];
  for (const verb of ['accept', 'decline', 'release', 'reopen', 'note'])
    for (const body of bodies) {
      const answer = await get(desk, `/case/${id}/${verb}`, { method: 'POST',
        body, headers: { Cookie: cookie, Origin: desk.url } });
      assert.ok(answer.status >= 400 || (verb === 'accept' || verb === 'note'),
        `${verb} ${body.slice(0, 60)}: ${answer.status}`);
      assert.notEqual(answer.status, 500, `${verb} ${body.slice(0, 60)}`);
    }
  assert.equal((await get(desk, '/login')).status, 200);
  await ada.leave();
});
