// Every page, for every eye and hand: axe, widths, both schemes, keys, paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, Desk, launch, Person, too_wide, WCAG } from './lib.mjs';

const WIDTHS = [360, 768, 1280, 1920];
let desk, browser, state, pages, opened;

before(async () => {
  desk = await Desk.make();
  desk.file('rich');
  desk.user('ada', 'lead');
  desk.user('ben', 'viewer');
  await desk.start();
  const open = desk.list();
  const ip = open.find((c) => c.subject.type === 'ip');
  desk.file('days', ip.subject.value);
  desk.culprit(['except', '192.0.2.25', '--why', 'our newsletter host',
    '--owner', 'A. Berg']);
  desk.culprit(['accept', open[0].id, 'for the second time']);
  desk.culprit(['decline', open[1].id, '--why', 'newsletter', '--text', 'known']);
  desk.culprit(['note', ip.id, 'called them, nobody answers']);
  opened = ip.id;
  browser = await launch();
  const ada = await Person.make(browser, desk);
  await ada.sign_in('ada');
  state = await ada.state();
  await ada.leave();
  pages = ['/', '/?standing=all&sort=recent', '/?q=nothing+like+it',
    `/case/${ip.id}`, `/case/${ip.id}?do=decline`, `/case/${open[0].id}`,
    `/case/${open[1].id}`, `/case/${ip.id}?did=note`,
    `/source?type=ip&name=${ip.subject.value}`, '/exceptions', '/decisions',
    `/decisions?on=${open[0].id}`, '/search',
    `/search?q=${encodeURIComponent('550 5.0.0 Server ' + ip.subject.value +
      ' blocked as possible open relay')}`,
    '/search?q=nobody%40nowhere.example', '/users', '/account', '/help',
    '/no/such/page', '/login'];
});
after(async () => {
  await browser?.close();
  await desk?.done();
});

for (const [colorScheme, width] of [['light', 360], ['dark', 1280]])
  test(`axe finds nothing on any page, ${colorScheme}, ${width} px wide`,
    async () => {
      const bad = [];
      const ada = await Person.make(browser, desk, { state, colorScheme,
        bypassCSP: true, viewport: { width, height: 900 } });
      ada.expects = /status of 404/;
      for (const target of pages) {
        await ada.go(target);
        bad.push(...(await axe(ada.page, WCAG)).map((b) => `${target}: ${b}`));
      }
      await ada.page.keyboard.press('?');
      bad.push(...(await axe(ada.page, WCAG)).map((b) => `keys: ${b}`));
      await ada.leave();
      const nobody = await Person.make(browser, desk, { colorScheme,
        bypassCSP: true, viewport: { width, height: 900 } });
      await nobody.go('/login');
      bad.push(...(await axe(nobody.page, WCAG)).map((b) => `login: ${b}`));
      await nobody.leave();
      assert.deepEqual(bad, []);
    });

test('no page is wider than its window, from 360 to 1920 px', async () => {
  const bad = [];
  const ada = await Person.make(browser, desk, { state });
  ada.expects = /status of 404/;
  for (const target of pages) {
    await ada.go(target);
    for (const width of WIDTHS) {
      await ada.page.setViewportSize({ width, height: 800 });
      bad.push(...(await too_wide(ada.page)).map((b) =>
        `${target} at ${width}: ${b}`));
    }
  }
  await ada.leave();
  assert.deepEqual(bad, []);
});

test('each page has one heading above all, a title and a language',
  async () => {
    const ada = await Person.make(browser, desk, { state });
    ada.expects = /status of 404/;
    const titles = new Set();
    for (const target of pages) {
      await ada.go(target);
      assert.equal(await ada.page.locator('h1').count(), 1, target);
      assert.equal(await ada.page.getAttribute('html', 'lang'), 'en');
      titles.add(await ada.page.title());
      const ids = await ada.page.$$eval('[id]', (all) => all.map((e) => e.id));
      assert.equal(new Set(ids).size, ids.length, `${target}: an id twice`);
    }
    assert.ok(titles.size >= 10, [...titles].join('; '));
    await ada.leave();
  });

// Where the focus is and whether one sees it.
const focus = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const rings = [e, e.closest('li')].filter(Boolean).map((x) =>
    getComputedStyle(x));
  const box = e.getBoundingClientRect();
  return { what: e.outerHTML.slice(0, 90), body: e === document.body,
    id: e.id, text: e.innerText, seen: box.width > 1 && box.height > 1 &&
      rings.some((s) => parseFloat(s.outlineWidth) >= 2 &&
        s.outlineStyle !== 'none') };
});

test('by Tab alone one gets everywhere, and sees where one is', async () => {
  const ada = await Person.make(browser, desk, { state });
  for (const target of ['/', `/case/${opened}`, '/exceptions', '/users']) {
    await ada.go(target);
    await ada.page.keyboard.press('Tab');
    const first = await focus(ada.page);
    assert.match(first.text, /content/, `${target}: the first is the skip link`);
    const count = await ada.page.$$eval('a[href], button, select, textarea, ' +
      'summary, input:not([type=hidden]), [tabindex="0"]', (all) =>
      all.filter((e) => e.checkVisibility?.() ?? true).length);
    const blind = [];
    let n = 0;
    for (let f = first; !f.body && n < count + 20; n++) {
      if (!f.seen)
        blind.push(f.what);
      await ada.page.keyboard.press('Tab');
      f = await focus(ada.page);
    }
    assert.deepEqual(blind, [], target);
    assert.ok(n >= count * .8, `${target}: ${n} of ${count} were reached`);
  }
  await ada.leave();
});

test('a whole decision is made with the keyboard alone', async () => {
  const ada = await Person.make(browser, desk, { state });
  const { page } = ada;
  await ada.go('/');
  for (const key of ['j', 'j', 'Enter'])
    await page.keyboard.press(key);
  await page.waitForURL(/\/case\//);
  await page.keyboard.press('d');
  await page.keyboard.type('Newsletter');
  const why = await page.inputValue('#decline-why');
  if (why === '')
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('by keys');
  for (let i = 0; i < 8 && !(await focus(page)).what.startsWith('<button'); i++)
    await page.keyboard.press('Tab');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.waitForSelector('#flash');
  await ada.leave();
});

test('on paper a suggestion is a case file', async () => {
  const ada = await Person.make(browser, desk, { state });
  const { page } = ada;
  await ada.go(`/case/${opened}`);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.ok(sheets <= 6, `${sheets} sheets`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const shown = await page.evaluate(() => ({
    forms: [...document.querySelectorAll('form, nav, button')].filter((e) =>
      e.checkVisibility()).map((e) => e.outerHTML.slice(0, 60)),
    why: document.querySelector('p.lead').checkVisibility(),
    story: document.getElementById('story').checkVisibility(),
    back: getComputedStyle(document.body).backgroundColor,
  }));
  assert.deepEqual(shown.forms, [], 'no buttons on paper');
  assert.ok(shown.why && shown.story);
  const light = shown.back.match(/\d+/g).slice(0, 3).map(Number);
  assert.ok(/, 0\)$/.test(shown.back) || light.every((c) => c > 230),
    `paper is white: ${shown.back}`);
  await ada.leave();
});

test('where colours are forced or motion is not wanted, all is there',
  async () => {
    const ada = await Person.make(browser, desk, { state,
      forcedColors: 'active' });
    await ada.go(`/case/${opened}`);
    assert.ok(await ada.page.isVisible('#decide'));
    const moving = await ada.page.evaluate(() => document.getAnimations()
      .length);
    assert.equal(moving, 0);
    await ada.leave();
  });
