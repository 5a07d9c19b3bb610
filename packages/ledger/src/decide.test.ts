import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestMarks } from './budget.ts';
import { type DeliveryRules, decide, type Entry, type Facts, PROTOCOL, type Situation, situationOf } from './decide.ts';
import { DELIVERY_STATES, type Delivery, type Seen } from './delivery.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 22, 12);

const rules: DeliveryRules = {
  leaseMs: 90_000,
  windowMs: 15 * MINUTE,
  gapMs: 5 * MINUTE,
  recheckMs: 10 * MINUTE,
  doubtCapMs: 4 * HOUR,
  staleAfterMs: 72 * HOUR,
  accountWaitMs: HOUR,
  maxAttempts: 8,
  policy: 'resend',
};

/** The marks of the confirmation after so many replays. */
const asked = (replays: number, requestedAt = NOW - HOUR) => ({ replays, requestedAt });

const delivery = (state: Delivery['state'], fields: Partial<Delivery> = {}): Delivery => ({
  state,
  version: 3,
  createdAt: NOW - HOUR,
  attempt: 1,
  budget: { attempts: 1, ...asked(0) },
  resent: false,
  ...fields,
});

const facts = (fields: Partial<Facts> = {}): Facts => ({
  now: NOW,
  entry: 'live',
  skip: undefined,
  ageMs: MINUTE,
  marks: asked(0),
  flow: undefined,
  ...fields,
});

/** Events that flow without a gap, so that silence is an answer. */
const flowing = { lastSeen: NOW, flowingSince: NOW - 24 * HOUR };

const since = NOW - HOUR;
const doubt = (fields: Partial<Delivery> = {}) => delivery('UNCERTAIN', { uncertainSince: since, ...fields });

const examples: Record<Situation, { seen: Seen; facts?: Partial<Facts> }> = {
  none: { seen: undefined },
  retry: { seen: delivery('RETRY') },
  sending: { seen: delivery('SENDING', { owner: 'other', leaseUntil: NOW + 1 }) },
  'doubt-open': { seen: doubt() },
  'doubt-settled': { seen: doubt(), facts: { flow: flowing } },
  'doubt-overdue': { seen: doubt({ uncertainSince: NOW - 4 * HOUR }) },
  held: { seen: delivery('HELD', { uncertainSince: since }) },
  skipped: { seen: delivery('SKIPPED', { reason: 'no-address' }) },
  'user-deleted': { seen: delivery('SKIPPED', { reason: 'user-deleted' }) },
  sent: { seen: delivery('SENT', { messageId: 'ses-1' }) },
};

const decideIn = (situation: Situation, more: Partial<Facts> = {}) =>
  decide(examples[situation].seen, facts({ ...examples[situation].facts, ...more }), rules);

const claims = expect.objectContaining({ do: 'claim' });

describe('a message in every situation', () => {
  const wait = (until: number, reason: string) => ({ do: 'wait', until, reason });
  const rows: [Situation, unknown, unknown][] = [
    ['none', claims, claims],
    ['retry', claims, claims],
    ['sending', wait(NOW + 1, 'claimed'), wait(NOW + 1, 'claimed')],
    ['doubt-open', wait(NOW + 10 * MINUTE, 'uncertain'), wait(NOW + 10 * MINUTE, 'uncertain')],
    ['doubt-settled', claims, claims],
    ['doubt-overdue', { do: 'hold', since: NOW - 4 * HOUR }, { do: 'hold', since: NOW - 4 * HOUR }],
    ['held', { do: 'stop', because: 'still-held' }, { do: 'stop', because: 'still-held' }],
    ['skipped', { do: 'stop', because: 'done' }, claims],
    ['user-deleted', { do: 'stop', because: 'done' }, { do: 'stop', because: 'done' }],
    ['sent', { do: 'stop', because: 'duplicate' }, { do: 'stop', because: 'duplicate' }],
  ];

  it.each(rows)('%s', (situation, live, again) => {
    const { seen, facts: more } = examples[situation];
    expect(situationOf(seen, facts(more), rules)).toBe(situation);
    expect(decideIn(situation)).toEqual(live);
    expect(decideIn(situation, { entry: 'again', marks: asked(1) })).toEqual(again);
  });

  it('has a row for every situation', () => {
    expect(Object.keys(PROTOCOL).sort()).toEqual(rows.map(([situation]) => situation).sort());
  });
});

