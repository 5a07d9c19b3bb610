import type { TimelineEntry } from './timeline-entry.ts';

/** `time  what  detail`, in columns. */
export function timelineLines(timeline: readonly TimelineEntry[]): string[] {
  const width = Math.max(0, ...timeline.map(({ what }) => what.length));
  return timeline.map(({ at, what, detail }) => `${timeOf(at)}  ${what.padEnd(width)}  ${detail}`);
}

const timeOf = (at: number | undefined) => (at === undefined ? 'now'.padEnd(24) : new Date(at).toISOString());
