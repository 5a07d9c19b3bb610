import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ConfirmedData, encodeMessage, MAX_BODY_BYTES, parseMessage } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { aTrigger, MOMENT, POOL, SUB } from './trigger.builder.ts';

const folder = path.join(import.meta.dirname, '../../../test/events');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

type Expected = { id: string; source: string; data: Partial<ConfirmedData> };

const OURS = `cognito:eu-central-1:${POOL}`;
const CAPTURED = 'cognito:local:local_7mETCmo9';
const CLIENT = { clientId: '4ma39kqn9j6ncsimddqs13sgok' };
const CAPTURED_CLIENT = { clientId: '2ny28y5383nlxv0p2tkvqxj4v' };
const ADDRESS = { email: 'ann@example.com', emailVerified: true };

const ofOurs = (data: Partial<ConfirmedData>): Expected => ({
  id: `${SUB}/confirmed`,
  source: OURS,
  data: { userName: SUB, ...data },
});

const captured = (sub: string, data: Partial<ConfirmedData>, id = `${sub}/confirmed`): Expected => ({
  id,
  source: CAPTURED,
  data: { userName: sub, name: 'Ann', attributes: { 'custom:plan': 'pro' }, ...data },
});

/** The message of every file, or the code of the one line that says why there is none. */
const EXPECTED: Record<string, Expected | 'EVENT_IGNORED' | 'NO_SUB'> = {
  '01-aws-docs-console-test-event.json': {
    id: `${MOMENT.uuid}/console-test`,
    source: 'cognito:eu-central-1:console-test',
    data: { cause: 'console-test', email: 'user@example.com', emailVerified: true },
  },
  '03-aws-lambda-java-libs.json': 'NO_SUB',
  '04-powertools-python.json': 'NO_SUB',
  '05-powertools-ts-postconfirmation.json': {
    id: '42051434-5091-70ec-4b71-7c26db407ea4/confirmed',
    source: 'cognito:eu-west-1:eu-west-1_bbYLzC8rt',
    data: { userName: 'example@email.com', ...CLIENT },
  },
  '05a-powertools-ts-base-only.json': 'EVENT_IGNORED',
  '09-readme-phone-and-email.json': {
    id: '12345678-1234-1234-1234-123456789012/confirmed',
    source: 'cognito:us-east-1:us-east-1_RavpYb3b1',
    data: {
      userName: 'testuser',
      clientId: '5d4prm92sno68iofpjo0u0ul8c',
      email: 'user@example.com',
      emailVerified: true,
      phoneNumber: '+12065551234',
    },
  },
  '20-cognito-local-confirm-signup.json': captured('e61522ce-76d5-4d31-bd7e-7e4657f54209', {
    ...CAPTURED_CLIENT,
    email: 'a@example.com',
    clientMetadata: { campaign: 'spring' },
  }),
  '21-cognito-local-admin-confirm-null-clientid.json': captured('60f5dfaf-8589-4cfa-b31f-d308ad2e83e8', {
    cause: 'admin',
    email: 'b@example.com',
  }),
  '22-cognito-local-forgot-password.json': captured(
    'e61522ce-76d5-4d31-bd7e-7e4657f54209',
    { ...CAPTURED_CLIENT, email: 'a@example.com' },
    `e61522ce-76d5-4d31-bd7e-7e4657f54209/password-reset/${MOMENT.time}`,
  ),
  '23-cognito-local-no-clientmetadata.json': captured('a0ea916b-a8c0-43e7-9e8a-b55f153c3299', {
    ...CAPTURED_CLIENT,
    email: 'c@example.com',
  }),
  '30-federated-first-sign-in.json': ofOurs({
    cause: 'federated',
    userName: 'google_109876543210987654321',
    ...CLIENT,
    email: 'ann@example.com',
    emailVerified: false,
    name: 'Ann Example',
  }),
  '31-mobile-app.json': ofOurs({
    ...CLIENT,
    ...ADDRESS,
    locale: 'de-CH',
    name: 'Ann',
    phoneNumber: '+41446681800',
    clientMetadata: { campaign: 'spring' },
  }),
  '32-admin-client-id-not-applicable.json': ofOurs({ cause: 'admin', email: 'ann@example.com', emailVerified: false }),
  '33-phone-only.json': ofOurs({ ...CLIENT, phoneNumber: '+12065550100' }),
  '34-forty-attributes-of-2048-characters.json': ofOurs({ ...CLIENT, ...ADDRESS }),
  '35-odd-unicode.json': ofOurs({
    ...CLIENT,
    ...ADDRESS,
    name: '\u202EZo\u00eb \u{1F469}\u200D\u{1F467} \u0000\ufffe\uffff\ufffd',
    attributes: { 'custom:plan': '\ufffdpro' },
    clientMetadata: { campaign: '"\\\r\nBcc: eve@example.com' },
  }),
  '36-version-2-with-extra-fields.json': ofOurs({
    ...CLIENT,
    ...ADDRESS,
    attributes: { 'custom:plan': 'pro' },
    clientMetadata: { campaign: 'spring' },
  }),
  '37-unknown-trigger-source.json': 'EVENT_IGNORED',
  '38-hostile-client-metadata.json': ofOurs({ ...CLIENT, ...ADDRESS, clientMetadata: { campaign: 'spring' } }),
  '39-values-of-other-types.json': {
    id: `${SUB}/confirmed`,
    source: OURS,
    data: { emailVerified: false },
  },
};

const messageOf = ({ id, source, data }: Expected) => ({
  specversion: '1.0',
  id,
  source,
  type: id.includes('/password-reset/') ? 'postconfirm.user.password-reset.v1' : 'postconfirm.user.confirmed.v1',
  subject: id.split('/')[0],
  time: MOMENT.time,
  datacontenttype: 'application/json',
  replays: 0,
  data: { cause: 'sign-up', attributes: {}, clientMetadata: {}, ...data },
});

describe('every collected event', () => {
  it('has one expectation', () => {
    expect(files.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(files)('%s comes back as the very object, byte for byte', async (file) => {
    const event: unknown = JSON.parse(read(file));
    expect(await aTrigger().invoke(event)).toBe(event);
    expect(JSON.stringify(event)).toBe(JSON.stringify(JSON.parse(read(file))));
  });

  it.each(files)('%s becomes its message, or is ignored by name', async (file) => {
    const trigger = aTrigger();
    await trigger.invoke(JSON.parse(read(file)));
    const expected = EXPECTED[file];
    const ignored = typeof expected !== 'object';
    expect(trigger.enqueued).toEqual(ignored ? [] : [messageOf(expected)]);
    expect(trigger.lines().map(({ code }) => code)).toEqual([ignored ? expected : 'ENQUEUED']);
  });

  it.each(files)('%s is readable at the other end and below the bound', async (file) => {
    const trigger = aTrigger();
    await trigger.invoke(JSON.parse(read(file)));
    expect.assertions(trigger.enqueued.length * 2 + 1);
    expect(trigger.enqueued.length).toBeLessThanOrEqual(1);
    for (const message of trigger.enqueued) {
      const body = encodeMessage(message);
      expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
      expect(parseMessage(body)).toEqual({ kind: 'message', message });
    }
  });

  it.each(files)('%s leaves no address, name, userName or number in the log', async (file) => {
    const trigger = aTrigger();
    await trigger.invoke(JSON.parse(read(file)));
    expect(trigger.text()).not.toMatch(/@|Ann|testuser|google_|\+[0-9]{6}|pro"|spring/);
  });
});
