import type { Message } from './message.ts';

/** What a message is about, once per subject: `confirmed`, `console-test`, `probe`, `password-reset`. */
export type Kind = 'confirmed' | 'console-test' | 'probe' | 'password-reset';

/**
 * A confirmation happens once per user, so Cognito's repeated invocations, SQS duplicates, replays and reconciliation
 * all meet on this one id.
 */
export const confirmedId = (sub: string) => `${sub}/confirmed`;

export const consoleTestId = (uuid: string) => `${uuid}/console-test`;

export const probeId = (uuid: string) => `${uuid}/probe`;

/** A password reset recurs: its time (ISO 8601) tells one from the next. */
export const passwordResetId = (sub: string, time: string) => `${sub}/password-reset/${time}`;

export const messageKind = (message: Pick<Message, 'id'>) => message.id.split('/')[1] as Kind;

export const messageSource = (region: string, userPoolId: string) => `cognito:${region}:${userPoolId}`;

/** The same where the pool alone is known: its id begins with its region. */
export const sourceOfPool = (userPoolId: string) => messageSource(userPoolId.split('_')[0] ?? '', userPoolId);

/** The user pool id of a message; `console-test` for the console's test event, which names no pool. */
export const userPoolOf = (message: Pick<Message, 'source'>) => message.source.split(':')[2] as string;
