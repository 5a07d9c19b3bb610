import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { createForesee } from '../replay/foresee.ts';
import type { Plan } from '../replay/plan.ts';
import { loadPlan } from '../replay/plan-file.ts';
import { planReplay } from '../replay/plan-replay.ts';
import { openBox } from '../replay/source-box.ts';
import { filterOf } from './dead-letter-options.ts';
import { nothingMatches } from './nothing-matches.ts';
import type { ReplayOptions } from './replay-options.ts';

/** The plan that the command line asks for: the saved one, or a new one. */
export async function planFor(desk: Desk, options: ReplayOptions): Promise<Plan> {
  const { plan: file, queue } = options;
  if (file !== undefined) return loadPlan(file, desk.stage().name);
  if (queue === undefined)
    throw new OperatorError('usage', 'Name the queue with --queue, or a saved plan with --plan.');
  return newPlan(desk, queue, options);
}

async function newPlan(
  { stage, terminal, now, interruptible }: Desk,
  queue: NonNullable<ReplayOptions['queue']>,
  options: ReplayOptions,
) {
  const { evenIfStale = false, again = false, include = [], max, limit, from, journal } = options;
  const parts = { box: await openBox(stage(), queue, from), foresee: await createForesee(stage(), queue, now) };
  const request = {
    stage: stage().name,
    filter: filterOf(options, now()),
    asked: { evenIfStale, again, include, ...(max !== undefined && { max }) },
    most: limit,
    now: now(),
  };
  const { plan, complete, seen } = await interruptible((signal) => planReplay(parts, { ...request, signal }));
  if (!complete) terminal.note(`There may be more than this plan: look further with --limit ${limit * 10}.`);
  if (plan.entries.length > 0) return plan;
  // A file hides nothing.
  const queues = from === undefined ? [queue] : [];
  const says = `No visible dead letter of ${queue} matches.`;
  throw await nothingMatches(stage(), says, { queues, seen, journals: journal });
}
