/** The workers by the name that dead letters and mappings give them. */
export const WORKERS = ['fan-out', 'email-worker', 'enrichment-worker', 'email-events'] as const;