describe('a lease', () => {
  const sending = delivery('SENDING', { owner: 'other', leaseUntil: NOW });

  it('holds until its last millisecond', () => {
    expect(situationOf(sending, facts({ now: NOW - 1 }), rules)).toBe('sending');
  });

  it('is a doubt from its end on, counted from its end', () => {
    expect(decide(sending, facts(), rules)).toEqual({ do: 'wait', until: NOW + rules.windowMs, reason: 'uncertain' });
    expect(decide(sending, facts({ now: NOW + 4 * HOUR }), rules)).toEqual({ do: 'hold', since: NOW });
  });

  it('without an end is long over', () => {
    expect(decide(delivery('SENDING'), facts(), rules)).toEqual({ do: 'hold', since: 0 });
  });
});

describe('an open doubt', () => {
  const lookAt = (now: number) => decide(doubt(), facts({ now }), rules);

  it.each([
    ['at its beginning, when the window closes', since, since + 15 * MINUTE],
    ['before the window closes, when it does', since + 15 * MINUTE - 1, since + 15 * MINUTE],
    ['from then on, at every recheck', since + 15 * MINUTE, since + 25 * MINUTE],
    ['shortly before the cap, at the cap', since + 4 * HOUR - 1, since + 4 * HOUR],
  ])('is looked at again: %s', (_, now, until) => {
    expect(lookAt(now)).toEqual({ do: 'wait', until, reason: 'uncertain' });
  });

  it('is held at the cap when no event came to settle it', () => {
    expect(lookAt(since + 4 * HOUR)).toEqual({ do: 'hold', since });
  });

  it.each([
    ['no event was seen at the end of the window', { lastSeen: since + 10 * MINUTE - 1, flowingSince: since - HOUR }],
    ['events came back for a moment alone', { lastSeen: NOW - 15 * MINUTE, flowingSince: NOW - 15 * MINUTE }],
    ['events flow for less than the window', { lastSeen: NOW, flowingSince: NOW - 15 * MINUTE + 1 }],
  ])('stays open while %s', (_, flow) => {
    expect(situationOf(doubt(), facts({ flow }), rules)).toBe('doubt-open');
  });

  it.each([
    ['events flow through the window', { lastSeen: since + 10 * MINUTE, flowingSince: since - HOUR }],
    ['events came back and flow through a window since', { lastSeen: NOW, flowingSince: NOW - 15 * MINUTE }],
  ])('is settled when %s', (_, flow) => {
    expect(situationOf(doubt(), facts({ flow }), rules)).toBe('doubt-settled');
  });

  const inLocal = { windowMs: 15_000, gapMs: 5000, recheckMs: 10_000, doubtCapMs: 240_000 };
  it.each([
    ['in production', rules],
    ['sixty times as fast, as in stage local', { ...rules, ...inLocal }],
  ])('is settled at the end of the window while events flow with gaps as long as allowed: %s', (_, rules) => {
    const flow = (now: number) => ({ lastSeen: now - rules.gapMs, flowingSince: since - HOUR });
    const first = decide(doubt(), facts({ now: since, flow: flow(since) }), rules);
    const now = since + rules.windowMs;
    expect(first).toMatchObject({ do: 'wait', until: now });
    expect(situationOf(doubt(), facts({ now, flow: flow(now) }), rules)).toBe('doubt-settled');
  });

  it.each([
    ['as early as the gap', 0, 'doubt-settled'],
    ['a moment earlier', -1, 'doubt-open'],
  ])('asks for an event at the end of the window, or before it by the gap at most: one %s', (_, more, situation) => {
    const flow = { lastSeen: since + rules.windowMs - 7000 + more, flowingSince: since };
    expect(situationOf(doubt(), facts({ flow }), { ...rules, gapMs: 7000 })).toBe(situation);
  });

  it('is not settled before the window closes, however many events flow', () => {
    const now = since + 15 * MINUTE - 1;
    expect(situationOf(doubt(), facts({ now, flow: { ...flowing, lastSeen: now } }), rules)).toBe('doubt-open');
  });

  it.each(['live', 'again'] as const)('is never skipped away (%s)', (entry) => {
    const skipped = facts({ entry, skip: 'no-address', marks: asked(1) });
    expect(decide(doubt(), skipped, rules).do).toBe('wait');
    expect(decide(doubt(), { ...skipped, flow: flowing }, rules).do).toBe('hold');
    expect(decide(doubt(), { ...skipped, now: since + 4 * HOUR }, rules).do).toBe('hold');
  });
});

