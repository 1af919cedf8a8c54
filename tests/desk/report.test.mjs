// report.html, as `scan -o` writes it: no fault of access, in both schemes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { axe, launch, Person, too_wide } from './lib.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'culprit-report-'));
const files = { url: 'file://' + folder };
let browser;

before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

for (const name of ['rich', 'hostile', 'quiet', 'empty']) {
  test(`report.html, ${name}: axe finds nothing, in light and dark`,
    async () => {
      fs.writeFileSync(path.join(folder, `${name}.html`),
        execFileSync(process.env.CULPRIT_REPORT, [name, 'html']));
      for (const [colorScheme, width] of [['light', 360], ['dark', 1280]]) {
        const reader = await Person.make(browser, files, { colorScheme,
          bypassCSP: true, viewport: { width, height: 900 } });
        await reader.go(`/${name}.html`);
        assert.deepEqual(await axe(reader.page), []);
        assert.deepEqual(await too_wide(reader.page), []);
        await reader.leave();
      }
    });
}
