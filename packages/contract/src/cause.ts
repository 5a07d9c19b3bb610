/** Why a message exists; the route table and the email rules read it. */
export const CAUSES = ['sign-up', 'admin', 'federated', 'reconciled', 'console-test', 'probe'] as const;

export type Cause = (typeof CAUSES)[number];
