import { readSettings, setting } from '@postconfirm/runtime';

/**
 * The rules of reconciliation, as settings of the function `reconciler`. The command reads them from the deployed
 * function, so that both find the same users.
 */
export const RECONCILE_SETTINGS = {
  graceSeconds: setting.number('GRACE_SECONDS', 'how long a user is left alone after any change, in seconds'),
  doubtCapSeconds: setting.number('DOUBT_CAP_SECONDS', 'the longest doubt, in seconds'),
  staleAfterSeconds: setting.number('STALE_AFTER_SECONDS', 'the age at which a reconciled email is stale, in seconds'),
  customAttributes: setting.list('CUSTOM_ATTRIBUTES', 'custom attributes that travel, separated by commas'),
};

export type ReconcileSettings = ReturnType<typeof readReconcileSettings>;

/** Throws a `SettingsError` that names every setting that is missing or wrong. */
export const readReconcileSettings = (environment: Record<string, string | undefined>) =>
  readSettings(RECONCILE_SETTINGS, environment);
