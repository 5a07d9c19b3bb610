import { encodeMessage, type Message, parseMessage } from '@postconfirm/contract';
import {
  type ConfirmedUser,
  mergeObservation,
  type SourceState,
  UNFETCHED,
  type UserRecord,
  type UserRecords,
  type WriteBackState,
} from '@postconfirm/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnrich, type EnrichPorts } from './enrich.ts';
import { type Answer, type Failure, failed, type Source } from './source.ts';
import type { WriteAttributes } from './write-back.ts';

const SUB = '7f6c1a52-0000-4000-8000-000000000001';
const TIME = '2026-11-22T10:00:00.000Z';
const NOW = Date.parse(TIME) + 1000;
const RECEIVE = { receiveCount: 1, sentAt: NOW, deadline: NOW + 30_000 };
const BACKOFF = 60;
const TIMEOUTS: Record<string, number> = { crm: 9000, loyalty: 4000 };
const WRITES = 6000;

type Overrides = Partial<Omit<Message, 'data'>> & { data?: Partial<Message['data']> };
const messageOf = ({ data, ...envelope }: Overrides = {}): Message => ({
  specversion: '1.0',
  id: `${SUB}/confirmed`,
  source: 'cognito:eu-central-1:eu-central-1_Abc',
  type: 'postconfirm.user.confirmed.v1',
  subject: SUB,
  time: TIME,
  datacontenttype: 'application/json',
  replays: 0,
  ...envelope,
  data: { cause: 'sign-up', userName: 'ada', attributes: {}, clientMetadata: {}, ...data },
});

const ok = (data: Answer['data'], version = 1): Answer => ({ kind: 'ok', version, data });
const DOWN = failed('unavailable', 'status-500');

/** One user's record in memory, with the rules of the table's. */
function memoryRecords() {
  const memory = {
    deleted: false,
    opened: false,
    sources: {} as Record<string, SourceState>,
    writeBack: undefined as WriteBackState | undefined,
    calls: [] as string[],
  };
  const state = (name: string) => memory.sources[name] ?? UNFETCHED;
  const snapshot = (): UserRecord | undefined =>
    memory.deleted ? undefined : structuredClone({ sources: memory.sources, writeBack: memory.writeBack });
  const records: Omit<UserRecords, 'forget'> = {
    open: async (_key, _user, names) => {
      memory.calls.push('open');
      if (!memory.deleted) for (const name of names) memory.sources[name] = state(name);
      return snapshot();
    },
    read: async () => snapshot(),
    store: async (_key, name, { observation, budget }) => {
      memory.calls.push(`store ${name}`);
      if (memory.deleted) return 'deleted';
      const merged = mergeObservation(state(name), observation, budget);
      const stored = merged !== state(name);
      memory.sources[name] = merged;
      return stored ? 'stored' : 'superseded';
    },
    recordFailure: async (_key, name, { status, reason, budget }) => {
      if (memory.deleted) return 'deleted';
      if (state(name).status === 'ok') return 'superseded';
      memory.sources[name] = { ...state(name), ...budget, status, reason };
      return 'stored';
    },
    recordWriteBack: async (_key, writeBack) => {
      if (memory.deleted) return 'deleted';
      memory.writeBack = writeBack;
      return 'stored';
    },
  };
  return { memory, records };
}

type Script = Answer | Failure | (() => Promise<Answer | Failure>);
type World = { crm?: Script[]; loyalty?: Script[]; write?: Awaited<ReturnType<WriteAttributes>>[]; rules?: boolean };

/** Each source answers by its script, the last line for ever. */
function worldOf({
  crm = [ok({ segment: 'business' })],
  loyalty = [ok({ tier: 'gold' })],
  write = [{ kind: 'written' }],
  rules,
}: World = {}) {
  const { memory, records } = memoryRecords();
  const asked: string[] = [];
  const written: Record<string, string>[] = [];
  const logged: string[] = [];
  const clock = { now: NOW };
  const next = <T>(script: T[]): T => (script.length > 1 ? script.shift() : script[0]) as T;
  const source = (name: string, required: boolean, script: Script[]): Source => ({
    name,
    required,
    timeoutMilliseconds: TIMEOUTS[name] ?? 0,
    fetch: async () => {
      asked.push(name);
      const line = next(script);
      return typeof line === 'function' ? line() : line;
    },
  });
  const ports: EnrichPorts = {
    records,
    sources: [source('crm', true, [...crm]), source('loyalty', false, [...loyalty])],
    connections: { crm: { getJson: async () => DOWN }, loyalty: { getJson: async () => DOWN } },
    writeBackRules: rules ? [{ attribute: 'custom:tier', source: 'loyalty', field: 'tier' }] : [],
    writeAttributes: async ({ attributes }) => {
      written.push(attributes);
      return next(write);
    },
    maxAttempts: 3,
    backoff: () => BACKOFF,
    now: () => clock.now,
    log: (code, fields) => logged.push([code, fields?.detail ?? ''].join(' ').trim()),
  };
  const enrich = createEnrich(ports);
  return {
    memory,
    asked,
    written,
    logged,
    clock,
    ports,
    receive: (overrides?: Overrides) => enrich(messageOf(overrides), RECEIVE),
    receiveWithin: (milliseconds: number) => enrich(messageOf(), { ...RECEIVE, deadline: NOW + milliseconds }),
  };
}

