import { waitForCanary } from './canary.ts';
import { REPLAYED } from './fate.ts';
import { startLoan } from './loan.ts';
import { stillBorrowed } from './past.ts';
import type { PlanEntry } from './plan.ts';
import { acts } from './prediction.ts';
import { createPace, stepSize } from './rate.ts';
import { replayStep } from './replay-step.ts';
import { borrowedOf, deleteCopied, type Order, type Run, type RunPorts } from './run-state.ts';
import { lookForReturned, watch } from './watch.ts';
import { type Work, workOf } from './work.ts';

/** Steps under way at once: so many that the answers of SQS and DynamoDB do not slow the pace. */
const STEPS_AT_ONCE = 8;

/**
 * Carries a plan out, exactly. Whatever happens, what was borrowed is given back; never rejects: a run that something broke
 * says so, for what was done until then is to be told.
 */
export async function runReplay(order: Order, ports: RunPorts): Promise<Run> {
  const loan = startLoan(ports);
  const pace = createPace(order.settings.perSecond, ports);
  const none = { fates: new Map(), copies: new Set<string>(), arrived: 0, cameBack: 0, undeleted: new Set<string>() };
  const run: Run = {
    ...order,
    ports,
    loan,
    pace,
    ...none,
    stopped: undefined,
    broken: undefined,
    refusals: undefined,
    sent: 0,
    sendingMs: 0,
  };
  try {
    await goThrough(run);
  } catch (by) {
    run.broken ??= { by };
  } finally {
    await loan.end();
  }
  if (run.broken !== undefined) run.stopped = 'broken';
  else if (ports.signal.aborted) run.stopped ??= 'interrupted';
  return run;
}

async function goThrough(run: Run): Promise<void> {
  const { plan, past, loan, ports } = run;
  // What the process before this one still hides.
  await ports.box.giveBack(stillBorrowed(past));
  const planned = new Set(plan.entries.map(({ messageId }) => messageId));
  run.arrived = (await loan.borrow()).filter(({ messageId }) => !planned.has(messageId)).length;
  if (ports.signal.aborted) return;
  const work = workOf(plan, loan, past);
  for (const [id, fate] of work.fates) run.fates.set(id, fate);
  await finish(run, work.finish);
  if (run.finishOnly) run.stopped = 'cancelled';
  else await sendWatched(run, work);
}

/** What has a copy since an earlier run is deleted and not sent again. */
async function finish(run: Run, entries: readonly PlanEntry[]): Promise<void> {
  const ids = entries.map(({ messageId }) => messageId);
  await deleteCopied(run, ids);
  for (const id of ids) run.fates.set(id, REPLAYED);
}

async function sendWatched(run: Run, { send }: Work): Promise<void> {
  const over = new AbortController();
  const watching = watch(run, over.signal);
  try {
    const { first, rest } = canarySplit(send, run.settings.canary);
    const canary = borrowedOf(run, first);
    await replayAll(run, first);
    if (canary.length > 0) run.stopped ??= await waitForCanary(run, canary);
    await replayAll(run, rest);
  } finally {
    over.abort();
    await watching;
  }
  await lookForReturned(run);
}

/** The canary is of messages that do something, as far as there are such. */
function canarySplit(entries: readonly PlanEntry[], count: number) {
  const first = entries.toSorted((a, b) => Number(acts(b.prediction)) - Number(acts(a.prediction))).slice(0, count);
  return { first, rest: entries.filter((entry) => !first.includes(entry)) };
}

async function replayAll(run: Run, entries: readonly PlanEntry[]): Promise<void> {
  const size = stepSize(run.settings.perSecond);
  const begun = run.ports.now();
  const underWay = new Set<Promise<void>>();
  for (let start = 0; start < entries.length && !isStopped(run); start += size) {
    await run.pace(Math.min(size, entries.length - start));
    if (underWay.size === STEPS_AT_ONCE) await Promise.race(underWay);
    if (isStopped(run)) break;
    const step = safeStep(run, entries.slice(start, start + size)).finally(() => underWay.delete(step));
    underWay.add(step);
  }
  await Promise.all(underWay);
  run.sendingMs += run.ports.now() - begun;
  if (run.broken !== undefined) throw run.broken.by;
}

/** A step that breaks (the ledger or the journal fails) ends the run when those beside it have come to their end. */
const safeStep = (run: Run, entries: readonly PlanEntry[]): Promise<void> =>
  replayStep(run, entries).catch((by: unknown) => {
    run.broken ??= { by };
  });

const isStopped = (run: Run): boolean =>
  run.stopped !== undefined || run.broken !== undefined || run.ports.signal.aborted;
