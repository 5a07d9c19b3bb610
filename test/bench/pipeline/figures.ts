import { type Spread, spreadOf } from '../trigger/statistics.ts';
import type { Course } from './crowd.ts';

/** Milliseconds of each hop, waits on its queue included. */
export type Hops = Record<'enqueue' | 'route' | 'accept' | 'enrich' | 'whole', Spread>;

/**
 * Of one run. Users per second, from the first that began to the last that was done: by the email, by the record, by both.
 * The filling and the emptying of the pipeline are in it, so a small crowd shows less than many processes could do.
 */
export type Figures = { users: number; hops: Hops; perSecond: Record<'email' | 'record' | 'both', number> };

export function figuresOf(courses: readonly Course[]): Figures {
  const of = (ms: (course: Required<Course>) => number) => courses.map((course) => ms(course as Required<Course>));
  const hop = (ms: (course: Required<Course>) => number) => spreadOf(of(ms));
  const begun = Math.min(...of((course) => course.begun));
  const rate = (ends: number[]) => (courses.length / (Math.max(...ends) - begun)) * 1000;
  return {
    users: courses.length,
    hops: {
      enqueue: hop(({ begun, enqueued }) => enqueued - begun),
      route: hop(({ enqueued, routed }) => routed - enqueued),
      accept: hop(({ routed, accepted }) => accepted - routed),
      enrich: hop(({ routed, enriched }) => enriched - routed),
      whole: hop(({ begun, accepted }) => accepted - begun),
    },
    perSecond: {
      email: rate(of(({ accepted }) => accepted)),
      record: rate(of(({ enriched }) => enriched)),
      both: rate(of(({ accepted, enriched }) => Math.max(accepted, enriched))),
    },
  };
}
