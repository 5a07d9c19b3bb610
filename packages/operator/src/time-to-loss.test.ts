import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { printPlan } from './commands/print-plan.ts';
import { groupDeadLetters } from './dead-letters/group-dead-letters.ts';
import { aDeadLetter, NOW } from './replay/dead-letter.builder.ts';
import { makePlan } from './replay/plan.ts';
import { planSummary } from './replay/plan-summary.ts';
import { createTerminal } from './terminal/terminal.ts';
import { lossHints, timeToLoss } from './time-to-loss.ts';

const HOUR = 3_600_000;
const aged = (hours: number) => aDeadLetter({ messageId: `aged-${hours}`, sentAt: NOW - hours * HOUR });
const OLD = aged(13 * 24 + 20);

/** What a person reads of the plan for this dead letter. */
function printed(letter: typeof OLD): string {
  let said = '';
  const out = new Writable({
    write(chunk, _, done) {
      said += chunk;
      done();
    },
  });
  const asked = { evenIfStale: false, again: false, include: [] };
  const about = { stage: 'prod', queue: 'email', madeAt: new Date(NOW).toISOString(), filter: {}, asked } as const;
  const plan = makePlan({ ...about, asked }, [{ letter, prediction: { kind: 'would-send' } }]);
  const terminal = createTerminal({ input: process.stdin, out, err: out });
  printPlan(terminal, plan, planSummary(plan, 10), { json: undefined, now: NOW });
  return said;
}

describe('a dead letter 13 d 20 h old', () => {
  it('shows in a plan when it is lost, and is offered for export', () => {
    expect(printed(OLD)).toContain('SQS deletes the first 2026-03-10T16:00:00.000Z, in 4 h');
    expect(printed(OLD)).toContain('dlq export --queue email --older-than 13d --to FILE');
  });

  it('shows in a list when it is lost, and is offered for export', () => {
    const groups = groupDeadLetters([aged(1), OLD, aged(5)]);
    expect(groups).toMatchObject([
      { count: 3, oldest: '2026-02-24T16:00:00.000Z', expires: '2026-03-10T16:00:00.000Z' },
    ]);
    expect(lossHints(groups, NOW)).toEqual([expect.stringContaining('dlq export --queue email')]);
  });
});

it('offers no export while there is more than a day left', () => {
  expect(printed(aged(24))).not.toContain('dlq export');
  expect(lossHints(groupDeadLetters([aged(24)]), NOW)).toEqual([]);
});

it.each([
  [0.5, 'in 0 h'],
  [47, 'in 47 h'],
  [80, 'in 3 d'],
])('says what is left of %d hours', (hours, text) => {
  expect(timeToLoss(new Date(NOW + hours * HOUR).toISOString(), NOW)).toContain(text);
});
