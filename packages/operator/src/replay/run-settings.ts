import * as v from 'valibot';

/** How a replay runs; a resumed one runs as it began. */
export const RunSettingsSchema = v.object({
  perSecond: v.number(),
  /** So many go first and are waited for. */
  canary: v.number(),
  canaryTimeoutMs: v.number(),
  /** Between 0 and 1: the part of copies that failed or came back dead at which the run stops. */
  stopOnFailureRate: v.exactOptional(v.number()),
});

export type RunSettings = v.InferOutput<typeof RunSettingsSchema>;
