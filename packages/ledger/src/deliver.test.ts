import { describe, expect, it } from 'vitest';
import type { DeliveryRules } from './decide.ts';
import { createDeliver } from './deliver.ts';
import type { DeliveryKey, DeliveryStore } from './delivery.ts';
import type { DeliveryPorts, DeliveryRequest, SendResult } from './delivery-step.ts';
import { createMemoryDeliveryStore } from './memory-delivery-store.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 22, 12);

const rules: DeliveryRules = {
  leaseMs: 90 * SECOND,
  windowMs: 15 * MINUTE,
  gapMs: 5 * MINUTE,
  recheckMs: 10 * MINUTE,
  doubtCapMs: 4 * HOUR,
  staleAfterMs: 72 * HOUR,
  accountWaitMs: HOUR,
  maxAttempts: 8,
  policy: 'resend',
};

const key: DeliveryKey = { pool: 'eu-central-1_Abc', sub: 'sub-1', kind: 'confirmed' };

type Email = { to: string };

const accepted: SendResult = { kind: 'accepted', messageId: 'ses-1' };
const ambiguous: SendResult = { kind: 'ambiguous', reason: 'no-answer' };
const rejected = (as: 'throttled' | 'account' | 'invalid' | 'definite', more = {}): SendResult => ({
  kind: 'rejected',
  class: as,
  reason: `because-${as}`,
  ...more,
});

const email = (to = 'one@example.com'): DeliveryRequest<Email>['intent'] => ({ kind: 'email', email: { to } });

type Wishes = Partial<DeliveryRequest<Email>['facts']> & {
  intent?: DeliveryRequest<Email>['intent'];
  receiveCount?: number;
  remainingMs?: number;
};

const replay = (replays: number) => ({ entry: 'again', marks: { replays, requestedAt: START } }) as const;

let owners = 0;

/** A worker at a clock of its own, with a store that writes down what it is asked and an SES that answers as told. */
function world(ports: Partial<DeliveryPorts<Email>> = {}, changed: Partial<DeliveryRules> = {}) {
  const clock = { now: START };
  const answers: SendResult[] = [];
  const mailed: { to: string; attempt: number }[] = [];
  const reports: string[] = [];
  const told: unknown[] = [];
  const calls: string[] = [];
  const memory = createMemoryDeliveryStore();
  const store = recording(memory, calls);
  const deliver = createDeliver<Email>(
    {
      store,
      send: async ({ to }, { attempt }) => {
        mailed.push({ to, attempt });
        return answers.shift() ?? accepted;
      },
      turn: async () => true,
      flow: async () => undefined,
      now: () => clock.now,
      newOwner: () => {
        owners += 1;
        return `owner-${owners}`;
      },
      backoffSeconds: (receiveCount) => 60 * receiveCount,
      report: (code, fields) => {
        reports.push(code);
        told.push({ code, ...fields });
      },
      ...ports,
    },
    { ...rules, ...changed },
  );
  const receive = (wishes: Wishes = {}) => {
    const { intent = email(), receiveCount = 1, remainingMs = 30 * SECOND, ...facts } = wishes;
    return deliver({
      key,
      intent,
      facts: { entry: 'live', marks: replay(0).marks, confirmedAt: START, ...facts },
      receive: { receiveCount, deadline: clock.now + remainingMs },
    });
  };
  return { clock, answers, mailed, reports, told, calls, store, receive, state: () => memory.read(key) };
}

/** The store, with the names of its calls in order. */
const recording = (store: DeliveryStore, calls: string[]): DeliveryStore =>
  Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      (...given: unknown[]) => {
        calls.push(name);
        return (call as (...given: unknown[]) => unknown)(...given);
      },
    ]),
  ) as DeliveryStore;

class Unanswered extends Error {}

/** What a store's call meets, in the order of its calls; after the last it is healthy. */
type Fate = 'fine' | 'not-applied' | 'applied-unanswered' | 'applied-twice';

function failing(store: DeliveryStore, fates: Partial<Record<keyof DeliveryStore, Fate[]>>): DeliveryStore {
  const wrap =
    (name: string, call: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]) => {
      const fate = fates[name as keyof DeliveryStore]?.shift() ?? 'fine';
      if (fate === 'not-applied') throw new Unanswered(name);
      const answer = await call(...given);
      if (fate === 'applied-unanswered') throw new Unanswered(name);
      return fate === 'applied-twice' ? call(...given) : answer;
    };
  return Object.fromEntries(
    Object.entries(store).map(([name, call]) => [name, wrap(name, call as (...given: unknown[]) => Promise<unknown>)]),
  ) as DeliveryStore;
}

