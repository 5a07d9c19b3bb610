import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventFlow, flowAfter } from './event-flow.ts';

const GAP = 300_000;
const NOW = 1_800_000_000_000;
const flowing: EventFlow = { lastSeen: NOW, flowingSince: NOW - 3_600_000 };

describe('the stream of events', () => {
  it('flows from the first event on', () => {
    expect(flowAfter(undefined, { eventAt: NOW, now: NOW }, GAP)).toEqual({ lastSeen: NOW, flowingSince: NOW });
  });

  it.each([
    [{ eventAt: NOW + GAP, now: NOW + GAP }, flowing.flowingSince],
    [{ eventAt: NOW + GAP + 1, now: NOW + GAP + 1 }, NOW + GAP + 1],
    [{ eventAt: NOW + 1 - GAP, now: NOW + 1 }, flowing.flowingSince],
    [{ eventAt: NOW - GAP, now: NOW + 1 }, NOW + 1],
  ])('after %o flows since %d', (event, flowingSince) => {
    expect(flowAfter(flowing, event, GAP)).toEqual({ lastSeen: event.now, flowingSince });
  });

  it('never goes back, whatever comes', () => {
    const moments = fc.integer({ min: NOW - 2 * GAP, max: NOW + 2 * GAP });
    fc.assert(
      fc.property(fc.array(fc.record({ eventAt: moments, now: moments })), (events) => {
        let flow: EventFlow = flowing;
        for (const event of events) {
          const next = flowAfter(flow, event, GAP);
          expect(next.lastSeen).toBeGreaterThanOrEqual(flow?.lastSeen ?? 0);
          expect(next.flowingSince).toBeGreaterThanOrEqual(flow?.flowingSince ?? 0);
          flow = next;
        }
      }),
    );
  });
});
