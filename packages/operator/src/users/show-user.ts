import { QUEUES } from '@postconfirm/contract';
import { auditsOfUser } from '../audit/audits-of-user.ts';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { lookAtQueues } from '../dead-letters/look-at-queues.ts';
import type { Stage } from '../stage/stage.ts';
import { isOf } from './dead-letters-of-user.ts';
import { type FoundUser, findUser } from './find-user.ts';
import { timelineOf } from './timeline.ts';
import type { TimelineEntry } from './timeline-entry.ts';
import { userLogs } from './user-logs.ts';
import { mayWait, waitingEmail } from './waiting-email.ts';

export type UserView = Pick<FoundUser, 'key' | 'poolUser'> & {
  timeline: TimelineEntry[];
  items: FoundUser['items']['items'];
  /** False when a dead-letter queue holds more than was looked at. */
  complete: boolean;
};

type Shown = {
  who: string;
  /** Dead letters of each queue that are looked at. */
  most: number;
  /** Logs from then on, when they are asked for. */
  logsSince?: number;
};

/** All that is known of a user; nothing is changed. */
export async function showUser(stage: Stage, { who, most, logsSince }: Shown): Promise<UserView> {
  const { key, items, poolUser } = await findUser(stage, who);
  const boxes = await openDeadLetterBoxes(stage, QUEUES);
  const [{ letters, complete }, lines, audits] = await Promise.all([
    lookAtQueues(boxes, { most }),
    logsSince === undefined ? [] : userLogs(stage, key.sub, logsSince),
    auditsOfUser(stage, key.sub),
  ]);
  const deadLetters = letters.filter((letter) => isOf(key, letter));
  const known = { ...items, poolUser, deadLetters, lines, audits };
  const timeline = [...timelineOf(known), ...(mayWait(known) ? [await waitingEmail(stage)] : [])];
  return { key, poolUser, timeline, items: items.items, complete };
}
