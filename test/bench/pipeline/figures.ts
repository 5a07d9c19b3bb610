import { type Spread, spreadOf } from '../trigger/statistics.ts';
import type { Course } from './crowd.ts';

/** Milliseconds of each hop, waits on its queue included. */
export type Hops = Record<'enqueue' | 'route' | 'accept' | 'enrich' | 'whole', Spread>;

/** Of one run. Users per second: of the email, of the record, and of both, by which a user is done. */
export type Figures = { users: number; hops: Hops; perSecond: Record<'email' | 'record' | 'both', number> };

export function figuresOf(courses: readonly Course[]): Figures {
  const hop = (ms: (course: Required<Course>) => number) =>
    spreadOf(courses.map((course) => ms(course as Required<Course>)));
  const hops = {
    enqueue: hop(({ begun, enqueued }) => enqueued - begun),
    route: hop(({ enqueued, routed }) => routed - enqueued),
    accept: hop(({ routed, accepted }) => accepted - routed),
    enrich: hop(({ routed, enriched }) => enriched - routed),
    whole: hop(({ begun, accepted }) => accepted - begun),
  };
  const times = (ms: (course: Required<Course>) => number) => courses.map((course) => ms(course as Required<Course>));
  return {
    users: courses.length,
    hops,
    perSecond: {
      email: steadyRate(times(({ accepted }) => accepted)),
      record: steadyRate(times(({ enriched }) => enriched)),
      both: steadyRate(times(({ accepted, enriched }) => Math.max(accepted, enriched))),
    },
  };
}

/** Completions per second of the middle four fifths: neither while the pipeline fills nor while it empties. */
export function steadyRate(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const [first, last] = [Math.floor(sorted.length * 0.1), Math.ceil(sorted.length * 0.9) - 1];
  const seconds = ((sorted[last] ?? 0) - (sorted[first] ?? 0)) / 1000;
  return seconds > 0 ? (last - first) / seconds : Number.NaN;
}
