import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError, setting } from './settings.ts';

const SECRET = 'hunter2-of-ann@example';

const ALL = {
  sender: setting.email('SENDER', 'the address'),
  replyTo: setting.optionalEmail('REPLY_TO', 'an address'),
  product: setting.httpsUrl('PRODUCT_URL', 'the page of the product'),
  queue: setting.url('QUEUE_URL', 'the URL of the queue'),
  seconds: setting.number('LEASE_SECONDS', 'the lease in seconds'),
  policy: setting.oneOf('SEND_POLICY', ['resend', 'hold']),
  targets: setting.urlMap('TARGETS', ['email', 'enrichment']),
  keys: setting.list('KEYS', 'keys, separated by commas'),
  name: setting.text('NAME', 'a name'),
  note: setting.optionalText('NOTE', 'a note'),
};

const GOOD = {
  SENDER: 'hello@example.com',
  PRODUCT_URL: 'https://example.com/start',
  QUEUE_URL: 'http://127.0.0.1:1234/000000000000/q',
  LEASE_SECONDS: '90',
  SEND_POLICY: 'hold',
  TARGETS: '{"email":"https://sqs.example/e","enrichment":"https://sqs.example/n","other":"dropped"}',
  NAME: ' Example ',
};

const mistakesOf = (environment: Record<string, string | undefined>) => {
  try {
    readSettings(ALL, environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('; ');
    throw error;
  }
  return [];
};

describe('readSettings', () => {
  it('reads every kind, trimmed', () => {
    expect(readSettings(ALL, GOOD)).toEqual({
      sender: 'hello@example.com',
      replyTo: undefined,
      product: 'https://example.com/start',
      queue: 'http://127.0.0.1:1234/000000000000/q',
      seconds: 90,
      policy: 'hold',
      targets: { email: 'https://sqs.example/e', enrichment: 'https://sqs.example/n' },
      keys: [],
      name: 'Example',
      note: undefined,
    });
  });

  it('names every missing setting at once', () => {
    expect(mistakesOf({})).toEqual([
      'SENDER is missing: it should be the address',
      'PRODUCT_URL is missing: it should be the page of the product',
      'QUEUE_URL is missing: it should be the URL of the queue',
      'LEASE_SECONDS is missing: it should be the lease in seconds, a number not below 0',
      'SEND_POLICY is missing: it should be one of resend, hold',
      'TARGETS is missing: it should be a JSON object with a URL each for email, enrichment',
      'NAME is missing: it should be a name',
    ]);
  });

  it('takes an empty value and blanks for missing', () => {
    expect(mistakesOf({ ...GOOD, NAME: '' })).toEqual(['NAME is missing: it should be a name']);
    expect(mistakesOf({ ...GOOD, NAME: ' \t' })).toEqual(['NAME is missing: it should be a name']);
  });

  it.each([
    ['SENDER', SECRET],
    ['REPLY_TO', SECRET],
    ['PRODUCT_URL', `http://example.com/${SECRET}`],
    ['PRODUCT_URL', SECRET],
    ['QUEUE_URL', SECRET],
    ['LEASE_SECONDS', SECRET],
    ['LEASE_SECONDS', '-1'],
    ['LEASE_SECONDS', 'NaN'],
    ['LEASE_SECONDS', 'Infinity'],
    ['LEASE_SECONDS', '90s'],
    ['SEND_POLICY', SECRET],
    ['TARGETS', SECRET],
    ['TARGETS', `{"email":"${SECRET}"}`],
    ['TARGETS', '["https://sqs.example/e"]'],
    ['TARGETS', '{"email":"https://sqs.example/e"}'],
  ])('names a wrong %s and never its value', (name, value) => {
    const mistakes = mistakesOf({ ...GOOD, [name]: value });
    expect(mistakes).toEqual([expect.stringContaining(`${name} is wrong: it should be `)]);
    expect(mistakes.join()).not.toContain(SECRET);
  });

  it('reads a list without its blanks', () => {
    expect(readSettings({ keys: ALL.keys }, { KEYS: ' custom:plan, ,custom:team ,' }).keys).toEqual([
      'custom:plan',
      'custom:team',
    ]);
  });

  it('reads the items of a list, and names the list when one of them is wrong', () => {
    const read = (item: string) => (/^\d+$/.test(item) ? Number(item) : undefined);
    const ports = setting.list('PORTS', 'a comma list of numbers', read);
    expect(readSettings({ ports }, { PORTS: '0, 443' })).toEqual({ ports: [0, 443] });
    expect(readSettings({ ports }, {})).toEqual({ ports: [] });
    const wrong = () => readSettings({ ports }, { PORTS: '80, http' });
    expect(wrong).toThrow('PORTS is wrong: it should be a comma list of numbers');
  });
});
