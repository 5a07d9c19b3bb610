import { markOf } from './plan.ts';
import type { Run } from './run-state.ts';

/** Between two looks at what came into the dead-letter queue meanwhile. */
const LOOK_EVERY_MS = 5_000;

/** Counts what comes while the run works, and what of it is a copy of this run that died again, until it is over. */
export async function watch(run: Run, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await run.ports.wait(LOOK_EVERY_MS, over);
    if (!over.aborted) await lookForReturned(run);
  }
}

/** A look that fails is made up for by the next; the steps themselves tell that SQS does not answer. */
export async function lookForReturned(run: Run): Promise<void> {
  const fresh = await run.loan.borrow().catch(() => []);
  run.arrived += fresh.length;
  run.cameBack += fresh.filter(({ body }) => run.copies.has(markOf(body))).length;
}