describe('enrichment', () => {
  it('stores every source and is done; the same message again is a duplicate that asks nobody', async () => {
    const world = worldOf();
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(await world.receive()).toEqual({ kind: 'duplicate' });
    expect(world.asked).toEqual(['crm', 'loyalty']);
    expect(world.memory.sources).toMatchObject({
      crm: { status: 'ok', attempts: 1 },
      loyalty: { data: { tier: 'gold' } },
    });
  });

  it('asks only the source that failed when the message returns', async () => {
    const world = worldOf({ crm: [DOWN, ok({})] });
    expect(await world.receive()).toEqual({ kind: 'retry', reason: 'source-crm', afterSeconds: BACKOFF });
    expect(world.memory.sources['loyalty']).toMatchObject({ status: 'ok' });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.asked).toEqual(['crm', 'loyalty', 'crm']);
  });

  it('stores what arrives while another source is still silent', async () => {
    const silent = Promise.withResolvers<Answer>();
    const world = worldOf({ crm: [() => silent.promise] });
    const outcome = world.receive();
    await expect.poll(() => world.memory.sources['loyalty']?.status).toBe('ok');
    silent.resolve(ok({}));
    expect(await outcome).toEqual({ kind: 'done' });
  });

  it('waits as long as the longest Retry-After, and never less than the back-off', async () => {
    const slow = worldOf({
      crm: [failed('throttled', 'status-429', 7)],
      loyalty: [failed('unavailable', 'status-503', 900)],
    });
    expect(await slow.receive()).toMatchObject({ kind: 'retry', afterSeconds: 900 });
    const quick = worldOf({ crm: [failed('throttled', 'status-429', 7)] });
    expect(await quick.receive()).toMatchObject({ kind: 'retry', afterSeconds: BACKOFF });
  });

  it('burns no attempt while a source throttles', async () => {
    const world = worldOf({ crm: [failed('throttled', 'status-429')] });
    for (let receive = 0; receive < 10; receive += 1) expect(await world.receive()).toMatchObject({ kind: 'retry' });
    expect(world.memory.sources['crm']).toMatchObject({ attempts: 0, reason: 'throttled' });
  });

  it('dead-letters the message once a required source is given up, and again without asking', async () => {
    const world = worldOf({ crm: [DOWN] });
    await world.receive();
    await world.receive();
    const lost = { kind: 'dead-letter', reason: 'source-failed', detail: 'crm' };
    expect(await world.receive()).toEqual(lost);
    expect(await world.receive()).toEqual(lost);
    expect(world.asked.filter((name) => name === 'crm')).toHaveLength(3);
    expect(world.memory.sources['crm']).toMatchObject({ status: 'failed', attempts: 3, reason: 'unavailable' });
  });

  it('is done without an optional source once that is given up', async () => {
    const world = worldOf({ loyalty: [DOWN] });
    await world.receive();
    await world.receive();
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.memory.sources).toMatchObject({ crm: { status: 'ok' }, loyalty: { status: 'failed', attempts: 3 } });
    expect(world.logged.filter((line) => line.startsWith('SOURCE_GIVEN_UP'))).toHaveLength(1);
  });

  it('goes on with an optional source after a required one is given up', async () => {
    const world = worldOf({ crm: [DOWN], loyalty: [failed('throttled', 'status-429'), DOWN] });
    for (let receive = 0; receive < 3; receive += 1) await world.receive();
    expect(await world.receive()).toMatchObject({ kind: 'dead-letter', detail: 'crm' });
    expect(world.memory.sources).toMatchObject({ loyalty: { status: 'failed' } });
  });

  it.each([
    ['a replay', { replays: 1 }],
    ['a reconciliation', { time: '2026-11-23T10:00:00.000Z', data: { cause: 'reconciled' as const } }],
  ])('gives %s fresh attempts', async (_, overrides) => {
    const world = worldOf({ crm: [DOWN, DOWN, DOWN, ok({})] });
    for (let receive = 0; receive < 3; receive += 1) await world.receive();
    expect(await world.receive(overrides)).toEqual({ kind: 'done' });
    expect(world.memory.sources['crm']).toMatchObject({ status: 'ok', attempts: 1 });
  });

  it('takes a source that throws as unavailable', async () => {
    const world = worldOf({ crm: [() => Promise.reject(new TypeError('x'))] });
    expect(await world.receive()).toMatchObject({ kind: 'retry', reason: 'source-crm' });
    expect(world.memory.sources).toMatchObject({ crm: { reason: 'unavailable' }, loyalty: { status: 'ok' } });
  });

  it('repeats no free text that stands where the error of a source has its name', async () => {
    const error = Object.assign(new Error(), { name: 'No person ada@example.com' });
    const world = worldOf({ crm: [() => Promise.reject(error)] });
    await world.receive();
    expect(world.logged).toContain('SOURCE_FAILED Error');
  });

  it('passes an error of the table on', async () => {
    const world = worldOf();
    world.ports.records.open = () => Promise.reject(new Error('table'));
    await expect(createEnrich(world.ports)(messageOf(), RECEIVE)).rejects.toThrow('table');
  });

  it('asks nobody about a forgotten user', async () => {
    const world = worldOf();
    world.memory.deleted = true;
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.asked).toEqual([]);
  });

  it('stops when the user is forgotten while the sources answer', async () => {
    const world = worldOf({
      rules: true,
      crm: [
        async () => {
          world.memory.deleted = true;
          return ok({});
        },
      ],
    });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.written).toEqual([]);
  });

  it.each([
    ['a probe', { data: { cause: 'probe' as const } }],
    ['the console test', { id: `${SUB}/console-test`, data: { cause: 'console-test' as const } }],
    ['a password reset', { id: `${SUB}/password-reset/${TIME}`, type: 'postconfirm.user.password-reset.v1' as const }],
  ])('has no effect for %s', async (_, overrides) => {
    const world = worldOf();
    expect(await world.receive(overrides)).toEqual({ kind: 'done' });
    expect([world.memory.calls, world.asked]).toEqual([[], []]);
  });

  it('puts the message back for the back-off when the slowest source and the writes after it do not fit', async () => {
    const world = worldOf();
    expect(await world.receiveWithin(9000 + WRITES - 1)).toEqual({ kind: 'retry', reason: 'no-time' });
    expect([world.memory.calls, world.asked]).toEqual([[], []]);
    expect(await world.receiveWithin(9000 + WRITES)).toEqual({ kind: 'done' });
  });

  it('puts the message back when opening the record took the time of the sources', async () => {
    const world = worldOf();
    const { open } = world.ports.records;
    world.ports.records.open = async (...order) => {
      world.clock.now += 16_000;
      return open(...order);
    };
    expect(await world.receive()).toEqual({ kind: 'retry', reason: 'no-time' });
    expect(world.asked).toEqual([]);
  });
});

