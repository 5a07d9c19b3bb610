import { encodeMessage, type Message } from '@postconfirm/contract';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  answers,
  codes,
  enqueue,
  lines,
  mails,
  POOL,
  reasons,
  receiveBatch,
  recipients,
  redelivered,
  refuse,
  runBatch,
  stateOf,
  store,
  user,
  useWorkerRig,
  worker,
} from './worker-rig.builder.ts';

useWorkerRig();

const keyOf = ({ subject }: Message) => ({ pool: POOL, sub: subject, kind: 'confirmed' });

/** What SES was asked to put into one email, text and markup. */
const contentOf = (mail: URLSearchParams | undefined) =>
  ['Subject', 'Body.Html', 'Body.Text'].map((part) => mail?.get(`Message.${part}.Data`)).join('\n');

describe('a body that is no message', () => {
  const good = encodeMessage(user());

  it.each([
    ['text that is not JSON', 'Hello {'],
    ['nothing', ''],
    ['1 MiB, the reason beside it', 'x'.repeat(2 ** 20 - 512)],
    ['nesting 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['a key __proto__', `{"__proto__":{"admin":true},${good.slice(1)}`],
    ['a repeated key', `{"subject":"somebody-else",${good.slice(1)}`],
  ])('(%s) is dead-lettered as poison, and the other nine of its batch are mailed', async (_what, body) => {
    const nine = Array.from({ length: 9 }, () => user());
    await enqueue('a place', ...nine.map(encodeMessage));
    const { Records } = await receiveBatch();
    // SQS itself refuses a body of nothing: the bad one takes the place of one that it took.
    const event = { Records: Records.map((one) => (one.body === 'a place' ? { ...one, body } : one)) } as SQSEvent;
    expect(await worker()(event)).toEqual({ batchItemFailures: [] });
    expect(recipients()).toEqual(nine.map(({ data }) => data.email).sort());
    expect(await reasons()).toEqual(['poison']);
  });
});

it('a body that fills all that SQS takes is dead-lettered whole, and the line alone tells its reason', async () => {
  await enqueue('x'.repeat(2 ** 20));
  await runBatch(worker());
  expect(await reasons()).toEqual([undefined]);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ code: 'MESSAGE_DEAD_LETTERED', reason: 'poison', detail: 'too-large' }),
  );
});

describe('another payload of one delivery', () => {
  it('decides where an email goes that is not sent yet, and nothing once it is', async () => {
    answers.push(refuse('Throttling', 'Maximum sending rate exceeded.'));
    const first = user({ email: 'typo@mail.io' });
    const corrected = { ...first, data: { ...first.data, email: 'right@mail.io' } };
    const late = { ...first, data: { ...first.data, email: 'late@mail.io' } };
    for (const message of [first, corrected, late]) {
      await enqueue(encodeMessage(message));
      await runBatch(worker());
    }
    // The first was refused, the second accepted, the third never sent.
    expect(mails.map((mail) => mail.get('Destination.ToAddresses.member.1'))).toEqual([
      'typo@mail.io',
      'right@mail.io',
    ]);
    expect(await stateOf(first)).toMatchObject({ state: 'SENT', attempt: 2 });
    expect(codes()).toContain('MESSAGE_DUPLICATE');
  });
});

describe('a confirmation of four days ago', () => {
  const time = new Date(Date.now() - 4 * 86_400_000).toISOString();

  it('that is replayed is skipped as stale, and nothing is written', async () => {
    const one = user({}, { time, replays: 1 });
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect([mails, await stateOf(one)]).toEqual([[], undefined]);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ code: 'EMAIL_SKIPPED', reason: 'stale' }),
    );
  });

  it('that comes for the first time is mailed: its queue was slow, not its user', async () => {
    const one = user({}, { time });
    await enqueue(encodeMessage(one));
    await runBatch(worker());
    expect(await stateOf(one)).toMatchObject({ state: 'SENT' });
  });
});

it.each([
  ['a header', '\r\nBcc: x@evil.example'],
  ['a script', '<script>alert(1)</script>'],
  ['a template', '{{7*7}}'],
  ['an encoded word', '=?utf-8?b?ZXZpbEBldmlsLmV4YW1wbGU=?='],
  ['a threat with a link', 'Your account is locked http://evil.example'],
  ['ten thousand emoji', '😀'.repeat(10_000)],
])('a name that is %s reaches one recipient, as no header, markup, template or link', async (_what, name) => {
  const [named, unnamed] = [user({ name }), user({ name: undefined })];
  // One after the other, as the bodies of the mails are compared. The longest name outgrows the contract's bound.
  for (const one of [named, unnamed]) {
    const body = encodeMessage(one);
    await enqueue(body);
    await runBatch(worker());
  }
  expect(mails.map((mail) => [...mail.keys()].filter((key) => /Destination|ReplyTo/.test(key)))).toEqual([
    ['Destination.ToAddresses.member.1'],
    ['Destination.ToAddresses.member.1'],
  ]);
  const [withName, without] = mails.map(contentOf);
  const greeted = (withName ?? '').replaceAll(` ${'😀'.repeat(64)}`, '');
  expect(greeted).toBe(without);
});

