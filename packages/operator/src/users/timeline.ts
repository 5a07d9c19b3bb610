import type { SourceState } from '@postconfirm/ledger';
import type { Recorded } from '../audit/read-audits.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { LogLine } from '../stage/log-lines.ts';
import type { PoolUser } from '../stage/pool-user.ts';
import { minuteOf } from '../status/time-words.ts';
import { counted } from '../terminal/counted.ts';
import { deliveryEntries } from './delivery-entries.ts';
import type { TimelineEntry } from './timeline-entry.ts';
import type { RecordOfUser, UserItems } from './user-items.ts';

/** All that was read about a user. */
export type KnownOfUser = Pick<UserItems, 'deliveries' | 'record'> & {
  poolUser?: Pick<PoolUser, 'createdAt' | 'status' | 'enabled'> | undefined;
  deadLetters: readonly DeadLetter[];
  lines: readonly LogLine[];
  audits: readonly Recorded[];
};

/** One line of time out of all places: events in their order, then how things stand. */
export function timelineOf({ poolUser, record, deliveries, deadLetters, lines, audits }: KnownOfUser): TimelineEntry[] {
  const entries = [
    ...(poolUser ? ofPool(poolUser) : []),
    ...(record ? ofRecord(record) : []),
    ...deliveries.flatMap(({ kind, delivery }) => deliveryEntries(kind, delivery)),
    ...deadLetters.map(ofDeadLetter),
    ...lines.map(ofLine),
    ...audits.map(ofAudit),
  ];
  return entries.sort((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || 0);
}

const ofPool = ({ createdAt, status, enabled }: NonNullable<KnownOfUser['poolUser']>): TimelineEntry[] => [
  { at: createdAt, what: 'pool', detail: 'signed up, or made by an administrator' },
  { what: 'pool', detail: enabled ? status : `${status}, disabled` },
];

function ofRecord({ cause, confirmedAt, deletedAt, known }: RecordOfUser): TimelineEntry[] {
  return [
    ...(confirmedAt ? [{ at: Date.parse(confirmedAt), what: 'confirmed', detail: `enqueued, cause ${cause}` }] : []),
    ...(deletedAt === undefined
      ? []
      : [{ at: deletedAt, what: 'forgotten', detail: 'on the wish that nothing be kept' }]),
    ...Object.entries(known?.sources ?? {}).flatMap(([name, source]) => ofSource(`source ${name}`, source)),
    ...(known?.writeBack ? [{ what: 'write-back', detail: withReplays(known.writeBack.status, known.writeBack) }] : []),
  ];
}

function ofSource(what: string, state: SourceState): TimelineEntry[] {
  const { status, attempts, reason, fetchedAt, version } = state;
  const fetched = fetchedAt === undefined ? [] : [{ at: fetchedAt, what, detail: `data fetched, version ${version}` }];
  const spent =
    status === 'ok' ? status : `${status} after ${counted(attempts, 'attempt')}${reason ? `: ${reason}` : ''}`;
  return [...fetched, { what, detail: withReplays(spent, state) }];
}

/** A budget was begun anew by a replay. */
const withReplays = (text: string, { replays }: { replays: number }) =>
  replays > 0 ? `${text}; replayed ${counted(replays, 'time')}` : text;

function ofDeadLetter({ queue, death, sentAt, expiresAt, messageId }: DeadLetter): TimelineEntry {
  const why = death.detail ? `${death.reason} (${death.detail})` : death.reason;
  const by = death.worker ? ` by ${death.worker}` : '';
  const at = death.deadLetteredAt ? Date.parse(death.deadLetteredAt) : sentAt;
  const detail = `${why}${by}, id ${messageId}, SQS deletes it ${minuteOf(expiresAt)}`;
  return { at, what: `dead letter of ${queue}`, detail };
}

/** What a line may say of what happened, in this order. */
const TOLD = ['kind', 'attempt', 'attempts', 'eventType', 'source', 'reason', 'detail', 'errorCode', 'waitSeconds'];

function ofLine({ service, at, code, fields }: LogLine): TimelineEntry {
  const told = TOLD.flatMap((name) => (fields[name] === undefined ? [] : [`${name}=${fields[name]}`]));
  return { at, what: `log of ${service}`, detail: [code, ...told].join(' ') };
}

const ofAudit = ({ command, startedAt, who, why }: Recorded): TimelineEntry => ({
  at: startedAt,
  what: 'operator',
  detail: `${command} by ${who}${why === undefined ? '' : `: ${why}`}`,
});
