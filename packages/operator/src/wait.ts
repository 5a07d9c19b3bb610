import { setTimeout as pause } from 'node:timers/promises';

/** Resolves after so long, or as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const wait: Wait = (milliseconds, signal) =>
  pause(milliseconds, undefined, signal && { signal }).catch(() => undefined);
