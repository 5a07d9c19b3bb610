import { FAILURE_RULES, type FailureClass } from '@postconfirm/contract';
import {
  budgetFor,
  hashOf,
  NO_BUDGET_SPENT,
  type UserRecord,
  type UserRecords,
  type WriteBackState,
} from '@postconfirm/ledger';
import type { EnrichmentWorkerCode, Log } from '@postconfirm/runtime';
import type { Task } from './task.ts';
import { type Attributes, attributesFor, type WriteBackRule } from './write-back-rule.ts';

/** `unchanged`: Cognito holds everything already, or there is nothing for it to hold. */
export type WrittenBack = 'unchanged' | 'written' | 'retry' | 'given-up';

/** `no-user`: Cognito does not know the user any more, which is no failure. */
export type WriteAttributes = (order: {
  userPoolId: string;
  userName: string;
  attributes: Attributes;
}) => Promise<{ kind: 'written' } | { kind: 'no-user' } | { kind: 'failed'; class: FailureClass; detail: string }>;

export type WriteBackPorts = {
  records: Pick<UserRecords, 'read' | 'recordWriteBack'>;
  writeBackRules: readonly WriteBackRule[];
  writeAttributes: WriteAttributes;
  /** Attempts for the same attributes before they are given up. */
  maxAttempts: number;
  log: Log<EnrichmentWorkerCode>;
};

/**
 * Writes the chosen fields to Cognito when they differ from what was written last; asks no source. Two workers may write
 * for one user at once, and Cognito keeps what comes last: each looks again after its write, and repeats it once when
 * the record has become newer meanwhile. So `known`, the record as this worker left it, does for the first look; it is
 * read where that is not known.
 */
export async function writeBack(ports: WriteBackPorts, task: Task, known?: UserRecord): Promise<WrittenBack> {
  if (ports.writeBackRules.length === 0) return 'unchanged';
  const wanted = wantedOf(ports, task, known ?? (await ports.records.read(task.key)));
  if (wanted === undefined || wanted.held) return 'unchanged';
  if (wanted.state.attempts >= ports.maxAttempts) return 'given-up';
  const written = await attempt(ports, task, wanted);
  if (written !== 'written') return written;
  const newer = wantedOf(ports, task, await ports.records.read(task.key));
  // Whatever the record says was written: this worker's older value may have come to Cognito after it.
  return newer === undefined || newer.state.hash === wanted.state.hash ? written : attempt(ports, task, newer);
}

/** `held`: the record says that Cognito has these attributes. `state`: what to record of the next attempt if it fails. */
type Wanted = { attributes: Attributes; state: WriteBackState; held: boolean };

/** What Cognito should hold by a record; undefined when that is nothing. */
function wantedOf(ports: WriteBackPorts, { marks }: Task, record: UserRecord | undefined): Wanted | undefined {
  const attributes = attributesFor(ports.writeBackRules, record?.sources ?? {});
  if (Object.keys(attributes).length === 0) return undefined;
  const hash = hashOf(attributes);
  const last = record?.writeBack?.hash === hash ? record.writeBack : undefined;
  const budget = budgetFor(last ?? NO_BUDGET_SPENT, marks);
  const held = last !== undefined && last.status !== 'failed';
  return { attributes, state: { ...budget, hash, status: 'failed' }, held };
}

async function attempt(
  ports: WriteBackPorts,
  { key, message }: Task,
  { attributes, state }: Wanted,
): Promise<WrittenBack> {
  // The sub is a valid user name of its own for every user of the pool.
  const userName = message.data.userName ?? key.sub;
  const result = await ports.writeAttributes({ userPoolId: key.pool, userName, attributes });
  if (result.kind !== 'failed') {
    const status = result.kind === 'written' ? 'done' : 'no-user';
    await ports.records.recordWriteBack(key, { ...state, status, attempts: state.attempts + 1 });
    if (result.kind === 'written') ports.log('WRITTEN_BACK');
    return 'written';
  }
  const { spendsAttempt, code, outcome } = FAILURE_RULES['write-back'][result.class];
  const attempts = state.attempts + Number(spendsAttempt);
  await ports.records.recordWriteBack(key, { ...state, attempts });
  ports.log(code, { failure: result.class, detail: result.detail, attempt: attempts });
  return attempts >= ports.maxAttempts ? 'given-up' : outcome;
}
