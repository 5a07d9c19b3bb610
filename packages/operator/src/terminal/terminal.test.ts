import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createTerminal } from './terminal.ts';

/** A pipe whose reader has left. */
const closedPipe = () =>
  new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });

it('goes on when whoever reads its output has seen enough', async () => {
  const [out, err] = [closedPipe(), new PassThrough()];
  const terminal = createTerminal({ input: Readable.from([]), out, err });
  const closed = once(out, 'error');
  terminal.print('first');
  await closed;
  terminal.print('second');
  terminal.note('beside it');
  expect(String(err.read())).toBe('beside it\n');
});
