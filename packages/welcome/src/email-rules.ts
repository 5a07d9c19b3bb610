import type { EmailRules } from './email-intent.ts';
import type { WelcomeSettings } from './welcome-settings.ts';

/** The settings as the rules of who is mailed, and what of. */
export const emailRules = (settings: WelcomeSettings): EmailRules => ({
  product: { name: settings.productName, url: settings.productUrl },
  unverifiedAddresses: settings.unverifiedAddresses,
  reservedDomains: settings.reservedDomains,
});
