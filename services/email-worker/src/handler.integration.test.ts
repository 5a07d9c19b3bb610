import { encodeMessage } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import {
  answers,
  codes,
  enqueue,
  mails,
  POOL,
  reasons,
  receiveBatch,
  recipients,
  redelivered,
  refuse,
  reset,
  runBatch,
  silence,
  stateOf,
  store,
  user,
  useWorkerRig,
  worker,
} from './worker-rig.builder.ts';

useWorkerRig();

describe('a batch of confirmations', () => {
  it('is mailed, recorded and acknowledged', async () => {
    const all = Array.from({ length: 10 }, () => user());
    await enqueue(...all.map(encodeMessage));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(recipients()).toEqual(all.map(({ data }) => data.email).sort());
    for (const one of all) expect(await stateOf(one)).toMatchObject({ state: 'SENT', attempt: 1 });
    expect(codes().filter((code) => code === 'EMAIL_SENT')).toHaveLength(10);
  });

  it('names its delivery in the tags of each email, and goes through the configuration set', async () => {
    const one = user();
    await enqueue(encodeMessage(one));
    await runBatch(worker());
    const [mail] = mails;
    const tags = [1, 2, 3, 4].map((n) => [mail?.get(`Tags.member.${n}.Name`), mail?.get(`Tags.member.${n}.Value`)]);
    expect(Object.fromEntries(tags)).toEqual({ pool: POOL, sub: one.subject, kind: 'confirmed', attempt: '1' });
    expect(mail?.get('ConfigurationSetName')).toBe('postconfirm-prod');
    expect(mail?.get('Source')).toBe('"Example" <hello@mail.example>');
  });

  it('that holds a message twice sends it once', async () => {
    const body = encodeMessage(user());
    await enqueue(body, body);
    expect((await runBatch(worker())).kept).toBe(0);
    expect(mails).toHaveLength(1);
    expect(codes()).toContain('MESSAGE_DUPLICATE');
  });

  it('that comes to two workers at once is sent once', async () => {
    await enqueue(...Array.from({ length: 5 }, () => encodeMessage(user())));
    const event = await receiveBatch();
    await Promise.all([worker()(event), worker()(event)]);
    expect(mails).toHaveLength(5);
    expect(new Set(recipients()).size).toBe(5);
  });
});

describe('a user who gets no email', () => {
  it.each([
    ['no-address', { email: undefined }],
    ['invalid-address', { email: 'a@b.io,c@d.io' }],
    ['reserved-domain', { email: 'ada@example.com' }],
    ['unverified', { emailVerified: false }],
  ] as const)('is recorded as skipped: %s', async (reason, data) => {
    const one = user(data);
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(await stateOf(one)).toMatchObject({ state: 'SKIPPED', reason });
    expect(mails).toEqual([]);
  });

  it('is not recorded when the message is a probe', async () => {
    const one = user({ cause: 'probe' });
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect([await stateOf(one), mails]).toEqual([undefined, []]);
  });
});

describe('a send of unknown fate', () => {
  it.each([
    ['a reset', reset, 8_000],
    ['silence', silence, 200],
  ])('after %s waits without being sent again', async (_, answer, callLimit) => {
    answers.push(answer);
    const one = user();
    await enqueue(encodeMessage(one));
    const { event, kept } = await runBatch(worker({}, { callLimit }));
    expect(kept).toBe(1);
    expect(await stateOf(one)).toMatchObject({ state: 'UNCERTAIN', attempt: 1 });
    expect((await worker()(redelivered(event))).batchItemFailures).toHaveLength(1);
    expect(mails).toHaveLength(1);
  });

  it('is held at the cap, and lies in the dead-letter queue as uncertain', async () => {
    answers.push(reset);
    const one = user();
    await enqueue(encodeMessage(one));
    const { event } = await runBatch(worker());
    const atTheCap = worker({ DOUBT_CAP_SECONDS: '0' });
    expect(await atTheCap(redelivered(event))).toEqual({ batchItemFailures: [] });
    expect(await stateOf(one)).toMatchObject({ state: 'HELD' });
    expect(await reasons()).toEqual(['uncertain']);
    expect(mails).toHaveLength(1);
  });
});

describe('a send that SES refuses', () => {
  it('for itself is dead-lettered with the reason', async () => {
    answers.push(refuse('MessageRejected', 'Email content is not allowed: ada@mail.io'));
    await enqueue(encodeMessage(user()));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(await reasons()).toEqual(['rejected']);
  });
});

describe('a table that fails', () => {
  const broken = async () => Promise.reject(new Error('no table for ada@mail.io'));

  it('before the claim sends nothing and keeps the message', async () => {
    await enqueue(encodeMessage(user()), encodeMessage(user()));
    expect((await runBatch(worker({}, { deliveries: { ...store, claim: broken } }))).kept).toBe(2);
    expect(mails).toEqual([]);
  });

  it('after SES accepted keeps the message, and the next receive sends nothing', async () => {
    await enqueue(encodeMessage(user()));
    const { event, kept } = await runBatch(worker({}, { deliveries: { ...store, recordSent: broken } }));
    expect(kept).toBe(1);
    expect(codes()).toContain('EMAIL_SENT');
    expect((await worker()(redelivered(event))).batchItemFailures).toHaveLength(1);
    expect(mails).toHaveLength(1);
  });
});

it('paces the emails of one process', async () => {
  await enqueue(...Array.from({ length: 4 }, () => encodeMessage(user())));
  const begin = performance.now();
  await runBatch(worker({ SEND_INTERVAL_MILLISECONDS: '60' }));
  expect(performance.now() - begin).toBeGreaterThanOrEqual(3 * 60 - 5);
  expect(mails).toHaveLength(4);
});
