import type { Message, Outcome } from '@postconfirm/contract';
import type { ProcessBatch } from '@postconfirm/runtime';
import { emailIntent } from '@postconfirm/welcome';
import { EMAIL_RULES, type EmailEffect, type Grounds, sendRepeatedly } from '../simulation/functions.ts';
import type { Environment } from '../simulation/mapping.ts';
import type { Calls } from '../simulation/network.ts';
import { WORKERS } from '../simulation/settings.ts';

/** A result is remembered for so long: the default of the Powertools for Lambda, in milliseconds. */
const EXPIRES_AFTER_MS = 3_600_000;
/** As the SDK's client has them by default. */
const TABLE_ATTEMPTS = 3;
const TABLE_TIMEOUT_MS = 2_000;

type Entry = { status: 'INPROGRESS' | 'COMPLETED'; expiresAt: number; inProgressUntil: number };

/** One table of results for a whole town. */
const tables = new WeakMap<Calls, Map<string, Entry>>();

/**
 * A worker made idempotent as documented for the Powertools for Lambda: an entry per message is put if there is none, or
 * one that expired, or one whose invocation must be over; it is completed with the result, and deleted when the work
 * throws. Results expire after an hour.
 */
export const idempotencyWindow: EmailEffect = (grounds, environment): ProcessBatch<Message> => {
  return (batch) => Promise.all(batch.map(({ message }) => once(grounds, environment, message)));
};

async function once(grounds: Grounds, environment: Environment, message: Message): Promise<Outcome> {
  const intent = emailIntent(message.data, EMAIL_RULES);
  if (intent.kind === 'skip') {
    grounds.logOf(environment)('EMAIL_SKIPPED', { sub: message.subject, reason: intent.reason });
    return { kind: 'done' };
  }
  const entries = entriesOf(grounds, environment, message.id);
  try {
    const state = await entries.begin();
    if (state === 'COMPLETED') return { kind: 'duplicate' };
    if (state === 'INPROGRESS') return { kind: 'retry', reason: 'in-progress' };
    if (await sendRepeatedly(grounds, environment.process, { sub: message.subject, attempt: '1' })) {
      await entries.complete();
      return { kind: 'done' };
    }
    await entries.remove();
    return { kind: 'retry', reason: 'failed' };
  } catch {
    return { kind: 'retry', reason: 'table' };
  }
}

/** The entry of one message, over the network. `begin` answers with what stands in the way, if anything does. */
function entriesOf({ network }: Grounds, { process }: Environment, id: string) {
  const table = tables.get(network) ?? new Map<string, Entry>();
  tables.set(network, table);
  const subs = [id.slice(0, id.indexOf('/'))];
  const write = <T>(effect: () => T) =>
    network.callRepeatedly(
      process,
      { operation: 'dynamodb.write', subs, timeoutMs: TABLE_TIMEOUT_MS, effect },
      TABLE_ATTEMPTS,
    );
  const now = () => process.now();
  return {
    begin: () =>
      write(() => {
        const entry = table.get(id);
        const isFree = entry === undefined || entry.expiresAt < now();
        const isOver = entry?.status === 'INPROGRESS' && entry.inProgressUntil < now();
        if (!isFree && !isOver) return entry.status;
        const until = now() + WORKERS['email-worker'].timeoutMs;
        table.set(id, { status: 'INPROGRESS', expiresAt: now() + EXPIRES_AFTER_MS, inProgressUntil: until });
        return undefined;
      }),
    complete: () =>
      write(() => {
        table.set(id, { status: 'COMPLETED', expiresAt: now() + EXPIRES_AFTER_MS, inProgressUntil: 0 });
      }),
    remove: () => write(() => void table.delete(id)),
  };
}
