// A ledger, `culprit desk` on it, and pages of a real Chromium that write down
// all they ask for and all they complain about.
//
// The environment says where things are (tests/desk/run.sh):
//   CULPRIT           the program             CULPRIT_SOURCE  this tree
//   CULPRIT_MODULES   where npm put what package-lock.json names
//   CULPRIT_LEDGER    desk_ledger             CULPRIT_CLOCK   clock_lib
//   CULPRIT_REPORT    report_fixture
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const env = process.env;
const need = createRequire(path.join(env.CULPRIT_MODULES, '/'));
const { chromium } = need('playwright-core');
const axe_source = fs.readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');

export const source = (...parts) => path.join(env.CULPRIT_SOURCE, ...parts);
export const sleep = (msec) => new Promise((done) => setTimeout(done, msec));

// The morning after samples/day: 2026-11-21 07:30 UTC.
export const MORNING = Date.UTC(2026, 10, 21, 7, 30) / 1000;
export const PASSWORD = 'seven grey otters at dawn';

// ---- the desk ----

async function free_port() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Desk {
  // stands: the desk's clock does not go on.
  static async make({ stands = false } = {}) {
    const desk = new Desk();
    desk.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'culprit-desk-'));
    desk.ledger = path.join(desk.folder, 'ledger.db');
    desk.config = path.join(desk.folder, 'culprit.conf');
    desk.clock = `${stands ? '=' : ''}${MORNING}`;
    desk.port = await free_port();
    desk.url = `http://127.0.0.1:${desk.port}`;
    const sample = source('samples/day');
    fs.writeFileSync(desk.config,
      fs.readFileSync(path.join(sample, 'culprit.conf'), 'utf8')
        .replace('= customers.csv', `= ${sample}/customers.csv`) +
      `\n[ledger]\npath = ${desk.ledger}\n[desk]\nlisten = 127.0.0.1:` +
      `${desk.port}\n[letter]\nprovider = Aurora Net, abuse desk\n` +
      'contact = abuse@aurora.example\n');
    return desk;
  }

  env() {
    return { ...env, LD_PRELOAD: env.CULPRIT_CLOCK, USER: 'night', SUDO_USER: '',
      CULPRIT_TEST_CLOCK: this.clock, NO_COLOR: '1' };
  }

  // What the program prints, of any exit status among those.
  culprit(args, { input = '', good = [0] } = {}) {
    try {
      return execFileSync(env.CULPRIT, [args[0], '-c', this.config,
        ...args.slice(1)], { env: this.env(), input, encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
    } catch (wrong) {
      if (good.includes(wrong.status))
        return wrong.stdout;
      throw new Error(`culprit ${args.join(' ')}: status ${wrong.status}\n` +
        `${wrong.stderr}`);
    }
  }

  scan(files = ['mail.log.1.gz', 'mail.log'].map((f) =>
    source('samples/day', f))) {
    this.culprit(['scan', ...files]);
  }

  file(...args) {
    execFileSync(env.CULPRIT_LEDGER, [this.ledger, String(MORNING), ...args],
      { stdio: ['ignore', 'inherit', 'inherit'] });
  }

  user(name, role) {
    this.culprit(['desk', 'adduser', '--role', role, name],
      { input: `${PASSWORD}\n` });
  }

  // Each case as the shell says it.
  list(...args) {
    return this.culprit(['list', '--json', ...args]).split('\n')
      .filter((line) => line !== '').map((line) => JSON.parse(line))
      .filter((row) => row.id !== undefined);
  }

  // One of them, whole.
  show(id) {
    return JSON.parse(this.culprit(['show', '--json', id]).split('\n')[0]);
  }

  async start() {
    this.said = '';
    this.process = spawn(env.CULPRIT, ['desk', '-c', this.config],
      { env: this.env(), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const pipe of [this.process.stdout, this.process.stderr])
      pipe.on('data', (data) => { this.said += data; });
    this.ended = new Promise((done) => this.process.on('exit',
      (code, signal) => { this.process = null; done(signal ?? code); }));
    for (let i = 0; i < 400; i++) {
      if (!this.process)
        throw new Error(`the desk ended at once: ${this.said}`);
      if (await get(this, '/login').then((a) => a.status, () => 0))
        return this;
      await sleep(50);
    }
    throw new Error(`the desk does not answer: ${this.said}`);
  }

  async stop(signal = 'SIGTERM') {
    this.process?.kill(signal);
    return this.ended;
  }

  async done() {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

// One request by hand: { status, headers, body }.
export function get(desk, target, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((done, failed) => {
    const request = http.request(desk.url + target, { method,
      headers: { ...headers, ...body === undefined ? {} : {
        'Content-Type': 'application/x-www-form-urlencoded' } } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode,
        headers: answer.headers, body: Buffer.concat(parts).toString() }));
    });
    request.setTimeout(20000, () => request.destroy(new Error('no answer')));
    request.on('error', failed);
    request.end(body);
  });
}

// ---- the browser ----

export const launch = () => chromium.launch({
  executablePath: env.CULPRIT_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-dev-shm-usage', '--hide-scrollbars',
    '--font-render-hinting=none', '--force-color-profile=srgb'],
});

