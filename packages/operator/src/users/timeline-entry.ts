/** What happened to a user, or, without a time, how it stands now. Holds no personal data. */
export type TimelineEntry = { at?: number; what: string; detail: string };
