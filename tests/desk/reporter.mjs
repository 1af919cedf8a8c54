// What node's test runner says, as flat TAP: a line each test, and a comment
// with the sums at the end.
const parent = new Set();

function why(details) {
  const error = details?.error?.cause ?? details?.error;
  const text = String(error?.stack ?? error ?? '');
  return text.split('\n').slice(0, 30).map((line) => `# ${line}\n`).join('');
}

export default async function* reporter(source) {
  let n = 0, failed = 0, skipped = 0;
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && data.message.startsWith('said: '))
      yield `# ${data.message.slice(6)}\n`;
    if (type !== 'test:pass' && type !== 'test:fail')
      continue;
    // A file that holds tests is none itself.
    if (data.details?.type === 'suite' || parent.has(data.name))
      continue;
    const ok = type === 'test:pass';
    n++;
    failed += ok ? 0 : 1;
    skipped += data.skip === undefined ? 0 : 1;
    yield `${ok ? '' : 'not '}ok ${n} - ${data.name.replaceAll('#', '')}` +
        `${data.skip === undefined ? '' : ' # SKIP ' + data.skip}\n`;
    if (!ok)
      yield why(data.details);
  }
  yield `1..${n}\n# ${n - failed - skipped} passed, ${failed} failed` +
      `${skipped ? `, ${skipped} skipped` : ''}\n`;
}
