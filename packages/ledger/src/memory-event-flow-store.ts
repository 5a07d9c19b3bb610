import { type EventFlow, type EventFlowStore, flowAfter } from './event-flow.ts';

/** The stream's state in memory, for tests and simulation. */
export function createMemoryEventFlowStore(): EventFlowStore {
  let flow: EventFlow;
  return {
    read: async () => flow,
    async advance(event, gapMs) {
      flow = flowAfter(flow, event, gapMs);
    },
  };
}
