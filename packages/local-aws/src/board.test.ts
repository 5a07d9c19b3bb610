import { expect, test } from 'vitest';
import { board } from './board.ts';
import type { Demo } from './demo.ts';
import type { Endpoints } from './endpoints.ts';

const url = 'http://127.0.0.1:1';

test('shows where to go and how long a sign-up took', () => {
  const urls = { cognito: url, sqs: url, sns: url, dynamodb: url, ses: url, secretsManager: url, lambda: url };
  const ids = { userPoolId: 'eu-central-1_abc', userPoolClientId: 'client', tableName: 'table' };
  const endpoints = { urls, ...ids, region: 'eu-central-1', inbox: 'http://127.0.0.1:2' } as Endpoints;
  const email = { subject: 'Welcome', to: ['new-user@example.com'] } as unknown as Demo['email'];
  const demo: Demo = {
    email,
    record: { 'source:crm': {}, 'source:loyalty': {} },
    user: { userPoolId: '', sub: 'sub-of-the-user', email: '' },
    timings: times(12, 345, 456),
  };
  const text = board(endpoints, demo);
  for (const part of [
    'http://127.0.0.1:2',
    'http://127.0.0.1:2/codes',
    'eu-central-1_abc',
    'client',
    'Welcome',
    'crm and loyalty',
    'sub-of-the-user',
  ]) {
    expect(text).toContain(part);
  }
  expect(text.match(/\d+ ms/g)).toEqual(['12 ms', '345 ms', '456 ms']);
});

const times = (triggerMs: number, emailMs: number, recordMs: number) => ({ triggerMs, emailMs, recordMs });
