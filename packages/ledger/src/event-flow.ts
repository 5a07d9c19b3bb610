/**
 * What is known of the stream of SES's events (epoch ms): when the latest one was applied, and since when they flow
 * without a gap. Undefined while none was ever read: then silence proves nothing.
 */
export type EventFlow = { lastSeen: number; flowingSince: number } | undefined;

/** An event that was applied: when it was made, and when it was applied. */
export type SeenEvent = { eventAt: number; now: number };

/**
 * The stream after one more event. It flows anew from now on when nothing was applied for longer than the gap, or when
 * the event itself is older than that: others made since may still be on their way.
 */
export function flowAfter(flow: EventFlow, { eventAt, now }: SeenEvent, gapMs: number): NonNullable<EventFlow> {
  const flows = flow !== undefined && now - flow.lastSeen <= gapMs && now - eventAt <= gapMs;
  return {
    lastSeen: Math.max(now, flow?.lastSeen ?? now),
    flowingSince: flows ? flow.flowingSince : Math.max(now, flow?.flowingSince ?? now),
  };
}

/** Where the state of the stream is kept; one for all environments. */
export type EventFlowStore = {
  /** Strongly consistent. */
  read: () => Promise<EventFlow>;
  /** Call it only after the event was applied. Rejects when the table does not answer. */
  advance: (event: SeenEvent, gapMs: number) => Promise<void>;
};
