/** What a confirmation can lead to: each has a queue and a worker of its own. */
export const EFFECTS = ['email', 'enrichment'] as const;

export type Effect = (typeof EFFECTS)[number];
