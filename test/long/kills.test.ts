import { expect, it } from 'vitest';
import { newPerson } from '../support/personal-data.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const ROUNDS = 12;
const PEOPLE_PER_ROUND = 10;
const WORKERS = ['fan-out', 'email-worker', 'enrichment-worker'];

// Every tenth message comes twice; leases and doubts last seconds, so that their ends are met too.
const stack = useStack({
  duplicateRate: 0.1,
  environment: { 'email-worker': { LEASE_SECONDS: '4', DOUBT_RECHECK_SECONDS: '1', DOUBT_CAP_SECONDS: '6' } },
});

/** Resolves once a line about the user says so; a machine that is busy with dying processes may take minutes. */
const said = (sub: string, what: (text: string) => boolean) =>
  stack().logs.waitFor(({ text }) => text.includes(sub) && what(text), {
    what: `the end of ${sub}`,
    timeoutMs: 240_000,
  });

it('loses nobody and mails nobody twice while every worker is killed again and again', async () => {
  const everybody: { email: string; sub: string }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const people = Array.from({ length: PEOPLE_PER_ROUND }, () => newPerson());
    const signedUp = people.map(async (person) => ({
      email: person.email,
      sub: await signUpAndConfirm(stack(), person),
    }));
    // The first of the round is on its way: every worker is at some point of somebody's messages.
    const first = await Promise.race(signedUp);
    await logged(stack(), 'ENQUEUED', { sub: first.sub });
    await stack().functions.killEnvironments(String(WORKERS[round % WORKERS.length]));
    everybody.push(...(await Promise.all(signedUp)));
  }

  const enrichment = stack().endpoints.functions['enrichment-worker'] ?? '';
  for (const { email, sub } of everybody) {
    // Said once all effects are there; a kill after it brings the message, and the line, once more.
    await said(sub, (text) => text.includes('"MESSAGE_DONE"') && text.includes(`"FunctionName":"${enrichment}"`));
    expect(await recordOf(stack(), sub)).toMatchObject({ 'source:crm': { status: 'ok' } });
    const emails = () =>
      stack()
        .inbox.emails()
        .filter(({ to }) => to.includes(email)).length;
    // A kill while SES answered leaves a doubt: that email is held for a person. All others are sent.
    await said(sub, (text) => /"code":"EMAIL_(SENT|HELD)"/.test(text));
    expect(['SENT', 'SENDING', 'HELD']).toContain((await deliveryOf(stack(), sub))?.state);
    expect(emails()).toBeLessThanOrEqual(1);
  }
  expect(new Set(everybody.map(({ sub }) => sub)).size).toBe(ROUNDS * PEOPLE_PER_ROUND);
});