const withFates = (fates: Partial<Record<keyof DeliveryStore, Fate[]>>, changed: Partial<DeliveryRules> = {}) => {
  const memory = createMemoryDeliveryStore();
  const calls: string[] = [];
  const made = world({ store: recording(failing(memory, fates), calls) }, changed);
  return { ...made, calls, state: () => memory.read(key) };
};

describe('an email that SES accepts', () => {
  it('costs two writes and no read', async () => {
    const { receive, calls, mailed, reports, state } = world();
    expect(await receive()).toEqual({ kind: 'done' });
    expect(calls).toEqual(['claim', 'recordSent']);
    expect(mailed).toEqual([{ to: 'one@example.com', attempt: 1 }]);
    expect(reports).toEqual(['EMAIL_SENT']);
    expect(await state()).toMatchObject({
      state: 'SENT',
      messageId: 'ses-1',
      attempt: 1,
      createdAt: START,
      sentAt: START,
    });
  });

  it('is a duplicate for every later message, whatever it carries', async () => {
    const { receive, mailed } = world();
    await receive();
    const later = [
      {},
      { receiveCount: 2 },
      { intent: email('two@example.com') },
      { intent: { kind: 'skip', reason: 'no-address' } as const },
      replay(1),
      { ...replay(2), confirmedAt: START - 100 * HOUR },
    ];
    for (const message of later) expect(await receive(message)).toEqual({ kind: 'duplicate' });
    expect(mailed).toHaveLength(1);
  });

  it('is asked of the ledger before it is claimed when the message was received before', async () => {
    const { receive, calls } = world();
    await receive({ receiveCount: 2 });
    expect(calls).toEqual(['read', 'claim', 'recordSent']);
    const replayed = world();
    await replayed.receive(replay(1));
    expect(replayed.calls).toEqual(['read', 'claim', 'recordSent']);
  });

  it('goes to the address of the newest claim while it is unsent', async () => {
    const { receive, answers, mailed } = world();
    answers.push(rejected('throttled'));
    await receive();
    await receive({ intent: email('corrected@example.com') });
    expect(mailed.map(({ to }) => to)).toEqual(['one@example.com', 'corrected@example.com']);
  });
});

describe('an email that SES refuses', () => {
  it.each([
    ['throttled', { spent: 0, wait: 60 }],
    ['account', { spent: 0, wait: 3600 }],
    ['definite', { spent: 1, wait: 60 }],
  ] as const)('comes back: %s', async (as, { spent, wait }) => {
    const { receive, answers, state } = world();
    answers.push(rejected(as));
    expect(await receive()).toEqual({ kind: 'retry', afterSeconds: wait, reason: `because-${as}` });
    expect(await state()).toMatchObject({
      state: 'RETRY',
      budget: { attempts: spent },
      attempt: 1,
      dueAt: START + wait * SECOND,
    });
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'done' });
  });

  it('comes back at a whole millisecond, and no sooner than its wait ends', async () => {
    const { receive, answers, state } = world({ backoffSeconds: () => 60.0001 });
    answers.push(rejected('throttled'));
    await receive();
    expect((await state())?.dueAt).toBe(START + 60_001);
  });

  it('is dead-lettered at once when SES will never take it, and stays open for a replay', async () => {
    const { receive, answers, state } = world();
    answers.push(rejected('invalid'));
    expect(await receive()).toEqual({ kind: 'dead-letter', reason: 'rejected', detail: 'because-invalid' });
    expect(await state()).toMatchObject({ state: 'RETRY', budget: { attempts: 1 } });
    expect(await receive(replay(1))).toEqual({ kind: 'done' });
  });

  it('waits as long as SES says, but never less than the back-off', async () => {
    const { receive, answers } = world();
    answers.push(rejected('throttled', { retryAfterSeconds: 300 }), rejected('throttled', { retryAfterSeconds: 0 }));
    expect(await receive()).toMatchObject({ kind: 'retry', afterSeconds: 300 });
    expect(await receive()).toMatchObject({ kind: 'retry', afterSeconds: 60 });
  });

  it('waits ever longer for an account that stays refused, so that its receives outlast the refusal', async () => {
    const { receive, answers } = world();
    answers.push(rejected('account'), rejected('account'));
    expect(await receive({ receiveCount: 1 })).toMatchObject({ afterSeconds: 3600 });
    expect(await receive({ receiveCount: 100 })).toMatchObject({ afterSeconds: 6000 });
  });

  it('survives any number of throttles without spending an attempt', async () => {
    const { receive, answers, mailed } = world();
    answers.push(...Array.from({ length: 20 }, () => rejected('throttled')));
    for (let n = 1; n <= 20; n += 1) expect(await receive({ receiveCount: n })).toMatchObject({ kind: 'retry' });
    expect(await receive({ receiveCount: 21 })).toEqual({ kind: 'done' });
    expect(mailed.at(-1)).toEqual({ to: 'one@example.com', attempt: 21 });
  });

  it('is dead-lettered after eight real attempts, and a replay tries eight times more', async () => {
    const { receive, answers, mailed } = world();
    answers.push(...Array.from({ length: 100 }, () => rejected('definite')));
    for (const message of [{}, replay(1)]) {
      for (let n = 1; n <= 8; n += 1) expect((await receive({ ...message, receiveCount: n })).kind).toBe('retry');
      expect(await receive({ ...message, receiveCount: 9 })).toEqual({ kind: 'dead-letter', reason: 'attempts' });
    }
    expect(mailed).toHaveLength(16);
  });

  it('says when it is the account that is refused', async () => {
    const { receive, answers, reports } = world();
    answers.push(rejected('account'), rejected('definite'));
    await receive();
    await receive({ receiveCount: 2 });
    expect(reports).toEqual(['SES_ACCOUNT_REFUSED', 'EMAIL_NOT_ACCEPTED']);
  });
});

