import { NO_BUDGET_SPENT } from '@postconfirm/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDeadLetter } from '../replay/dead-letter.builder.ts';
import { type KnownOfUser, timelineOf } from './timeline.ts';
import { timelineLines } from './timeline-lines.ts';

const NOTHING: KnownOfUser = { deliveries: [], deadLetters: [], lines: [], audits: [] };
const BASE = Date.UTC(2026, 10, 27, 5, 0, 0);

const delivery = {
  state: 'SENT',
  version: 3,
  createdAt: BASE + 2000,
  attempt: 2,
  budget: { attempts: 1, replays: 1, requestedAt: BASE },
  resent: false,
  messageId: 'ses-1',
  sentAt: BASE + 3000,
  events: { Send: BASE + 3500, Bounce: BASE + 9000 },
} as const;

const told = (known: Partial<KnownOfUser>) =>
  timelineOf({ ...NOTHING, ...known }).map(({ at, what, detail }) => [
    at === undefined ? 'now' : at - BASE,
    what,
    detail,
  ]);

describe('the timeline of a user', () => {
  it('brings what all places know into one order, and ends with how things stand', () => {
    const confirmedAt = new Date(BASE + 1000).toISOString();
    const loyalty = { ...NO_BUDGET_SPENT, status: 'ok', version: 4, fetchedAt: BASE + 2500 } as const;
    const known = { sources: { loyalty }, writeBack: { ...NO_BUDGET_SPENT, status: 'done', hash: 'h' } } as const;
    const line = { service: 'trigger', at: BASE + 1500, code: 'ENQUEUED', fields: { sub: 's', kind: 'confirmed' } };
    expect(
      told({
        poolUser: { status: 'CONFIRMED', enabled: true, createdAt: BASE },
        record: { cause: 'sign-up', confirmedAt, known },
        deliveries: [{ kind: 'confirmed', delivery }],
        lines: [line],
      }),
    ).toEqual([
      [0, 'pool', 'signed up, or made by an administrator'],
      [1000, 'confirmed', 'enqueued, cause sign-up'],
      [1500, 'log of trigger', 'ENQUEUED kind=confirmed'],
      [2000, 'email confirmed', 'first attempt'],
      [2500, 'source loyalty', 'data fetched, version 4'],
      [3000, 'email confirmed', 'SES accepted it as ses-1'],
      [3500, 'email confirmed', 'SES says Send'],
      [9000, 'email confirmed', 'SES says Bounce'],
      ['now', 'pool', 'CONFIRMED'],
      ['now', 'source loyalty', 'ok'],
      ['now', 'write-back', 'done'],
      ['now', 'email confirmed', 'SENT, 2 attempts, replayed 1 time'],
    ]);
  });

  it.each([
    [
      { state: 'RETRY', reason: 'sending-rate', dueAt: BASE },
      'RETRY (sending-rate), 2 attempts, 1 of them in this budget, replayed 1 time, due 2026-11-27T05:00:00.000Z',
    ],
    [
      { state: 'HELD', reason: 'uncertain', resent: true },
      'HELD (uncertain), 2 attempts, replayed 1 time, sent once more after a doubt',
    ],
    [{ otherMessageIds: ['ses-2'] }, 'SENT, 2 attempts, replayed 1 time, SES told of 1 further copy'],
  ] as const)('says how a delivery stands: %o', (changes, standing) => {
    const entries = told({ deliveries: [{ kind: 'confirmed', delivery: { ...delivery, ...changes } }] });
    expect(entries.at(-1)).toEqual(['now', 'email confirmed', standing]);
  });

  it('tells a doubt, an operator’s word and the end of a user from each other', () => {
    const { messageId: _, events: __, ...bare } = delivery;
    const settled = { ...bare, reason: 'operator', uncertainSince: BASE + 2200, forgottenAt: BASE + 9900 };
    expect(
      told({
        deliveries: [{ kind: 'confirmed', delivery: settled }],
        record: { deletedAt: BASE + 9800, known: undefined },
      }),
    ).toMatchObject([
      [2000, 'email confirmed', 'first attempt'],
      [2200, 'email confirmed', 'from here on nobody knows whether SES took it'],
      [3000, 'email confirmed', 'counted as sent on an operator’s word'],
      [9800, 'forgotten', 'on the wish that nothing be kept'],
      [9900, 'email confirmed', 'marked: the user was forgotten'],
      ['now', 'email confirmed', expect.stringContaining('SENT')],
    ]);
  });

  it('says of a dead letter why it died, by whom, and until when it can be replayed', () => {
    const deadLetteredAt = new Date(BASE).toISOString();
    const attributes = { reason: 'attempts', detail: 'sandbox', worker: 'email-worker', deadLetteredAt };
    const letter = aDeadLetter({ messageId: 'm-1', sentAt: BASE, attributes });
    expect(told({ deadLetters: [letter] })).toEqual([
      [0, 'dead letter of email', 'attempts (sandbox) by email-worker, id m-1, SQS deletes it 2026-12-11T05:00Z'],
    ]);
  });

  it('tells what an operator did, and why', () => {
    const audit = { command: 'user forget', startedAt: BASE + 5, who: 'arn:aws:iam::1:user/ann' };
    expect(told({ audits: [audit, { ...audit, command: 'email resolve', why: 'support' }] })).toEqual([
      [5, 'operator', 'user forget by arn:aws:iam::1:user/ann'],
      [5, 'operator', 'email resolve by arn:aws:iam::1:user/ann: support'],
    ]);
  });

  it('is in order whatever is known', () => {
    const time = fc.nat({ max: 10_000 });
    const lines = fc.array(time.map((at) => ({ service: 'trigger', at, code: 'ENQUEUED', fields: {} })));
    const deliveries = fc.array(
      fc
        .record({ createdAt: time, sentAt: time })
        .map((times) => ({ kind: 'confirmed', delivery: { ...delivery, ...times } })),
    );
    fc.assert(
      fc.property(lines, deliveries, (some, others) => {
        const times = timelineOf({ ...NOTHING, lines: some, deliveries: others }).map(
          ({ at = Number.POSITIVE_INFINITY }) => at,
        );
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times).toHaveLength(some.length + others.length * 5);
      }),
    );
  });

  it('is printed in columns', () => {
    expect(
      timelineLines([
        { at: BASE, what: 'pool', detail: 'one' },
        { what: 'email confirmed', detail: 'two' },
      ]),
    ).toEqual(['2026-11-27T05:00:00.000Z  pool             one', 'now                       email confirmed  two']);
  });
});
