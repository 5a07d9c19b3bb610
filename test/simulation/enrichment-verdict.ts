import type { Observation } from '@postconfirm/ledger';
import type { Person } from './person.ts';
import type { Town } from './town.ts';

type Enriched = Pick<Town, 'records' | 'table' | 'deadLetters' | 'enqueued'>;

/** The record holds, of each source, the last of all observations that were stored; nothing is left undone or pending. */
export function enrichmentViolations(town: Enriched, { sub }: Person): string[] {
  const waiting = ['confirmations', 'enrichment'].some((queue) => town.deadLetters.get(queue)?.includes(sub));
  const record = town.records.get(sub);
  if (record === undefined) {
    return town.enqueued.has(sub) && !waiting ? [`${sub} has no record, and nothing will make one`] : [];
  }
  return Object.entries(record.sources).flatMap(([source, state]) => {
    const last = latest(town.table.observations.get(`${sub} ${source}`) ?? []);
    if (last === undefined) {
      return state.status === 'pending' && !waiting ? [`${sub}: ${source} is pending, and nothing will fetch it`] : [];
    }
    return JSON.stringify(state.data) === JSON.stringify(last.data) && state.fetchedAt === last.fetchedAt
      ? []
      : [`${sub}: ${source} does not hold the latest of its observations`];
  });
}

/** By version, then by the time of fetching; ties by the data itself do not occur here. */
const latest = (observations: readonly Observation[]): Observation | undefined =>
  observations.toSorted((a, b) => a.version - b.version || a.fetchedAt - b.fetchedAt).at(-1);
