import { expect, it } from 'vitest';
import { deliveryRules } from './delivery-rules.ts';
import { settings } from './welcome-settings.builder.ts';

it('turns every time of the settings, in seconds, into milliseconds', () => {
  expect(deliveryRules(settings())).toEqual({
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
  expect(deliveryRules(settings({ backoffCapSeconds: 240 })).accountWaitMs).toBe(60_000);
});
