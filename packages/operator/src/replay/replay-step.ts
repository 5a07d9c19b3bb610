import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { copyBody } from './copy-body.ts';
import { REPLAYED } from './fate.ts';
import { markOf, type PlanEntry } from './plan.ts';
import { stillHolds } from './prediction.ts';
import { areTooMany, refusalsAfter } from './refusals.ts';
import { borrowedOf, deleteCopied, type Run } from './run-state.ts';
import type { Copy } from './send-copies.ts';

/** Few runs are too short for a rate to say anything. */
const LEAST_FOR_A_RATE = 10;

/** One step: predict again, note, send, note, delete, note. A process that ends in between has lost nothing. */
export async function replayStep(run: Run, entries: readonly PlanEntry[]): Promise<void> {
  const { ports, plan } = run;
  const letters = await asPlanned(run, entries);
  if (letters.length > 0) {
    const copies = letters.map((letter) => ({ letter, body: copyBody(letter, plan.asked) }));
    await sendNoted(run, copies);
  }
  if (isFailing(run)) run.stopped ??= 'failure-rate';
  if (areTooMany(run.refusals)) run.stopped ??= 'sends-refused';
  ports.progress(run.fates.size);
}

/** Those of whom the plan still says the truth; one that may have its copy already is sent whatever the ledger says by now. */
async function asPlanned(run: Run, entries: readonly PlanEntry[]): Promise<DeadLetter[]> {
  const borrowed = borrowedOf(run, entries);
  const predictions = await run.ports.foresee(
    borrowed.map(({ letter }) => letter),
    run.plan.asked,
  );
  return borrowed.flatMap(({ entry, letter }, index) => {
    const now = predictions[index];
    const isTrue = run.past.unsure.has(letter.messageId) || (now && stillHolds(entry.prediction, now));
    if (isTrue && markOf(letter.body) === entry.mark) return [letter];
    run.fates.set(letter.messageId, { as: 'skipped', because: 'changed' });
    return [];
  });
}

async function sendNoted(run: Run, copies: readonly Copy[]): Promise<void> {
  const { write, send } = run.ports;
  await write({ note: 'sending', ids: copies.map(({ letter }) => letter.messageId) });
  for (const { body } of copies) run.copies.add(markOf(body));
  const sent = await send(copies);
  const { acknowledged, refused } = sent;
  run.refusals = refusalsAfter(run.refusals, sent);
  if (refused.size > 0) await write({ note: 'failed', ids: [...refused.keys()] });
  for (const [id, code] of refused) run.fates.set(id, { as: 'failed', code });
  run.sent += acknowledged.size;
  if (acknowledged.size === 0) return;
  await write({ note: 'copied', ids: [...acknowledged] });
  for (const id of acknowledged) run.fates.set(id, REPLAYED);
  await deleteCopied(run, [...acknowledged]);
}

function isFailing({ fates, cameBack, settings: { stopOnFailureRate: limit = 1 } }: Run): boolean {
  const ends = [...fates.values()];
  const failed = ends.filter(({ as }) => as === 'failed').length;
  const tried = failed + ends.filter(({ as }) => as === 'replayed').length;
  return tried >= LEAST_FOR_A_RATE && (failed + cameBack) / tried >= limit;
}
