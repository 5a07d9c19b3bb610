import {
  CONFIRMED,
  type ConfirmedData,
  confirmedId,
  consoleTestId,
  type Message,
  PASSWORD_RESET,
  passwordResetId,
} from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import type { EmailRules } from './email-intent.ts';
import { welcomeRequest } from './welcome-request.ts';

const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';
const TIME = '2026-11-22T12:00:00.000Z';

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

const RULES: EmailRules = {
  product: { name: 'Acme', url: 'https://app.acme.io' },
  unverifiedAddresses: 'skip',
  reservedDomains: 'skip',
};

const askedBy = (given: Message) => welcomeRequest(given, RULES);

describe('a confirmation', () => {
  it('is one delivery per user and pool', () => {
    expect(askedBy(message())).toMatchObject({
      key: { pool: 'eu-central-1_Abc', sub: SUB, kind: 'confirmed' },
      intent: { kind: 'email', email: { to: 'ada@mail.io' } },
      facts: { entry: 'live', confirmedAt: Date.parse(TIME) },
    });
  });

  it('without an address is a reason to skip, decided before the ledger is asked', () => {
    expect(askedBy(message({ data: { email: undefined } }))?.intent).toEqual({ kind: 'skip', reason: 'no-address' });
  });

  it('from the console is a delivery of its own', () => {
    const id = consoleTestId(SUB);
    expect(askedBy(message({ id, data: { cause: 'console-test' } }))?.key.kind).toBe('console-test');
  });
});

describe('no email is asked for', () => {
  it.each([
    ['a probe', message({ id: `${SUB}/probe`, data: { cause: 'probe' } })],
    ['a probe that borrows the id of a confirmation', message({ data: { cause: 'probe' } })],
    ['a password reset', message({ id: passwordResetId(SUB, TIME), type: PASSWORD_RESET })],
    ['a message for another effect', message({ data: { cause: 'reconciled', effects: ['enrichment'] } })],
  ])('by %s', (_, given) => {
    expect(askedBy(given)).toBeUndefined();
  });
});

describe('the request that the ledger hears of', () => {
  const requestedAt = Date.parse(TIME);
  const later = '2026-11-23T12:00:00.000Z';
  const reconciled = (fields: Partial<Message>) => message({ ...fields, data: { cause: 'reconciled' } });

  it.each([
    ['a live message', message(), 'live', { replays: 0, requestedAt }],
    ['a replay', message({ replays: 1 }), 'again', { replays: 1, requestedAt }],
    ['a second replay', message({ replays: 2 }), 'again', { replays: 2, requestedAt }],
    ['a reconciliation', reconciled({ time: later }), 'again', { replays: 0, requestedAt: Date.parse(later) }],
    ['the replay of a reconciliation', reconciled({ replays: 1 }), 'again', { replays: 1, requestedAt }],
  ])('is %s', (_, given, entry, marks) => {
    expect(askedBy(given)?.facts).toMatchObject({ entry, marks });
  });

  it('goes by the time of the confirmation, not by that of the message that asks again', () => {
    const asked = reconciled({ time: later });
    const known = { ...asked, data: { ...asked.data, confirmedAt: TIME } };
    expect(askedBy(known)?.facts).toMatchObject({
      confirmedAt: Date.parse(TIME),
      marks: { requestedAt: Date.parse(later) },
    });
    expect(askedBy(asked)?.facts.confirmedAt).toBe(Date.parse(later));
  });

  it('says of a replay that is wanted however old it is that it is', () => {
    expect(askedBy(message({ replays: 1, evenifstale: true }))?.facts).toMatchObject({ evenIfStale: true });
    expect(askedBy(message({ replays: 1, evenifstale: false }))?.facts).not.toHaveProperty('evenIfStale');
  });
});