it('what a client says chooses no sender, recipient, template, language or link', async () => {
  const said = {
    from: 'x@evil.example',
    bcc: 'x@evil.example',
    template: '../../etc/passwd',
    url: 'https://evil.example',
    locale: '../../etc/passwd',
  };
  for (const one of [user({ clientMetadata: said, attributes: said, locale: said.locale }), user()]) {
    await enqueue(encodeMessage(one));
    await runBatch(worker());
  }
  const [said1, unsaid] = mails.map((mail) => [contentOf(mail), mail.get('Source'), mail.get('ConfigurationSetName')]);
  expect(said1).toEqual(unsaid);
  expect(mails.map((mail) => mail.toString())).not.toContainEqual(expect.stringMatching(/evil|passwd/));
});

describe('an address', () => {
  it.each([
    ['two in one', 'a@b.co,d@e.fr'],
    ['in brackets', '<a@b.co>'],
    ['with a quoted local part', '"a b"@b.co'],
    ['with a local part beyond ASCII', 'jürgen@b.co'],
    ['of 321 characters', `${'a'.repeat(64)}@${'b'.repeat(252)}.com`],
  ])('%s is skipped as invalid, and SES is not asked', async (_what, email) => {
    const one = user({ email });
    await enqueue(encodeMessage(one));
    await runBatch(worker());
    expect([await stateOf(one), mails]).toMatchObject([{ state: 'SKIPPED', reason: 'invalid-address' }, []]);
  });

  it('with a domain beyond ASCII goes to SES in punycode', async () => {
    await enqueue(encodeMessage(user({ email: 'ada@bücher.io' })));
    await runBatch(worker());
    expect(recipients()).toEqual(['ada@xn--bcher-kva.io']);
  });
});

describe('SES', () => {
  it('that refuses for its rate twenty times gets the email once it takes it, with no attempt spent', async () => {
    answers.push(...Array(20).fill(refuse('Throttling', 'Maximum sending rate exceeded.')));
    const one = user();
    await enqueue(encodeMessage(one));
    let { event } = await runBatch(worker());
    for (let receive = 2; receive <= 20; receive += 1) {
      event = redelivered(event);
      expect((await worker()(event)).batchItemFailures).toHaveLength(1);
    }
    expect(await stateOf(one)).toMatchObject({ state: 'RETRY', attempt: 20, budget: { attempts: 0 } });
    expect(await worker()(redelivered(event))).toEqual({ batchItemFailures: [] });
    expect(await stateOf(one)).toMatchObject({ state: 'SENT', attempt: 21, budget: { attempts: 1 } });
    expect(mails).toHaveLength(21);
  });

  it.each([
    ['over its daily quota', 'Throttling', 'Daily message quota exceeded.', 'daily-quota'],
    ['in the sandbox', 'MessageRejected', 'Email address is not verified.', 'identity-not-verified'],
    ['paused', 'AccountSendingPausedException', 'Account paused.', 'account-paused'],
    ['without its identity', 'MailFromDomainNotVerifiedException', 'Not verified.', 'mail-from-not-verified'],
  ])('%s keeps the message for an hour or more, spends no attempt and alarms', async (_state, code, text, reason) => {
    answers.push(refuse(code, text));
    const one = user();
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(1);
    expect(await stateOf(one)).toMatchObject({ state: 'RETRY', reason, budget: { attempts: 0 } });
    const said = lines.map((line) => JSON.parse(line));
    expect(said).toContainEqual(expect.objectContaining({ code: 'SES_ACCOUNT_REFUSED', level: 'error', reason }));
    const waits = said.filter(({ code: line }) => line === 'MESSAGE_RETRY').map(({ waitSeconds }) => waitSeconds);
    expect(waits).toEqual([3600]);
  });

  it('may tell of an email before its own answer is here: one email, and the message is done', async () => {
    const one = user();
    answers.push(async (response) => {
      const recorded = await store.recordEvent(keyOf(one), { type: 'Send', messageId: 'ses-1', now: Date.now() });
      expect(recorded).toBe('recorded');
      response.end(`<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
        <MessageId>ses-1</MessageId></SendEmailResult></SendEmailResponse>`);
    });
    await enqueue(encodeMessage(one), encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(await stateOf(one)).toMatchObject({ state: 'SENT', messageId: 'ses-1' });
    expect(mails).toHaveLength(1);
  });
});

it.each([0, 1])('who was deleted meanwhile is not mailed (replays: %i)', async (replays) => {
  const one = user({}, { replays });
  await store.forget(keyOf(one), undefined, { now: Date.now() });
  await enqueue(encodeMessage(one));
  expect((await runBatch(worker())).kept).toBe(0);
  expect([mails, await stateOf(one)]).toMatchObject([[], { state: 'SKIPPED', reason: 'user-deleted' }]);
});
