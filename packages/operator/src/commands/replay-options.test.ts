import { Command, CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { withReplayOptions } from './replay-options.ts';

function refusalOf(...args: string[]): string | undefined {
  const command = withReplayOptions(new Command('replay')).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  try {
    command.parse(args, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

it.each([
  ['--even-if-stale'],
  ['--again'],
  ['--include', 'held'],
  ['--limit', '7'],
  ['--max', '7'],
  ['--queue', 'email'],
  ['--user', 'a-sub'],
])('refuses beside a saved plan what the plan says itself: %s', (...option) => {
  expect(refusalOf('--plan', 'a.plan', ...option)).toMatch(
    new RegExp(`'--plan <file>' cannot be used with option '${option[0]}`),
  );
});

it.each([
  ['--plan', 'a.plan'],
  ['--rate', '5/s'],
  ['--from', 'a.ndjson'],
  ['--user', 'a-sub'],
])('refuses beside a journal what the journal says itself: %s %s', (...option) => {
  for (const goesOn of ['--resume', '--cancel']) {
    expect(refusalOf(goesOn, 'an-id', ...option)).toContain(`'${goesOn} <id>' cannot be used with option`);
  }
});

it('refuses to resume and to cancel at once', () => {
  expect(refusalOf('--resume', 'a', '--cancel', 'a')).toContain('cannot be used with option');
});

it.each([
  ['--plan', 'a.plan', '--from', 'a.ndjson', '--rate', '5/s', '--canary', '1', '--yes'],
  ['--resume', 'an-id', '--journal', 'there', '--json', '--yes'],
])('takes what says how it runs: %s', (...args) => {
  expect(refusalOf(...args)).toBeUndefined();
});
