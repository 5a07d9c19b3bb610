import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Secrets, startSecrets } from './secrets.ts';

let secrets: Secrets;
beforeEach(async () => {
  secrets = await startSecrets();
});
afterEach(() => secrets.close());

async function call(action: string, body: object) {
  const headers = { 'x-amz-target': `secretsmanager.${action}` };
  const response = await fetch(secrets.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

test('gives a secret that was put there', async () => {
  secrets.put('postconfirm/crm', 'value');
  expect(await call('GetSecretValue', { SecretId: 'postconfirm/crm' })).toMatchObject({
    status: 200,
    body: { Name: 'postconfirm/crm', SecretString: 'value' },
  });
});

test.each([
  ['an unknown secret', 'GetSecretValue', 'ResourceNotFoundException'],
  ['another action', 'DeleteSecret', 'UnknownOperationException'],
])('refuses %s', async (_what, action, type) => {
  expect(await call(action, { SecretId: 'other' })).toMatchObject({ status: 400, body: { __type: type } });
});
