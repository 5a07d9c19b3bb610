/**
 * What a message can ask for alone, and reconciliation finds missing: each is a queue that has its own worker. A worker
 * that is none of these gets every message of its route that does not ask for something else.
 */
export const EFFECTS = ['email', 'enrichment'] as const;

export type Effect = (typeof EFFECTS)[number];