describe('a settled doubt', () => {
  const settled = facts({ flow: flowing });

  it('is sent again once, and says so', () => {
    expect(decide(doubt(), settled, rules)).toMatchObject({ do: 'claim', attempt: 2, resent: true });
  });

  it('is held when it was sent again before', () => {
    expect(decide(doubt({ resent: true }), settled, rules)).toEqual({ do: 'hold', since });
  });

  it('is held under the policy hold', () => {
    expect(decide(doubt(), settled, { ...rules, policy: 'hold' })).toEqual({ do: 'hold', since });
  });

  it('stays re-sent through a definite no', () => {
    expect(decide(delivery('RETRY', { resent: true }), facts(), rules)).toMatchObject({ do: 'claim', resent: true });
  });
});

describe('the budget of attempts', () => {
  const LATER = NOW - MINUTE;
  const spent = (attempts: number, marks = asked(0)) =>
    delivery('RETRY', { attempt: 20, budget: { attempts, ...marks } });
  const again = (marks: RequestMarks) => facts({ entry: 'again', marks });
  const claimed = (attempts: number, marks: RequestMarks) => ({ do: 'claim', budget: { attempts, ...marks } });
  const ended = { do: 'stop', because: 'attempts' };

  it('begins with the first claim', () => {
    const first = { do: 'claim', attempt: 1, budget: { attempts: 1, ...asked(0) }, resent: false };
    expect(decide(undefined, facts(), rules)).toEqual(first);
  });

  it('counts attempts on, and never counts their number down', () => {
    expect(decide(spent(7), facts(), rules)).toMatchObject({ attempt: 21, ...claimed(8, asked(0)) });
  });

  it('ends the live message', () => {
    expect(decide(spent(8), facts(), rules)).toEqual(ended);
  });

  it.each([
    ['a replay', asked(1)],
    ['a later reconciliation', asked(0, LATER)],
    ['the replay of a reconciliation', asked(1, LATER)],
  ])('is fresh for %s', (_, marks) => {
    expect(decide(spent(8), again(marks), rules)).toMatchObject({ attempt: 21, ...claimed(1, marks) });
  });

  it('is not fresh for the second receive of the same replay', () => {
    expect(decide(spent(8, asked(1)), again(asked(1)), rules)).toEqual(ended);
    expect(decide(spent(3, asked(1)), again(asked(1)), rules)).toMatchObject(claimed(4, asked(1)));
  });

  it('is not renewed by a live message, however late it was made', () => {
    for (const marks of [asked(0), asked(0, LATER)]) {
      expect(decide(spent(8, asked(1)), facts({ marks }), rules)).toEqual(ended);
      expect(decide(spent(3, asked(1)), facts({ marks }), rules)).toMatchObject(claimed(4, asked(1)));
    }
  });

  it('is not renewed for ever by a replay and a reconciliation that take turns', () => {
    const messages = [facts(), again(asked(1)), again(asked(0, LATER))];
    let seen: Seen;
    let claims = 0;
    for (let receive = 0; receive < 100; receive += 1) {
      for (const message of messages) {
        const decision = decide(seen, message, rules);
        if (decision.do !== 'claim') continue;
        seen = delivery('RETRY', decision);
        claims += 1;
      }
    }
    // The live message has spent one when the replay comes, the replay one when the reconciliation does.
    expect(claims).toBe(1 + 1 + rules.maxAttempts);
  });

  it('does not keep a settled doubt from its one re-send', () => {
    const seen = doubt({ budget: { attempts: 8, ...asked(0) } });
    expect(decide(seen, facts({ flow: flowing }), rules)).toMatchObject(claimed(9, asked(0)));
  });
});

