import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { PlanEntry } from './plan.ts';
import { acts } from './prediction.ts';
import type { Run, Stop } from './run-state.ts';
import { lookForReturned } from './watch.ts';

const POLL_MS = 1_000;

/** Waits until the ledger shows what became of the first messages; why the rest must not follow, if so. */
export async function waitForCanary(run: Run, letters: readonly WaitedFor[]): Promise<Stop | undefined> {
  const { now, wait, signal, outcomes } = run.ports;
  const latest = now() + run.settings.canaryTimeoutMs;
  const waited = letters.filter(
    ({ entry }) => acts(entry.prediction) && run.fates.get(entry.messageId)?.as === 'replayed',
  );
  while (!signal.aborted) {
    if (hasFailed(run, letters)) return 'canary-failed';
    const found = await outcomes(waited.map(({ letter }) => letter));
    if (found.includes('failed')) return 'canary-failed';
    if (found.every((outcome) => outcome === 'done')) return undefined;
    if (now() >= latest) return 'canary-timeout';
    await wait(POLL_MS, signal);
    await lookForReturned(run);
  }
  return undefined;
}

/** A letter of the canary, as it was before it was deleted. */
export type WaitedFor = { entry: PlanEntry; letter: DeadLetter };

const hasFailed = ({ cameBack, fates }: Run, letters: readonly WaitedFor[]) =>
  cameBack > 0 || letters.some(({ entry }) => fates.get(entry.messageId)?.as === 'failed');
