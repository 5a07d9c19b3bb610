import { encodeMessage } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { aDeadLetter, aMessage, NOW } from './dead-letter.builder.ts';
import { isUnchanged, makePlan, type Plan, replays } from './plan.ts';
import { planSummary } from './plan-summary.ts';
import type { Prediction } from './prediction.ts';

const ASKED: Plan['asked'] = { evenIfStale: false, again: false, include: [] };
const about = (asked: Partial<Plan['asked']> = {}) => ({
  stage: 'prod',
  queue: 'email' as const,
  madeAt: new Date(NOW).toISOString(),
  filter: {},
  asked: { ...ASKED, ...asked },
});

const letterOf = (subject: string, messageId = `of-${subject}`, sentAt = NOW) =>
  aDeadLetter({ messageId, sentAt, body: encodeMessage(aMessage({ subject })) });

const foreseen = (kinds: Record<string, Prediction['kind']>) =>
  Object.entries(kinds).map(([sub, kind]) => ({ letter: letterOf(sub), prediction: { kind } }));

describe('a plan', () => {
  it('replays what acts or ends in peace, and leaves what would die again or lose an email', () => {
    const plan = makePlan(
      about(),
      foreseen({ a: 'would-send', b: 'already-sent', c: 'stale', d: 'held', e: 'invalid' }),
    );
    expect(plan.entries.map(({ sub, does }) => [sub, does])).toEqual([
      ['a', 'replay'],
      ['b', 'replay'],
      ['c', 'leave'],
      ['d', 'leave'],
      ['e', 'leave'],
    ]);
  });

  it('replays what would be left when it is told to', () => {
    const plan = makePlan(about({ include: ['held'] }), foreseen({ a: 'held', b: 'stale' }));
    expect(replays(plan).map(({ sub }) => sub)).toEqual(['a']);
  });

  it('takes first what SQS deletes first, and no more than it may', () => {
    const given = [3, 1, 2].map((day) => ({
      letter: letterOf(`day${day}`, `m${day}`, NOW - day * 24 * 3_600_000),
      prediction: { kind: 'would-send' } as const,
    }));
    const plan = makePlan(about({ max: 2 }), given);
    expect(plan.entries.map(({ messageId, does }) => [messageId, does])).toEqual([
      ['m3', 'replay'],
      ['m2', 'replay'],
      ['m1', 'leave'],
    ]);
  });

  it('says of several messages that ask for the same that one acts', () => {
    const given = ['first', 'second'].map((messageId) => ({
      letter: letterOf('ada', messageId),
      prediction: { kind: 'would-send', detail: 'attempt 1' } as const,
    }));
    expect(makePlan(about(), given).entries.map(({ prediction }) => prediction)).toEqual([
      { kind: 'would-send', detail: 'attempt 1' },
      { kind: 'repeats', detail: 'would-send' },
    ]);
  });

  it('holds no personal data', () => {
    const body = encodeMessage(aMessage({ data: { email: 'ada@mail.io', name: 'Ada', userName: 'lovelace' } }));
    const plan = makePlan(about(), [{ letter: aDeadLetter({ body }), prediction: { kind: 'would-send' } }]);
    expect(JSON.stringify(plan)).not.toMatch(/ada@|Ada|lovelace/);
  });

  it('shows what somebody changed in it', () => {
    const plan = makePlan(about(), foreseen({ a: 'would-send', b: 'held' }));
    const asRead: Plan = JSON.parse(JSON.stringify(plan));
    expect(isUnchanged(asRead)).toBe(true);
    const [first, second] = asRead.entries as [Plan['entries'][0], Plan['entries'][0]];
    expect(isUnchanged({ ...asRead, entries: [first, { ...second, does: 'replay' }] })).toBe(false);
    expect(isUnchanged({ ...asRead, asked: { ...ASKED, evenIfStale: true } })).toBe(false);
  });
});

describe('a summary', () => {
  it('counts by prediction, and says how long it takes and when the first is lost', () => {
    const plan = makePlan(about(), foreseen({ a: 'would-send', b: 'would-send', c: 'would-send', d: 'held' }));
    expect(planSummary(plan, 2)).toMatchObject({
      seen: 4,
      replayed: 3,
      left: 1,
      takesSeconds: 2,
      firstExpiry: '2026-03-24T12:00:00.000Z',
      rows: [
        { prediction: 'would-send', does: 'replay', count: 3 },
        { prediction: 'held', does: 'leave', count: 1 },
      ],
    });
  });
});
