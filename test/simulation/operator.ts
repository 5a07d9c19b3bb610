import type { Delivery } from '@postconfirm/ledger';
import type { Lane } from './functions.ts';
import type { LedgerTable } from './ledger-table.ts';
import { POOL } from './person.ts';
import type { Queue } from './queue.ts';
import type { Accepted } from './ses.ts';
import { subsOf } from './subs.ts';
import type { World } from './world.ts';

type Desk = {
  world: World;
  table: LedgerTable;
  lanes: Record<string, Lane>;
  emails: readonly Accepted[];
};

/** Chance that a replayed dead letter is moved twice: by two people, or by a replay that died and was repeated. */
const TWICE = 0.1;
/** Chances that a held email is asked to be sent again, or settled as sent; what is left stays held. */
const RESEND = 0.3;
const SENT = 0.3;
/** Chance that a user is forgotten when all is over. */
const FORGET = 0.02;

/** A person settles held emails, forgets some users and replays every dead letter; the users whose email is to be sent again. */
export async function actAsOperator({ world, table, lanes, emails }: Desk): Promise<string[]> {
  const resent: string[] = [];
  for (const sub of subsIn(lanes['email']?.deadLetters)) {
    const key = { pool: POOL, sub, kind: 'confirmed' };
    const seen = await table.deliveries.read(key);
    if (seen?.state !== 'HELD') continue;
    if (await settle({ world, table, seen, key })) resent.push(sub);
  }
  for (const sub of new Set(emails.map((email) => email.sub))) {
    const key = { pool: POOL, sub, kind: 'confirmed' };
    if (world.chance(FORGET))
      await table.deliveries.forget(key, await table.deliveries.read(key), { now: world.now() });
  }
  for (const lane of Object.values(lanes)) replayAll(world, lane);
  return resent;
}

type Held = { world: World; table: LedgerTable; seen: Delivery; key: { pool: string; sub: string; kind: string } };

/** Whether the email is to be sent again. */
async function settle({ world, table, seen, key }: Held): Promise<boolean> {
  const now = world.now();
  const dice = world.random();
  if (dice < RESEND) return table.deliveries.reopen(key, seen, { now });
  if (dice < RESEND + SENT) await table.deliveries.settle(key, seen, { now });
  return false;
}

/** Every dead letter goes back to its queue; it is deleted only after that. */
function replayAll(world: World, { queue, deadLetters }: Lane): void {
  for (const letter of deadLetters.receive(Number.POSITIVE_INFINITY)) {
    const copies = world.chance(TWICE) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) queue.send(replayed(letter.body));
    deadLetters.delete(letter);
  }
}

/** The same message, replayed once more; an event of SES has no such count. */
const replayed = (body: string) =>
  body.replace(/"replays":(\d+)/, (_, count: string) => `"replays":${Number(count) + 1}`);

const subsIn = (queue: Queue | undefined): string[] => [
  ...new Set(queue?.lying().flatMap(({ body }) => subsOf(body)) ?? []),
];
