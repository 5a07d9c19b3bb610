import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';

/**
 * Settings of the email worker by which it decides what to send, and when. The operator's command reads them from the
 * deployed function, so that it foresees what the worker will do.
 */
export const WELCOME_SETTINGS = {
  productName: setting.text('PRODUCT_NAME', 'the name of the product'),
  productUrl: setting.httpsUrl('PRODUCT_URL', 'the https link of the button in the email'),
  leaseSeconds: setting.number('LEASE_SECONDS', 'how long one claim lasts, in seconds'),
  settleWindowSeconds: setting.number('SETTLE_WINDOW_SECONDS', 'the silence that settles a doubt, in seconds'),
  eventGapSeconds: setting.number('EVENT_GAP_SECONDS', 'the longest silence of events that flow, in seconds'),
  doubtRecheckSeconds: setting.number('DOUBT_RECHECK_SECONDS', 'the wait between two looks at a doubt, in seconds'),
  doubtCapSeconds: setting.number('DOUBT_CAP_SECONDS', 'the longest doubt, in seconds'),
  staleAfterSeconds: setting.number('STALE_AFTER_SECONDS', 'the age at which a replayed email is stale, in seconds'),
  maxAttempts: setting.number('MAX_ATTEMPTS', 'the attempts of one budget'),
  backoffCapSeconds: WORKER_SETTINGS.backoffCapSeconds,
  sendPolicy: setting.oneOf('SEND_POLICY', ['resend', 'hold']),
  unverifiedAddresses: setting.oneOf('UNVERIFIED_ADDRESSES', ['skip', 'send']),
  reservedDomains: setting.oneOf('RESERVED_DOMAINS', ['skip', 'send']),
};

export type WelcomeSettings = ReturnType<typeof readWelcomeSettings>;

/** Throws a `SettingsError` that names every setting that is missing or wrong. */
export const readWelcomeSettings = (environment: Record<string, string | undefined>) =>
  readSettings(WELCOME_SETTINGS, environment);