describe('an email of unknown fate', () => {
  it('is never sent again while nothing reads events: it waits, then a person gets it', async () => {
    const { clock, receive, answers, mailed, reports, state } = world();
    answers.push(ambiguous);
    expect(await receive()).toEqual({ kind: 'retry', afterSeconds: 900, reason: 'uncertain' });
    expect(await state()).toMatchObject({ state: 'UNCERTAIN', uncertainSince: START, dueAt: START + 4 * HOUR });
    clock.now += 15 * MINUTE;
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'retry', afterSeconds: 600, reason: 'uncertain' });
    clock.now = START + 4 * HOUR;
    expect(await receive({ receiveCount: 3 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(await state()).toMatchObject({ state: 'HELD', uncertainSince: START });
    expect(await receive({ receiveCount: 4 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(await receive(replay(1))).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(mailed).toHaveLength(1);
    expect(reports).toEqual(['EMAIL_UNCERTAIN', 'EMAIL_HELD']);
  });

  it('is sent again once when events flow and none came, and held after the second doubt', async () => {
    const flow = async () => ({ lastSeen: clock.now, flowingSince: START - HOUR });
    const { clock, receive, answers, mailed, state } = world({ flow });
    answers.push(ambiguous, ambiguous);
    await receive();
    clock.now += 15 * MINUTE;
    await receive({ receiveCount: 2 });
    expect(await state()).toMatchObject({ state: 'UNCERTAIN', resent: true, attempt: 2, uncertainSince: clock.now });
    clock.now += 15 * MINUTE;
    expect(await receive({ receiveCount: 3 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(mailed).toHaveLength(2);
  });

  it('is held instead under the policy hold', async () => {
    const flow = async () => ({ lastSeen: clock.now, flowingSince: START - HOUR });
    const { clock, receive, answers, mailed } = world({ flow }, { policy: 'hold' });
    answers.push(ambiguous);
    await receive();
    clock.now += 15 * MINUTE;
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(mailed).toHaveLength(1);
  });

  it('is not skipped away by a message that may not be mailed', async () => {
    const { receive, answers, state } = world();
    answers.push(ambiguous);
    await receive();
    const skip = { kind: 'skip', reason: 'unverified' } as const;
    expect(await receive({ intent: skip, ...replay(1) })).toMatchObject({ kind: 'retry' });
    expect(await receive({ intent: skip })).toMatchObject({ kind: 'retry' });
    expect(await state()).toMatchObject({ state: 'UNCERTAIN' });
  });

  it('is sent after all when its SENT is recorded while it was held', async () => {
    const { clock, receive, answers, state, store } = world();
    answers.push(ambiguous);
    await receive();
    clock.now += 4 * HOUR;
    await receive({ receiveCount: 2 });
    await store.recordSent(key, { messageId: 'ses-1', now: clock.now });
    expect(await receive({ receiveCount: 3 })).toEqual({ kind: 'duplicate' });
    expect(await state()).toMatchObject({ state: 'SENT' });
  });
});

describe('a user who gets no email', () => {
  const skip = { intent: { kind: 'skip', reason: 'no-address' } } as const;

  it('costs one write', async () => {
    const { receive, calls, mailed, reports, state } = world();
    expect(await receive(skip)).toEqual({ kind: 'done' });
    expect([calls, mailed, reports]).toEqual([['skip'], [], ['EMAIL_SKIPPED']]);
    expect(await state()).toMatchObject({ state: 'SKIPPED', reason: 'no-address' });
  });

  it('is done for a live message, and judged anew by a replay', async () => {
    const { receive, mailed } = world();
    await receive(skip);
    expect(await receive()).toEqual({ kind: 'done' });
    expect(mailed).toEqual([]);
    expect(await receive(replay(1))).toEqual({ kind: 'done' });
    expect(mailed).toHaveLength(1);
  });

  it('is reported once, not with every later message', async () => {
    const { receive, reports } = world();
    await receive(skip);
    await receive({ receiveCount: 2 });
    expect(reports).toEqual(['EMAIL_SKIPPED']);
  });

  it('is told apart from one whose message is stale, of which nothing is written', async () => {
    const { receive, calls, mailed, reports } = world();
    const stale = { ...replay(1), confirmedAt: START - 72 * HOUR - 1 };
    expect(await receive(stale)).toEqual({ kind: 'done' });
    expect([calls, mailed, reports]).toEqual([['read'], [], ['EMAIL_SKIPPED']]);
  });
});

describe('what is reported', () => {
  it.each([
    ['that SES accepted an email, and its id', accepted, { code: 'EMAIL_SENT', sesMessageId: 'ses-1' }],
    ['why SES refused it', rejected('definite'), { code: 'EMAIL_NOT_ACCEPTED', reason: 'because-definite' }],
    ['why nobody knows', ambiguous, { code: 'EMAIL_UNCERTAIN', reason: 'no-answer' }],
  ])('is %s, with the attempt', async (_, answer, report) => {
    const { receive, answers, told } = world();
    answers.push(answer);
    await receive();
    expect(told).toEqual([{ attempt: 1, ...report }]);
  });

  it('is which attempt is held', async () => {
    const { clock, receive, answers, told } = world();
    answers.push(rejected('throttled'), ambiguous);
    await receive();
    await receive({ receiveCount: 2 });
    clock.now += 4 * HOUR;
    await receive({ receiveCount: 3 });
    expect(told.at(-1)).toEqual({ code: 'EMAIL_HELD', attempt: 2 });
  });

  it('is why a user gets no email', async () => {
    const { receive, told } = world();
    await receive({ ...replay(1), confirmedAt: START - 72 * HOUR - 1 });
    await receive({ intent: { kind: 'skip', reason: 'unverified' } });
    expect(told).toEqual([
      { code: 'EMAIL_SKIPPED', reason: 'stale' },
      { code: 'EMAIL_SKIPPED', reason: 'unverified' },
    ]);
  });
});

describe('the stream of events', () => {
  it('is asked only where a doubt may hang on it', async () => {
    let asked = 0;
    const flow = async () => {
      asked += 1;
      return undefined;
    };
    const { receive, answers } = world({ flow });
    answers.push(rejected('throttled'), ambiguous);
    for (const receiveCount of [1, 2, 3]) {
      expect(asked).toBe(0);
      await receive({ receiveCount });
    }
    expect(asked).toBe(1);
  });

  it('settles a lease that ran out as it settles a doubt', async () => {
    const flow = async () => ({ lastSeen: clock.now, flowingSince: START - HOUR });
    const { clock, receive, store, mailed } = world({ flow });
    const gone = { attempt: 1, budget: { attempts: 1, ...replay(0).marks }, resent: false, owner: 'gone' };
    await store.claim(key, undefined, { ...gone, leaseUntil: START + rules.leaseMs }, START);
    clock.now += rules.leaseMs + rules.windowMs;
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'done' });
    expect(mailed).toEqual([{ to: 'one@example.com', attempt: 2 }]);
  });
});

describe('time', () => {
  it('that is too short for a send begins none and spends no attempt', async () => {
    const { clock, receive, mailed, state } = world({
      // The turn was granted, but the claim's write ate the time.
      turn: async (latest) => {
        clock.now = latest + 1;
        return true;
      },
    });
    expect(await receive()).toEqual({ kind: 'retry', afterSeconds: 60, reason: 'no-time' });
    expect(mailed).toEqual([]);
    expect(await state()).toMatchObject({ state: 'RETRY', budget: { attempts: 0 } });
  });

  it('to send lasts to its last millisecond', async () => {
    const { receive, mailed } = world();
    expect(await receive({ remainingMs: 10 * SECOND })).toEqual({ kind: 'done' });
    expect(mailed).toHaveLength(1);
  });

  it('to send ends ten seconds before the process may', async () => {
    const asked: number[] = [];
    const { receive } = world({
      turn: async (latest) => {
        asked.push(latest);
        return true;
      },
    });
    await receive({ remainingMs: 30 * SECOND });
    expect(asked).toEqual([START + 20 * SECOND]);
  });

  it('without a turn to send leaves the ledger alone, and costs no receive at once', async () => {
    const { receive, calls, mailed } = world({ turn: async () => false });
    expect(await receive()).toEqual({ kind: 'retry', reason: 'no-turn' });
    expect([calls, mailed]).toEqual([[], []]);
  });
});

describe('a process that ends in the middle', () => {
  it('between claim and send: the next receive waits for the lease, then for the cap, then asks a person', async () => {
    const { clock, receive, mailed, state } = withFates({ claim: ['applied-unanswered'], release: ['not-applied'] });
    await expect(receive()).rejects.toThrow(Unanswered);
    clock.now += MINUTE;
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'retry', afterSeconds: 30, reason: 'claimed' });
    clock.now += 30 * SECOND;
    expect(await receive({ receiveCount: 3 })).toEqual({ kind: 'retry', afterSeconds: 900, reason: 'uncertain' });
    clock.now += 4 * HOUR;
    expect(await receive({ receiveCount: 4 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(await state()).toMatchObject({ state: 'HELD', uncertainSince: START + 90 * SECOND });
    expect(mailed).toEqual([]);
  });

  it('between the acceptance and its record: the message fails, the fact is reported, nothing is sent again', async () => {
    const { clock, receive, mailed, reports } = withFates({ recordSent: ['not-applied'] });
    await expect(receive()).rejects.toThrow(Unanswered);
    expect(reports).toEqual(['EMAIL_SENT']);
    for (let n = 2; n < 40; n += 1) {
      expect((await receive({ receiveCount: n })).kind).toMatch(/retry|dead-letter/);
      clock.now += 10 * MINUTE;
    }
    expect(mailed).toHaveLength(1);
  });

  it.each([
    ['a refused account', rejected('account'), 'release', 'SES_ACCOUNT_REFUSED'],
    ['a refusal', rejected('definite'), 'release', 'EMAIL_NOT_ACCEPTED'],
    ['a doubt', ambiguous, 'doubt', 'EMAIL_UNCERTAIN'],
  ] as const)('between %s and its record: the message fails, and what SES said is reported', async (...given) => {
    const [, answer, write, code] = given;
    const { answers, receive, reports } = withFates({ [write]: ['not-applied'] });
    answers.push(answer);
    await expect(receive()).rejects.toThrow(Unanswered);
    expect(reports).toEqual([code]);
  });

  it('after the record, before its answer: the message is a duplicate', async () => {
    const { receive, mailed } = withFates({ recordSent: ['applied-unanswered'] });
    await expect(receive()).rejects.toThrow(Unanswered);
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'duplicate' });
    expect(mailed).toHaveLength(1);
  });

  it('between HELD and its dead letter: the next receive makes the dead letter', async () => {
    const { clock, receive, answers } = withFates({ hold: ['applied-unanswered'] });
    answers.push(ambiguous);
    await receive();
    clock.now += 4 * HOUR;
    await expect(receive({ receiveCount: 2 })).rejects.toThrow(Unanswered);
    expect(await receive({ receiveCount: 3 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
  });
});

describe('a claim without an answer', () => {
  it.each(['fine', 'applied-unanswered', 'applied-twice'] as const)(
    'that was applied is let go with its attempt (%s), and the next receive sends',
    async (release) => {
      const { receive, calls, mailed, reports, state } = withFates({
        claim: ['applied-unanswered'],
        release: [release],
      });
      await expect(receive({ receiveCount: 3 })).rejects.toThrow('claim');
      const letGo = { state: 'RETRY', reason: 'claim-unanswered', attempt: 1, budget: { attempts: 0 } };
      expect(await state()).toMatchObject({ ...letGo, dueAt: START + 180 * SECOND });
      expect([calls, mailed, reports]).toEqual([['read', 'claim', 'release'], [], []]);
      expect(await receive({ receiveCount: 4 })).toEqual({ kind: 'done' });
      expect(mailed).toEqual([{ to: 'one@example.com', attempt: 2 }]);
    },
  );

  it('that was not applied leaves the ledger as it was', async () => {
    const { receive, calls, state } = withFates({ claim: ['not-applied'] });
    await expect(receive()).rejects.toThrow('claim');
    expect(await state()).toBeUndefined();
    expect(calls).toEqual(['claim', 'release']);
  });

  it.each(['fine', 'not-applied'] as const)(
    'ends in its own error, whatever comes of letting go: %s',
    async (release) => {
      const { receive } = withFates({ claim: ['applied-unanswered'], release: [release] });
      await expect(receive()).rejects.toThrow('claim');
    },
  );

  it('that arrives after it was let go is refused', async () => {
    const { receive, store, state } = world();
    const { claim } = store;
    let late = async () => true;
    store.claim = async (...given) => {
      store.claim = claim;
      await claim(...given);
      late = () => claim(...given);
      throw new Unanswered('claim');
    };
    await expect(receive()).rejects.toThrow(Unanswered);
    expect(await late()).toBe(false);
    expect(await state()).toMatchObject({ state: 'RETRY', reason: 'claim-unanswered' });
  });

  it('leaves another worker’s claim alone', async () => {
    const { receive, store, state } = world();
    const { claim } = store;
    store.claim = async (of, seen, mine, now) => {
      await claim(of, seen, { ...mine, owner: 'another' }, now);
      throw new Unanswered('claim');
    };
    await expect(receive()).rejects.toThrow(Unanswered);
    expect(await state()).toMatchObject({ state: 'SENDING', owner: 'another' });
  });

  it('of a doubt that silence settled stays the one re-send', async () => {
    const flow = async () => ({ lastSeen: clock.now, flowingSince: START - HOUR });
    const { clock, receive, answers, store, state, mailed } = world({ flow });
    answers.push(ambiguous, ambiguous);
    await receive();
    clock.now += 15 * MINUTE;
    const { claim } = store;
    store.claim = async (...given) => {
      store.claim = claim;
      await claim(...given);
      throw new Unanswered('claim');
    };
    await expect(receive({ receiveCount: 2 })).rejects.toThrow(Unanswered);
    expect(await state()).toMatchObject({ state: 'RETRY', resent: true });
    await receive({ receiveCount: 3 });
    clock.now += 15 * MINUTE;
    expect(await receive({ receiveCount: 4 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    expect(mailed).toHaveLength(2);
  });

  it('is let go in the last moment that a send might begin', async () => {
    const { receive, calls } = withFates({ claim: ['applied-unanswered'] });
    await expect(receive({ remainingMs: 10 * SECOND })).rejects.toThrow(Unanswered);
    expect(calls).toEqual(['claim', 'release']);
  });

  it('is not let go where no time is left to: the lease and a person keep it', async () => {
    const { clock, receive, store, calls, state } = world();
    const { claim } = store;
    store.claim = async (...given) => {
      await claim(...given);
      clock.now += 20 * SECOND + 1;
      throw new Unanswered('claim');
    };
    await expect(receive({ remainingMs: 30 * SECOND })).rejects.toThrow(Unanswered);
    expect(calls).toEqual(['claim']);
    expect(await state()).toMatchObject({ state: 'SENDING' });
  });
});

describe('a write that was repeated after a lost reply', () => {
  it.each(['claim', 'recordSent'] as const)('%s: one email, done', async (write) => {
    const { receive, mailed, state } = withFates({ [write]: ['applied-twice'] });
    expect(await receive()).toEqual({ kind: 'done' });
    expect(mailed).toHaveLength(1);
    expect(await state()).toMatchObject({ state: 'SENT', attempt: 1 });
  });

  it('skip: done', async () => {
    const { receive, state } = withFates({ skip: ['applied-twice'] });
    expect(await receive({ intent: { kind: 'skip', reason: 'no-address' } })).toEqual({ kind: 'done' });
    expect(await state()).toMatchObject({ state: 'SKIPPED', reason: 'no-address' });
  });

  it('hold: dead-lettered', async () => {
    const { clock, receive, answers } = withFates({ hold: ['applied-twice'] });
    answers.push(ambiguous);
    await receive();
    clock.now += 4 * HOUR;
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
  });

  it.each(['release', 'doubt'] as const)('%s: back to the queue', async (write) => {
    const { receive, answers, state } = withFates({ [write]: ['applied-twice'] });
    answers.push(write === 'doubt' ? ambiguous : rejected('definite'));
    expect(await receive()).toMatchObject({ kind: 'retry' });
    expect((await state())?.state).toBe(write === 'doubt' ? 'UNCERTAIN' : 'RETRY');
  });
});

describe('two workers', () => {
  /** One worker whose call of SES has begun and is not answered yet. */
  async function midSend() {
    const memory = createMemoryDeliveryStore();
    const called = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<SendResult>();
    const slow = world({ store: memory });
    const send = async (email: Email, { attempt }: { attempt: number }) => {
      slow.mailed.push({ ...email, attempt });
      called.resolve();
      return answered.promise;
    };
    const sending = world({ store: memory, send }).receive();
    await called.promise;
    return { memory, slow, sending, answer: answered.resolve };
  }

  it('with the same message at once send one email', async () => {
    const { memory, slow, sending, answer } = await midSend();
    const other = world({ store: memory });
    expect(await other.receive()).toEqual({ kind: 'retry', afterSeconds: 90, reason: 'claimed' });
    answer(accepted);
    expect(await sending).toEqual({ kind: 'done' });
    expect(await other.receive({ receiveCount: 2 })).toEqual({ kind: 'duplicate' });
    expect([slow.mailed.length, other.mailed.length]).toEqual([1, 0]);
  });

  it('of which one was overtaken between reading and claiming: it decides anew', async () => {
    const { receive, store, answers, calls, mailed } = world();
    answers.push(rejected('throttled'));
    await receive();
    calls.length = 0;
    const { read } = store;
    store.read = async (of) => {
      store.read = read;
      const seen = await read(of);
      await store.recordSent(of, { messageId: 'ses-1', now: START });
      return seen;
    };
    expect(await receive({ receiveCount: 2 })).toEqual({ kind: 'duplicate' });
    expect(calls).toEqual(['read', 'recordSent', 'claim', 'read']);
    expect(mailed).toHaveLength(1);
  });

  it('that overtake each other three times still end with one email', async () => {
    const { receive, store, mailed } = world();
    const { claim } = store;
    let overtaken = 0;
    store.claim = async (...given) => {
      overtaken += 1;
      return overtaken > 3 && claim(...given);
    };
    expect(await receive()).toEqual({ kind: 'done' });
    expect(mailed).toHaveLength(1);
  });

  it('that overtake each other for ever: the message comes back later', async () => {
    const { receive, store, mailed, calls } = world();
    store.claim = async () => false;
    expect(await receive()).toEqual({ kind: 'retry', reason: 'contended' });
    expect(mailed).toEqual([]);
    expect(calls.filter((name) => name === 'read').length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['a late acceptance is a fact and ends HELD', accepted, 'SENT', 'done'],
    ['a late doubt leaves HELD', ambiguous, 'HELD', 'retry'],
    ['a late refusal leaves HELD, for a person knows of it', rejected('definite'), 'HELD', 'retry'],
  ] as const)('of which one froze past its lease: %s', async (_, late, state, outcome) => {
    const { memory, sending, answer } = await midSend();
    const other = world({ store: memory });
    other.clock.now += rules.leaseMs + rules.doubtCapMs;
    expect(await other.receive({ receiveCount: 2 })).toEqual({ kind: 'dead-letter', reason: 'uncertain' });
    answer(late);
    expect(await sending).toMatchObject({ kind: outcome });
    expect(await memory.read(key)).toMatchObject({ state });
    expect(other.mailed).toEqual([]);
  });
});
