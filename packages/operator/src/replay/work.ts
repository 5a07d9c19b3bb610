import { type Fate, REPLAYED } from './fate.ts';
import type { Past } from './past.ts';
import type { Plan, PlanEntry } from './plan.ts';

/** What is left to do of a plan, by what lies in the queue and what the journal says. */
export type Work = {
  /** In the plan's order. */
  send: PlanEntry[];
  /** Have a copy already: only to be deleted. */
  finish: PlanEntry[];
  /** Decided already, by message id. */
  fates: Map<string, Fate>;
};

export function workOf(plan: Plan, visible: { has: (messageId: string) => boolean }, past: Past): Work {
  const work: Work = { send: [], finish: [], fates: new Map() };
  for (const entry of plan.entries) {
    const { messageId, does } = entry;
    const isVisible = visible.has(messageId);
    const hasCopy = past.copied.has(messageId) || past.deleted.has(messageId);
    if (does === 'leave') work.fates.set(messageId, { as: 'skipped', because: 'left' });
    else if (hasCopy && isVisible) work.finish.push(entry);
    else if (hasCopy) work.fates.set(messageId, REPLAYED);
    else if (isVisible) work.send.push(entry);
    else work.fates.set(messageId, { as: 'skipped', because: 'gone' });
  }
  return work;
}
