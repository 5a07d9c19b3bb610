import { commandLine } from '../stage/command-line.ts';
import type { Stage } from '../stage/stage.ts';
import { workersOf } from '../stage/workers.ts';
import type { KnownOfUser } from './timeline.ts';
import type { TimelineEntry } from './timeline-entry.ts';

/** Whether an email may be on its way of which the ledger has nothing yet: the user is confirmed, and no message died. */
export const mayWait = ({
  poolUser,
  record,
  deliveries,
  deadLetters,
}: Omit<KnownOfUser, 'lines' | 'audits'>): boolean =>
  deliveries.length === 0 &&
  record?.deletedAt === undefined &&
  (record !== undefined || poolUser?.status === 'CONFIRMED') &&
  !deadLetters.some(({ queue }) => queue === 'email' || queue === 'confirmations');

/** How an email stands that no delivery has begun of; that its worker is paused, where it is. */
export async function waitingEmail(stage: Stage): Promise<TimelineEntry> {
  const paused = (await workersOf(stage)).filter(
    ({ queue, state }) =>
      (queue === 'email' || queue === 'confirmations') && state !== 'Enabled' && state !== 'Enabling',
  );
  const detail = [
    'nothing yet: the message waits in queue email, or was never enqueued',
    ...paused.map(({ name, state }) => `${name} is paused (${state}). Next: ${commandLine(stage, `resume ${name}`)}`),
  ].join('; ');
  return { what: 'email', detail };
}
