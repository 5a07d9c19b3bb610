import { expect, it } from 'vitest';
import { deliveryRules } from './delivery-rules.ts';
import { readEnvironment } from './env.ts';
import { environment } from './environment.builder.ts';

it('turns every time of the settings, in seconds, into milliseconds', () => {
  expect(deliveryRules(readEnvironment(environment()))).toEqual({
    leaseMs: 90_000,
    windowMs: 900_000,
    gapMs: 300_000,
    recheckMs: 600_000,
    doubtCapMs: 14_400_000,
    staleAfterMs: 259_200_000,
    accountWaitMs: 3_600_000,
    maxAttempts: 8,
    policy: 'resend',
  });
});

it('asks an account that SES refuses again in a quarter of the longest wait', () => {
  const settings = readEnvironment(environment({ BACKOFF_CAP_SECONDS: '240' }));
  expect(deliveryRules(settings).accountWaitMs).toBe(60_000);
});