// Somebody with a browser of his own. Whatever it asks for outside of the desk
// and whatever lands on its console is in `bad`.
export class Person {
  static async make(browser, desk, options = {}) {
    const person = new Person();
    Object.assign(person, { desk, bad: [], asked: [], name: options.name });
    person.context = await browser.newContext({
      viewport: { width: 1280, height: 900 }, locale: 'en-GB',
      timezoneId: 'UTC', reducedMotion: 'reduce', ...options,
      name: undefined, state: undefined, storageState: options.state });
    person.context.setDefaultTimeout(20000);
    person.context.on('request', (r) => person.was_asked(r.url()));
    person.context.on('console', (m) => person.heard(m));
    person.context.on('weberror', (e) => person.bad.push(String(e.error())));
    person.context.on('page', (p) => p.on('crash', () =>
      person.bad.push('the page crashed')));
    person.page = await person.context.newPage();
    return person;
  }

  was_asked(url) {
    this.asked.push(url);
    const own = url.startsWith(this.desk.url + '/') || url.startsWith('data:') ||
      (this.desk.url.startsWith('file:') && url.startsWith('file:'));
    if (!own)
      this.bad.push(`asks for ${url}`);
  }

  // A refusal that the test wants is on the console, too: `expects` has it.
  heard(message) {
    const text = message.text();
    if (!this.expects?.test(text))
      this.bad.push(`console: ${text} (${message.location().url})`);
  }

  go(target) {
    return this.page.goto(this.desk.url + target);
  }

  async sign_in(name = this.name, password = PASSWORD, target = '/login') {
    this.name = name;
    await this.go(target);
    await this.page.fill('#user', name);
    await this.page.fill('#password', password);
    await this.page.press('#password', 'Enter');
    await this.page.waitForSelector(`body[data-user="${name}"]`);
    return this;
  }

  state() {
    return this.context.storageState();
  }

  async cookie() {
    return (await this.context.cookies()).map((c) => `${c.name}=${c.value}`)
      .join('; ');
  }

  text(selector) {
    return this.page.locator(selector).innerText();
  }

  // Presses the button of the form that is open.
  async send(form) {
    await Promise.all([this.page.waitForNavigation(),
      this.page.click(`#do-${form} form button`)]);
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.bad, [], 'nothing is asked elsewhere, and the ' +
      'console is silent');
  }
}

// What axe finds on the page, a line each. Its script cannot run under the
// policy of the desk: the context must be one with bypassCSP.
export async function axe(page, options = {}) {
  await page.evaluate(axe_source);
  const found = await page.evaluate((o) => globalThis.axe.run(document, o),
    { resultTypes: ['violations'], ...options });
  return found.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id} (${v.impact}): ${v.help}: ${n.target.join(' ')} ` +
    `${n.html.slice(0, 160)} ${n.failureSummary.replaceAll('\n', ' ')
      .slice(0, 240)}`));
}

export const WCAG = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa',
  'wcag21a', 'wcag21aa', 'best-practice'] } };

// What sticks out to the right of a window that can be scrolled there.
export const too_wide = (page) => page.evaluate(() => {
  const root = document.documentElement;
  scrollTo(root.scrollWidth, scrollY);
  const by = scrollX;
  scrollTo(0, scrollY);
  if (by === 0)
    return [];
  return [`${root.scrollWidth} in ${root.clientWidth}`,
    ...[...document.querySelectorAll('body *')].filter((e) =>
      e.getBoundingClientRect().right > root.clientWidth + 1)
      .map((e) => e.outerHTML.slice(0, 120)).slice(0, 4)];
});
