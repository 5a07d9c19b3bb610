import type { WelcomeSettings } from './welcome-settings.ts';

/** The settings of a healthy email worker, with changes. */
export const settings = (changes: Partial<WelcomeSettings> = {}): WelcomeSettings => ({
  productName: 'Example',
  productUrl: 'https://app.example.com/',
  leaseSeconds: 90,
  settleWindowSeconds: 900,
  eventGapSeconds: 300,
  doubtRecheckSeconds: 600,
  doubtCapSeconds: 14_400,
  staleAfterSeconds: 259_200,
  maxAttempts: 8,
  backoffCapSeconds: 14_400,
  sendPolicy: 'resend',
  unverifiedAddresses: 'skip',
  reservedDomains: 'skip',
  ...changes,
});
