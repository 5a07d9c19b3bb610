import { randomBytes } from 'node:crypto';

/** Names one run of a changing command: sorts by time, fits a file name. */
export const newRunId = (now: number): string =>
  `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}Z-${randomBytes(3).toString('hex')}`;