describe('write-back', () => {
  it('writes the chosen fields once', async () => {
    const world = worldOf({ rules: true });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(await world.receive()).toEqual({ kind: 'duplicate' });
    expect(world.written).toEqual([{ 'custom:tier': 'gold' }]);
  });

  it('is retried alone', async () => {
    const refused = { kind: 'failed', class: 'invalid', detail: 'InvalidParameterException' } as const;
    const world = worldOf({ rules: true, write: [refused, { kind: 'written' }] });
    expect(await world.receive()).toEqual({ kind: 'retry', reason: 'write-back' });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect([world.asked, world.written.length]).toEqual([['crm', 'loyalty'], 2]);
  });

  it('is given up after its attempts, and taken up again by a replay', async () => {
    const refused = { kind: 'failed', class: 'account', detail: 'NotAuthorizedException' } as const;
    const world = worldOf({ rules: true, write: [refused, refused, refused, { kind: 'written' }] });
    await world.receive();
    await world.receive();
    const lost = { kind: 'dead-letter', reason: 'attempts', detail: 'write-back' };
    expect(await world.receive()).toEqual(lost);
    expect(await world.receive()).toEqual(lost);
    expect(await world.receive({ replays: 1 })).toEqual({ kind: 'done' });
  });

  it('burns no attempt while Cognito throttles', async () => {
    const throttled = { kind: 'failed', class: 'throttled', detail: 'TooManyRequestsException' } as const;
    const world = worldOf({ rules: true, write: [throttled] });
    for (let receive = 0; receive < 5; receive += 1) {
      expect(await world.receive()).toEqual({ kind: 'retry', reason: 'write-back' });
    }
    expect(world.memory.writeBack).toMatchObject({ attempts: 0, status: 'failed' });
  });

  it('leaves the newer value in Cognito when the older one of two messages arrives there last', async () => {
    const [gold, silverArrives] = [Promise.withResolvers<Answer>(), Promise.withResolvers<void>()];
    const world = worldOf({ rules: true, loyalty: [ok({ tier: 'silver' }, 1), () => gold.promise] });
    let sent = 0;
    world.ports.writeAttributes = async ({ attributes }) => {
      sent += 1;
      if (attributes['custom:tier'] === 'silver') await silverArrives.promise;
      world.written.push(attributes);
      return { kind: 'written' };
    };
    const [older, newer] = [world.receive(), world.receive()];
    await expect.poll(() => sent).toBe(1);
    gold.resolve(ok({ tier: 'gold' }, 2));
    expect(await newer).toEqual({ kind: 'done' });
    silverArrives.resolve();
    expect(await older).toEqual({ kind: 'done' });
    expect(world.written.map((attributes) => attributes['custom:tier'])).toEqual(['gold', 'silver', 'gold']);
    expect(await world.receive()).toEqual({ kind: 'duplicate' });
  });

  it('retries the repetition for a newer value when Cognito does not take it', async () => {
    const throttled = { kind: 'failed', class: 'throttled', detail: 'TooManyRequestsException' } as const;
    const world = worldOf({ rules: true, write: [{ kind: 'written' }, throttled, { kind: 'written' }] });
    const write = world.ports.writeAttributes;
    world.ports.writeAttributes = async (order) => {
      world.memory.sources['loyalty'] = { ...UNFETCHED, status: 'ok', data: { tier: 'platinum' } };
      return write(order);
    };
    expect(await world.receive()).toEqual({ kind: 'retry', reason: 'write-back' });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.written.at(-1)).toEqual({ 'custom:tier': 'platinum' });
  });

  it('takes a user whom Cognito does not know as done', async () => {
    const world = worldOf({ rules: true, write: [{ kind: 'no-user' }] });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(await world.receive()).toEqual({ kind: 'duplicate' });
  });

  it('does not wait for sources that it does not need', async () => {
    const world = worldOf({ rules: true, crm: [DOWN, ok({})] });
    expect(await world.receive()).toMatchObject({ kind: 'retry', reason: 'source-crm' });
    expect(world.written).toEqual([{ 'custom:tier': 'gold' }]);
  });

  it('writes nothing when its source has nothing', async () => {
    const world = worldOf({ rules: true, loyalty: [ok({})] });
    expect(await world.receive()).toEqual({ kind: 'done' });
    expect(world.written).toEqual([]);
  });
});

