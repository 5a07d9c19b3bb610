import type { UserRecords } from '@postconfirm/ledger';
import type { Log } from '@postconfirm/runtime';
import type { Connection, Source } from './source.ts';
import type { WriteBackRule } from './write-back-rule.ts';

/** `no-user`: Cognito does not know the user any more, which is no failure. */
export type WriteAttributes = (order: {
  userPoolId: string;
  userName: string;
  attributes: Readonly<Record<string, string>>;
}) => Promise<
  | { kind: 'written' }
  | { kind: 'no-user' }
  | { kind: 'failed'; reason: 'throttled' | 'unavailable' | 'refused'; detail: string }
>;

export type EnrichPorts = {
  records: UserRecords;
  sources: readonly Source[];
  connections: Readonly<Record<string, Connection>>;
  writeBackRules: readonly WriteBackRule[];
  writeAttributes: WriteAttributes;
  /** Attempts per source, and for the write-back, before it is given up. */
  maxAttempts: number;
  /** Seconds that a message waits after so many receives, whatever a source asks for. */
  backoff: (receiveCount: number) => number;
  now: () => number;
  log: Log;
};
