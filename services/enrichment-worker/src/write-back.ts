import { budgetFor, hashOf, NO_BUDGET_SPENT, type UserRecords, type WriteBackState } from '@postconfirm/ledger';
import type { Log } from '@postconfirm/runtime';
import type { Task } from './task.ts';
import { type Attributes, attributesFor, type WriteBackRule } from './write-back-rule.ts';

/** `unchanged`: Cognito holds everything already, or there is nothing for it to hold. */
export type WrittenBack = 'unchanged' | 'written' | 'retry' | 'given-up';

/** `no-user`: Cognito does not know the user any more, which is no failure. */
export type WriteAttributes = (order: {
  userPoolId: string;
  userName: string;
  attributes: Attributes;
}) => Promise<
  | { kind: 'written' }
  | { kind: 'no-user' }
  | { kind: 'failed'; reason: 'throttled' | 'unavailable' | 'refused'; detail: string }
>;

export type WriteBackPorts = {
  records: Pick<UserRecords, 'read' | 'recordWriteBack'>;
  writeBackRules: readonly WriteBackRule[];
  writeAttributes: WriteAttributes;
  /** Attempts for the same attributes before they are given up. */
  maxAttempts: number;
  log: Log;
};

/** Writes the chosen fields to Cognito when they differ from what was written last; asks no source. */
export async function writeBack(ports: WriteBackPorts, task: Task): Promise<WrittenBack> {
  if (ports.writeBackRules.length === 0) return 'unchanged';
  // Read anew: another worker may have stored something newer than this one fetched.
  const record = await ports.records.read(task.key);
  const attributes = attributesFor(ports.writeBackRules, record?.sources ?? {});
  if (Object.keys(attributes).length === 0) return 'unchanged';
  const hash = hashOf(attributes);
  const last = record?.writeBack?.hash === hash ? record.writeBack : undefined;
  if (last !== undefined && last.status !== 'failed') return 'unchanged';
  const budget = budgetFor(last ?? NO_BUDGET_SPENT, task.marks);
  if (budget.attempts >= ports.maxAttempts) return 'given-up';
  return attempt(ports, task, { attributes, state: { ...budget, hash, status: 'failed' } });
}

async function attempt(
  ports: WriteBackPorts,
  { key, message }: Task,
  { attributes, state }: { attributes: Attributes; state: WriteBackState },
): Promise<WrittenBack> {
  // The sub is a valid user name of its own for every user of the pool.
  const userName = message.data.userName ?? key.sub;
  const result = await ports.writeAttributes({ userPoolId: key.userPoolId, userName, attributes });
  if (result.kind !== 'failed') {
    const status = result.kind === 'written' ? 'done' : 'no-user';
    await ports.records.recordWriteBack(key, { ...state, status, attempts: state.attempts + 1 });
    if (result.kind === 'written') ports.log('WRITTEN_BACK');
    return 'written';
  }
  const attempts = result.reason === 'throttled' ? state.attempts : state.attempts + 1;
  await ports.records.recordWriteBack(key, { ...state, attempts });
  ports.log('WRITE_BACK_FAILED', { reason: result.reason, detail: result.detail, attempt: attempts });
  return attempts >= ports.maxAttempts ? 'given-up' : 'retry';
}
