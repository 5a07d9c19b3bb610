import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { createBearerToken } from './bearer-token.ts';

function tokenOf(...answers: (string | Error)[]) {
  const clock = { now: 0 };
  let asked = 0;
  const send = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return { SecretString: answer };
  };
  const token = createBearerToken({ send } as unknown as SecretsManagerClient, 'crm', () => clock.now);
  return { token, clock, asked: () => asked };
}

const usable = (token: string) => ({ kind: 'token', token });

describe('bearer token', () => {
  it('is read once for many calls at once, and again after some minutes', async () => {
    const { token, clock, asked } = tokenOf('first\n', 'second');
    expect(await Promise.all([token.read(), token.read()])).toEqual([usable('first'), usable('first')]);
    expect(asked()).toBe(1);
    clock.now = 5 * 60 * 1000;
    expect(await token.read()).toEqual(usable('second'));
  });

  it('is read again once forgotten', async () => {
    const { token } = tokenOf('first', 'second');
    await token.read();
    token.forget();
    expect(await token.read()).toEqual(usable('second'));
  });

  it('does not keep a failure', async () => {
    const { token } = tokenOf(Object.assign(new Error(), { name: 'ResourceNotFoundException' }), 'second');
    expect(await token.read()).toEqual({ kind: 'unusable', detail: 'ResourceNotFoundException' });
    expect(await token.read()).toEqual(usable('second'));
  });

  it('repeats no free text that stands where an error has its name', async () => {
    const { token } = tokenOf(Object.assign(new Error(), { name: 'No secret for ada@example.com' }));
    expect(await token.read()).toEqual({ kind: 'unusable', detail: 'Error' });
  });

  it.each(['', 'two words', 'line\r\nX-Other: 1', '{"token":"x"}'])('refuses %o', async (secret) => {
    expect(await tokenOf(secret).token.read()).toEqual({ kind: 'unusable', detail: 'malformed' });
  });
});