describe('whatever the sources do', () => {
  const line = fc.constantFrom<Script>(ok({ a: 1 }, 1), ok({ a: 2 }, 2), DOWN, failed('invalid', 'json'));
  const script = fc.array(line, { minLength: 1, maxLength: 5 });

  it('a message ends within its attempts, and data once stored stays', async () => {
    await fc.assert(
      fc.asyncProperty(script, script, async (crm, loyalty) => {
        const world = worldOf({ crm, loyalty });
        const kinds: string[] = [];
        while (kinds.at(-1) === undefined || kinds.at(-1) === 'retry') {
          const before = structuredClone(world.memory.sources);
          kinds.push((await world.receive()).kind);
          for (const [name, { data }] of Object.entries(before)) {
            if (data !== undefined) expect(world.memory.sources[name]?.data).toEqual(data);
          }
        }
        expect(kinds.length).toBeLessThanOrEqual(3);
        const crmFailed = world.memory.sources['crm']?.status === 'failed';
        expect(kinds.at(-1)).toBe(crmFailed ? 'dead-letter' : 'done');
      }),
    );
  });

  it('the messages of these tests are of the contract', () => {
    expect(parseMessage(encodeMessage(messageOf()))).toMatchObject({ kind: 'message' });
  });
});

describe('the user as the record keeps them', () => {
  const openedBy = async (message: Overrides) => {
    const world = worldOf();
    const { open } = world.ports.records;
    const opened: ConfirmedUser[] = [];
    world.ports.records.open = (key, user, sources) => {
      opened.push(user);
      return open(key, user, sources);
    };
    await world.receive(message);
    return opened[0];
  };

  it('was confirmed when a reconciled message says so, not when that was made', async () => {
    const confirmedAt = '2026-11-20T08:00:00.000Z';
    expect(await openedBy({ data: { cause: 'reconciled', confirmedAt } })).toMatchObject({ confirmedAt });
    expect(await openedBy({})).toMatchObject({ confirmedAt: TIME });
  });

  it('has nothing of what was said of the message alone', async () => {
    const opened = await openedBy({ data: { effects: ['enrichment'], dropped: ['name'] } });
    expect(Object.keys(opened ?? {}).sort()).toEqual(['cause', 'confirmedAt', 'userName']);
  });
});
