import type { Delivery } from '@postconfirm/ledger';
import { counted } from '../terminal/counted.ts';
import type { TimelineEntry } from './timeline-entry.ts';

/** What the ledger tells of one email. */
export function deliveryEntries(kind: string, delivery: Delivery): TimelineEntry[] {
  const what = `email ${kind}`;
  const { createdAt, attempt, uncertainSince, events = {}, forgottenAt } = delivery;
  const entry = (at: number | undefined, detail: string) => (at === undefined ? [] : [{ at, what, detail }]);
  return [
    ...entry(createdAt, attempt > 0 ? 'first attempt' : 'first decided, no attempt'),
    ...entry(uncertainSince, 'from here on nobody knows whether SES took it'),
    ...entry(delivery.sentAt, sentBy(delivery)),
    ...Object.entries(events).flatMap(([type, at]) => entry(at, `SES says ${type}`)),
    ...entry(forgottenAt, 'marked: the user was forgotten'),
    { what, detail: standing(delivery) },
  ];
}

/** Only a person's word leaves a reason on what is SENT. */
const sentBy = ({ reason, messageId }: Delivery) =>
  reason === 'operator' ? 'counted as sent on an operator’s word' : `SES accepted it as ${messageId}`;

function standing({ state, reason, attempt, budget, resent, dueAt, otherMessageIds = [] }: Delivery): string {
  return [
    state === 'SENT' ? state : `${state}${reason ? ` (${reason})` : ''}`,
    counted(attempt, 'attempt'),
    ...(state === 'RETRY' ? [`${budget.attempts} of them in this budget`] : []),
    ...(budget.replays > 0 ? [`replayed ${counted(budget.replays, 'time')}`] : []),
    ...(resent ? ['sent once more after a doubt'] : []),
    ...(otherMessageIds.length > 0
      ? [`SES told of ${counted(otherMessageIds.length, 'further copy', 'further copies')}`]
      : []),
    ...(dueAt === undefined ? [] : [`due ${new Date(dueAt).toISOString()}`]),
  ].join(', ');
}
