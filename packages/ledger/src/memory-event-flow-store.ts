import { type EventFlow, type EventFlowStore, flowAfter } from './event-flow.ts';

/** The stream's state in memory, for tests and simulation; `kept` holds it, for those who put another state there. */
export function createMemoryEventFlowStore(kept: { flow: EventFlow } = { flow: undefined }): EventFlowStore {
  return {
    read: async () => kept.flow,
    async advance(event, gapMs) {
      kept.flow = flowAfter(kept.flow, event, gapMs);
    },
  };
}