describe('what a message brings', () => {
  const old = { ageMs: 72 * HOUR + 1 };

  it.each(['none', 'retry'] as const)('a reason to skip ends %s, before its age or budget are asked', (situation) => {
    const skip = { ...old, skip: 'unverified', marks: asked(1) } as const;
    expect(decideIn(situation, skip)).toEqual({ do: 'skip', reason: 'unverified' });
    expect(decideIn(situation, { ...skip, entry: 'again' })).toEqual({ do: 'skip', reason: 'unverified' });
  });

  it('a replay of a skipped user is judged anew', () => {
    const again = { entry: 'again', marks: asked(1) } as const;
    expect(decideIn('skipped', { ...again, skip: 'no-address' })).toEqual({ do: 'skip', reason: 'no-address' });
    expect(decideIn('skipped', again)).toMatchObject({ do: 'claim', budget: { attempts: 1, ...asked(1) } });
  });

  it.each(['none', 'retry', 'skipped'] as const)('age makes a replay stale (%s)', (situation) => {
    const again = { entry: 'again', marks: asked(1) } as const;
    expect(decideIn(situation, { ...again, ...old })).toEqual({ do: 'stop', because: 'stale' });
    expect(decideIn(situation, { ...again, ageMs: 72 * HOUR })).toEqual(claims);
  });

  it.each(['none', 'retry', 'skipped'] as const)(
    'age stops no replay that is wanted even if stale (%s)',
    (situation) => {
      const wanted = { entry: 'again', marks: asked(1), evenIfStale: true } as const;
      expect(decideIn(situation, { ...wanted, ...old })).toEqual(claims);
    },
  );

  it.each(['none', 'retry'] as const)('age never stops a live message (%s)', (situation) => {
    expect(decideIn(situation, old)).toEqual(claims);
  });

  it('age does not strand a doubt', () => {
    expect(decideIn('doubt-settled', { ...old, entry: 'again' })).toEqual(claims);
  });
});

describe('whatever was seen', () => {
  const time = fc.integer({ min: NOW - 6 * HOUR, max: NOW + 6 * HOUR });
  const anyMarks = { replays: fc.nat({ max: 2 }), requestedAt: time };
  const anySeen: fc.Arbitrary<Seen> = fc.option(
    fc.record(
      {
        state: fc.constantFrom(...DELIVERY_STATES),
        version: fc.nat(),
        createdAt: time,
        attempt: fc.nat({ max: 20 }),
        budget: fc.record({ attempts: fc.nat({ max: 9 }), ...anyMarks }),
        resent: fc.boolean(),
        leaseUntil: time,
        uncertainSince: time,
        reason: fc.constantFrom('user-deleted', 'no-address'),
      },
      { requiredKeys: ['state', 'version', 'createdAt', 'attempt', 'budget', 'resent'] },
    ),
    { nil: undefined },
  );
  const anyFacts: fc.Arbitrary<Facts> = fc.record({
    now: time,
    entry: fc.constantFrom<Entry>('live', 'again'),
    skip: fc.constantFrom(undefined, 'no-address', 'unverified'),
    ageMs: fc.integer({ min: -HOUR, max: 100 * HOUR }),
    marks: fc.record(anyMarks),
    flow: fc.option(fc.record({ lastSeen: time, flowingSince: time }), { nil: undefined }),
  });
  const anyRules = fc.constantFrom(rules, { ...rules, policy: 'hold' as const });
  const always = (property: (seen: Seen, facts: Facts, rules: DeliveryRules) => void) =>
    fc.assert(fc.property(anySeen, anyFacts, anyRules, property), { numRuns: 2000 });

  it('a decision comes', () => {
    always((seen, given, rules) => {
      expect(decide(seen, given, rules).do).toMatch(/^(claim|skip|wait|hold|stop)$/);
    });
  });

  it('nothing is claimed that was sent, is held, was forgotten or is being sent', () => {
    always((seen, given, rules) => {
      const decision = decide(seen, given, rules);
      const closed = ['sent', 'held', 'user-deleted', 'sending'].includes(situationOf(seen, given, rules));
      expect(closed && ['claim', 'skip', 'hold'].includes(decision.do)).toBe(false);
    });
  });

  it('an email that may have left is claimed only after silence, once, under the policy resend', () => {
    always((seen, given, rules) => {
      const decision = decide(seen, given, rules);
      const doubtful = seen?.state === 'UNCERTAIN' || seen?.state === 'SENDING';
      if (doubtful && decision.do === 'claim') {
        expect([seen.resent, rules.policy, given.skip, decision.resent]).toEqual([false, 'resend', undefined, true]);
        expect(given.flow).toBeDefined();
      }
      expect(doubtful && decision.do === 'skip').toBe(false);
    });
  });

  it('a wait ends later than now', () => {
    always((seen, given, rules) => {
      const decision = decide(seen, given, rules);
      expect(decision.do === 'wait' ? decision.until : Number.POSITIVE_INFINITY).toBeGreaterThan(given.now);
    });
  });

  it('a claim has the next number', () => {
    always((seen, given, rules) => {
      const decision = decide(seen, given, rules);
      const next = (seen?.attempt ?? 0) + 1;
      expect(decision.do === 'claim' ? decision.attempt : next).toBe(next);
    });
  });
});
