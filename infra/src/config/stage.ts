export const STAGES = ['local', 'dev', 'prod'] as const;

/** A deployment of the whole system; its config is the file of the same name in this folder. */
export type Stage = (typeof STAGES)[number];
