import type { DeliveryRules } from '@postconfirm/ledger';
import type { WelcomeSettings } from './welcome-settings.ts';

/** The settings, which infra gives in seconds, as the protocol's rules. */
export const deliveryRules = (settings: WelcomeSettings): DeliveryRules => ({
  leaseMs: settings.leaseSeconds * 1000,
  windowMs: settings.settleWindowSeconds * 1000,
  gapMs: settings.eventGapSeconds * 1000,
  recheckMs: settings.doubtRecheckSeconds * 1000,
  doubtCapMs: settings.doubtCapSeconds * 1000,
  staleAfterMs: settings.staleAfterSeconds * 1000,
  // Long steps: an account that SES paused is not opened by asking often.
  accountWaitMs: (settings.backoffCapSeconds * 1000) / 4,
  maxAttempts: settings.maxAttempts,
  policy: settings.sendPolicy,
});
