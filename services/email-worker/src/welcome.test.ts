import {
  CONFIRMED,
  type ConfirmedData,
  confirmedId,
  consoleTestId,
  type Message,
  PASSWORD_RESET,
  passwordResetId,
} from '@postconfirm/contract';
import type { DeliveryRequest } from '@postconfirm/ledger';
import { describe, expect, it } from 'vitest';
import type { WelcomeEmail } from './email-intent.ts';
import { createWelcome } from './welcome.ts';

const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';
const TIME = '2026-11-22T12:00:00.000Z';
const receive = { receiveCount: 1, sentAt: 0, deadline: 30_000 };

const message = ({
  data,
  ...envelope
}: Partial<Omit<Message, 'data'>> & { data?: Partial<ConfirmedData> } = {}): Message => ({
  specversion: '1.0',
  id: confirmedId(SUB),
  source: 'cognito:eu-central-1:eu-central-1_Abc',
  type: CONFIRMED,
  subject: SUB,
  time: TIME,
  datacontenttype: 'application/json',
  replays: 0,
  ...envelope,
  data: { cause: 'sign-up', email: 'ada@mail.io', emailVerified: true, attributes: {}, clientMetadata: {}, ...data },
});

/** What the ledger is asked for by one message, if anything. */
async function askedBy(given: Message) {
  const requests: DeliveryRequest<WelcomeEmail>[] = [];
  const welcome = createWelcome(
    async (request) => {
      requests.push(request);
      return { kind: 'retry', reason: 'from-the-ledger' };
    },
    { product: { name: 'Acme', url: 'https://app.acme.io' }, unverifiedAddresses: 'skip', reservedDomains: 'skip' },
  );
  const outcome = await welcome(given, receive);
  return { outcome, request: requests[0] };
}

describe('a confirmation', () => {
  it('is one delivery per user and pool, and its outcome is the ledger’s', async () => {
    const { outcome, request } = await askedBy(message());
    expect(outcome).toEqual({ kind: 'retry', reason: 'from-the-ledger' });
    expect(request).toMatchObject({
      key: { pool: 'eu-central-1_Abc', sub: SUB, kind: 'confirmed' },
      intent: { kind: 'email', email: { to: 'ada@mail.io' } },
      facts: { entry: 'live', confirmedAt: Date.parse(TIME) },
      receive,
    });
  });

  it('without an address is a reason to skip, decided before the ledger is asked', async () => {
    const { request } = await askedBy(message({ data: { email: undefined } }));
    expect(request?.intent).toEqual({ kind: 'skip', reason: 'no-address' });
  });

  it('from the console is a delivery of its own', async () => {
    const id = consoleTestId(SUB);
    const { request } = await askedBy(message({ id, data: { cause: 'console-test' } }));
    expect(request?.key.kind).toBe('console-test');
  });
});

describe('no email is asked for', () => {
  it.each([
    ['a probe', message({ id: `${SUB}/probe`, data: { cause: 'probe' } })],
    ['a probe that borrows the id of a confirmation', message({ data: { cause: 'probe' } })],
    ['a password reset', message({ id: passwordResetId(SUB, TIME), type: PASSWORD_RESET })],
  ])('by %s', async (_, given) => {
    expect(await askedBy(given)).toEqual({ outcome: { kind: 'done' }, request: undefined });
  });
});

describe('the request that the ledger hears of', () => {
  const factsOf = async (given: Message) => (await askedBy(given)).request?.facts;
  const requestedAt = Date.parse(TIME);
  const later = '2026-11-23T12:00:00.000Z';
  const reconciled = (fields: Partial<Message>) => message({ ...fields, data: { cause: 'reconciled' } });

  it.each([
    ['a live message', message(), 'live', { replays: 0, requestedAt }],
    ['a replay', message({ replays: 1 }), 'again', { replays: 1, requestedAt }],
    ['a second replay', message({ replays: 2 }), 'again', { replays: 2, requestedAt }],
    ['a reconciliation', reconciled({ time: later }), 'again', { replays: 0, requestedAt: Date.parse(later) }],
    ['the replay of a reconciliation', reconciled({ replays: 1 }), 'again', { replays: 1, requestedAt }],
  ])('is %s', async (_, given, entry, marks) => {
    expect(await factsOf(given)).toMatchObject({ entry, marks });
  });
});
