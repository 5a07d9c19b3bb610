import { describe, expect, it } from 'vitest';
import { FAULTS_OF } from '../faults.ts';
import { MUTANTS } from '../mutants.ts';
import { mutated } from '../mutate.ts';
import type * as ExploreModule from './explore.ts';
import { type Exploration, explore } from './explore.ts';

const ENDS = {
  // Only a process that stands still for as long as lease and window is behind a second email.
  resend: ['accepted, 1 email', 'accepted, 2 emails, explained'],
  hold: ['accepted, 1 email', 'held, 0 emails'],
};

describe.each(['resend', 'hold'] as const)('two workers with one message, policy %s', (policy) => {
  const exploration = explore({ scene: 'duplicate', policy, faults: 1 });

  it('breaks no promise in any order of their steps, with any one fault or none', async () => {
    const { failures, ends } = await exploration;
    expect(failures).toEqual([]);
    expect([...ends.keys()].sort()).toEqual(ENDS[policy]);
  });

  it('meets every fault of every call that it makes', async () => {
    const { faults } = await exploration;
    const kinds = (what: string) =>
      [...faults.keys()].flatMap((fault) => (fault.startsWith(`${what}: `) ? [fault.slice(what.length + 2)] : []));
    const single = (what: string) => kinds(what).filter((kind) => !kind.endsWith(', each time'));
    expect(single('ses.send')).toEqual(FAULTS_OF['ses.send']);
    expect(single('read')).toEqual(FAULTS_OF['dynamodb.read']);
    for (const write of ['claim', 'recordSent', 'recordEvent', 'advance'])
      expect(single(write)).toEqual(FAULTS_OF['dynamodb.write']);
    // The first fault is what brings these about: a second one meets them (test/long).
    for (const write of ['release', 'doubt', 'hold']) expect(single(write)).toEqual([]);
  });
});

it('takes the same course every time', async () => {
  const figures = async () => {
    const { cpuSeconds: _, ...rest } = await explore({ scene: 'asked-twice', policy: 'resend', faults: 0 });
    return rest;
  };
  expect(await figures()).toEqual(await figures());
});

/** Rules whose loss shows with one fault, where it is placed well. */
const SHOWN = [
  { name: 'uncertain treated as retry', policy: 'resend' },
  { name: 'no owner recovery', policy: 'hold' },
  { name: 'claim from RETRY without version', policy: 'hold' },
  { name: 'no time guard', policy: 'resend' },
  { name: 'HELD acknowledged without its dead letter', policy: 'hold' },
] as const;

it.each(SHOWN)('one of the orders tells of a system with $name', async ({ name, policy }) => {
  const mutant = MUTANTS.find((one) => one.name === name);
  if (!mutant) throw new Error(`There is no mutant ${name}.`);
  const { explore: exploreMutant } = await mutated<typeof ExploreModule>('every-order/explore.ts', mutant.edits);
  const plan = { scene: 'duplicate', policy, faults: 1 } as const;
  const { failures }: Exploration = await exploreMutant(plan, () => true);
  expect(failures[0]?.violations.join()).toMatch(mutant.caught);
});
