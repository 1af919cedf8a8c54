// The pictures that README shows, of the sample day on the morning after.
//
// BLESS=1 writes them into docs/images; else they are made and held against
// what is there, loosely: fonts differ from machine to machine.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Desk, launch, Person, source } from './lib.mjs';

const FOLDER = source('docs/images');
const LARGEST = 200000; // bytes: they are in everybody's clone
const ALIKE = 12; // of 255, the mean difference of cells of a picture
let desk, browser, state, suggestion;

before(async () => {
  desk = await Desk.make({ stands: true });
  desk.scan();
  desk.user('ada', 'lead');
  await desk.start();
  browser = await launch();
  const ada = await Person.make(browser, desk);
  await ada.sign_in('ada');
  state = await ada.state();
  await ada.leave();
  const open = desk.list();
  const zombie = open.find((c) => c.kind === 'zombie') ?? open[0];
  suggestion = `/case/${zombie.id}`;
  desk.culprit(['note', zombie.id, '--by', 'ben',
    'Called at 06:50, nobody answers.']);
});
after(async () => {
  await browser?.close();
  await desk?.done();
});

// Both as seen from far away: a grid of the mean light of each cell.
const far = (page, png) => page.evaluate(async (data) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = new OffscreenCanvas(32, 32);
  const draw = canvas.getContext('2d');
  draw.imageSmoothingQuality = 'high';
  draw.drawImage(image, 0, 0, 32, 32);
  const { data: rgba } = draw.getImageData(0, 0, 32, 32);
  const cells = [];
  for (let i = 0; i < rgba.length; i += 4)
    cells.push((rgba[i] + rgba[i + 1] + rgba[i + 2]) / 3);
  return { cells, width: image.width, height: image.height };
}, png.toString('base64'));

async function alike(name, made, kept) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const [a, b] = [await far(page, made), await far(page, kept)];
  await context.close();
  assert.deepEqual([a.width, a.height], [b.width, b.height], name);
  const mean = a.cells.reduce((sum, c, i) => sum + Math.abs(c - b.cells[i]), 0) /
    a.cells.length;
  assert.ok(mean < ALIKE, `${name} is not what is in docs/images ` +
    `(${mean.toFixed(1)}): BLESS=1 makes it anew, if that is meant`);
}

for (const [name, target, colorScheme, width, height] of [
  ['desk-worklist-light', () => '/', 'light', 1280, 720],
  ['desk-worklist-dark', () => '/', 'dark', 1280, 720],
  ['desk-suggestion-light', () => suggestion, 'light', 1280, 960],
  ['desk-suggestion-dark', () => suggestion, 'dark', 1280, 960],
  ['desk-phone', () => '/', 'light', 390, 844]])
  test(`docs/images/${name}.png is what the desk looks like`, async () => {
    const ada = await Person.make(browser, desk, { state, colorScheme,
      viewport: { width, height } });
    await ada.go(target());
    const made = await ada.page.screenshot({ animations: 'disabled' });
    await ada.leave();
    const file = path.join(FOLDER, `${name}.png`);
    assert.ok(made.length < LARGEST, `${name}: ${made.length} bytes`);
    if (process.env.BLESS === '1') {
      fs.mkdirSync(FOLDER, { recursive: true });
      fs.writeFileSync(file, made);
    } else {
      await alike(name, made, fs.readFileSync(file));
    }
  });
