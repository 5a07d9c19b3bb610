import type { DeliveryKey } from '@postconfirm/ledger';
import { audited } from '../audit/audited.ts';
import { MOST_AT_ONCE, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { lookAt } from '../dead-letters/look-at.ts';
import type { Desk } from '../desk.ts';
import { poolOf } from '../stage/pool-of.ts';
import type { Stage } from '../stage/stage.ts';
import { heldDeliveries } from './held-emails.ts';
import { sendAnew, type Way, wayOf } from './resend.ts';
import { createSettle, type Settle, type Settled, type Word } from './settle.ts';

/** What became of one delivery that a person decided on. */
export type Resolved = { sub: string; kind: string; result: 'sent' | 'resent' | 'refused'; by?: string; says?: string };

/** What a resend leaves for a replay: the message ids of the dead letters that carry it. */
export type Resolution = { resolved: Resolved[]; ids: string[] };

/** Which deliveries are meant: all that are held, or those of the users that are named. */
export async function targetsOf(stage: Stage, users: readonly string[] | undefined): Promise<DeliveryKey[]> {
  const held = (await heldDeliveries(stage)).map(({ key }) => key);
  if (users === undefined) return held;
  const keys = users.map(async (sub) => {
    const own = held.filter((key) => key.sub === sub);
    return own.length > 0 ? own : [{ pool: await poolOf(stage), sub, kind: 'confirmed' }];
  });
  return (await Promise.all(keys)).flat();
}

export type Resolving = {
  word: Word;
  keys: readonly DeliveryKey[];
  filter: Record<string, unknown>;
  why?: string | undefined;
};

/** Puts a person's word on these deliveries into the ledger, and records who gave it and why. */
export async function resolve(desk: Desk, stage: Stage, { word, keys, filter, why }: Resolving): Promise<Resolution> {
  return audited(desk, { command: `email resolve --${word}`, filter, why }, async () => {
    const result = word === 'sent' ? await resolveSent(stage, keys, desk.now) : await resolveResend(desk, stage, keys);
    return { result, counts: countsOf(result) };
  });
}

const countsOf = ({ resolved }: Resolution) => ({
  seen: resolved.length,
  refused: resolved.filter(({ result }) => result === 'refused').length,
  done: resolved.filter(({ result }) => result !== 'refused').length,
});

async function resolveSent(stage: Stage, keys: readonly DeliveryKey[], now: () => number): Promise<Resolution> {
  const { settle } = await createSettle(stage, 'sent', now);
  const resolved: Resolved[] = [];
  for (const key of keys) resolved.push(resolvedOf(key, await settle(key), 'sent'));
  return { resolved, ids: [] };
}

/** Opens each delivery again and sees to its message; those that have a dead letter are left to a replay of it. */
async function resolveResend(
  { now, interruptible }: Desk,
  stage: Stage,
  keys: readonly DeliveryKey[],
): Promise<Resolution> {
  const { may, settle } = await createSettle(stage, 'resend', now);
  const users = keys.map(({ sub }) => sub);
  const box = await openDeadLetterBox(stage, 'email');
  const { letters } = await interruptible((signal) => lookAt(box, { most: MOST_AT_ONCE, filter: { users }, signal }));
  const resolution: Resolution = { resolved: [], ids: [] };
  for (const key of keys) {
    const allowed = await may(key);
    const way: Way = allowed.done
      ? await wayOf(stage, key, letters, now())
      : { key, by: 'nothing', says: allowed.says };
    resolution.resolved.push(await reopened(stage, way, settle));
    if (way.by === 'dead-letter' && resolution.resolved.at(-1)?.result === 'resent') resolution.ids.push(...way.ids);
  }
  return resolution;
}

async function reopened(stage: Stage, way: Way, settle: Settle): Promise<Resolved> {
  const { key } = way;
  if (way.by === 'nothing') return { ...nameOf(key), result: 'refused', says: way.says };
  const settled = await settle(key);
  if (settled.done && way.by === 'pool') await sendAnew(stage, way.message);
  return { ...resolvedOf(key, settled, 'resend'), by: way.by };
}

function resolvedOf(key: DeliveryKey, settled: Settled, word: Word): Resolved {
  if (!settled.done) return { ...nameOf(key), result: 'refused', says: settled.says };
  return { ...nameOf(key), result: word === 'sent' ? 'sent' : 'resent' };
}

const nameOf = ({ sub, kind }: DeliveryKey) => ({ sub, kind });
