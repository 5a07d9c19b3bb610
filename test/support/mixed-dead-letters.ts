import type { Stack } from '@postconfirm/local-aws';
import { aConfirmation, bodyOf, type Dying } from './dead-letters.ts';
import { keyOf, ledgerOf } from './table.ts';

/** A dead letter in a situation of its own: where it lies, and what a plan must say of it. */
export type Mixed = { kind: string; queue: string; sub?: string; email?: string; letter: Dying; prediction: string };

type Make = (stack: Stack) => Promise<Omit<Mixed, 'kind'>>;

const HOUR_MS = 3_600_000;
const NOW = () => Date.now();

type User = ReturnType<typeof aConfirmation>;

const ofEmail = (user: User, prediction: string, dying: Partial<Dying>): Omit<Mixed, 'kind'> => ({
  queue: 'email',
  sub: user.sub,
  email: user.email,
  letter: { body: bodyOf(user), ...dying },
  prediction,
});

const claimOf = (attempts: number, marks = { replays: 0, requestedAt: 0 }) => ({
  attempt: attempts,
  budget: { attempts, ...marks },
  resent: false,
  owner: 'a-worker-long-ago',
  leaseUntil: NOW() - HOUR_MS,
});

/** RETRY with so many attempts spent. */
async function refuse(stack: Stack, { sub, message }: User, attempts: number, replays = 0): Promise<void> {
  const { deliveries } = ledgerOf(stack);
  const claim = claimOf(attempts, { replays, requestedAt: Date.parse(message.time) });
  await deliveries.claim(keyOf(stack, sub), undefined, claim, NOW());
  await deliveries.release(keyOf(stack, sub), claim, { budget: claim.budget, dueAt: NOW(), reason: 'refused' });
}

/** HELD, as after a doubt of hours. */
export async function holdEmail(stack: Stack, sub: string): Promise<void> {
  const { deliveries } = ledgerOf(stack);
  const key = keyOf(stack, sub);
  const claim = claimOf(1);
  await deliveries.claim(key, undefined, claim, NOW() - 5 * HOUR_MS);
  const seen = await deliveries.read(key);
  if (seen) await deliveries.hold(key, seen, { since: NOW() - 4 * HOUR_MS });
}

const email: Record<string, Make> = {
  async attempts(stack) {
    const user = aConfirmation(stack);
    await refuse(stack, user, 8);
    return ofEmail(user, 'would-send', { reason: 'attempts' });
  },
  async rejected(stack) {
    const user = aConfirmation(stack);
    await refuse(stack, user, 1);
    return ofEmail(user, 'would-send', { reason: 'rejected', detail: 'MessageRejected' });
  },
  async redriven(stack) {
    return ofEmail(aConfirmation(stack), 'would-send', { attributes: { tenant: 'blue' } });
  },
  async uncertain(stack) {
    const user = aConfirmation(stack);
    await holdEmail(stack, user.sub);
    return ofEmail(user, 'held', { reason: 'uncertain' });
  },
  async stale(stack) {
    const time = new Date(NOW() - 80 * HOUR_MS).toISOString();
    return ofEmail(aConfirmation(stack, { time }), 'stale', { reason: 'aged' });
  },
  async alreadySent(stack) {
    const user = aConfirmation(stack);
    await ledgerOf(stack).deliveries.recordSent(keyOf(stack, user.sub), { messageId: 'sent-long-ago', now: NOW() });
    return ofEmail(user, 'already-sent', { reason: 'uncertain' });
  },
  async noAddress(stack) {
    const user = aConfirmation(stack, { data: { cause: 'sign-up', attributes: {}, clientMetadata: {} } });
    return ofEmail(user, 'would-skip', { reason: 'attempts' });
  },
  async forgotten(stack) {
    const user = aConfirmation(stack);
    await ledgerOf(stack).deliveries.forget(keyOf(stack, user.sub), undefined, { now: NOW() });
    return ofEmail(user, 'user-deleted', { reason: 'attempts' });
  },
  /** The first replay of a reconciled message, after an older message of the user was replayed three times. */
  async noFreshBudget(stack) {
    const { data } = aConfirmation(stack).message;
    const user = aConfirmation(stack, { data: { ...data, cause: 'reconciled' } });
    await refuse(stack, user, 8, 3);
    return ofEmail(user, 'attempts', { reason: 'attempts' });
  },
  async tooOften(stack) {
    return ofEmail(aConfirmation(stack, { replays: 5 }), 'too-often', { reason: 'attempts' });
  },
  async poison() {
    const letter = { body: `not json ${Math.random()}`, reason: 'poison', detail: 'not-json' };
    return { queue: 'email', letter, prediction: 'invalid' };
  },
  async schemaNewer(stack) {
    const body = bodyOf(aConfirmation(stack)).replace('confirmed.v1', 'confirmed.v2');
    const letter = { body, reason: 'schema-newer', detail: 'postconfirm.user.confirmed.v2' };
    return { queue: 'email', letter, prediction: 'invalid' };
  },
};

const elsewhere: Record<string, Make> = {
  async sourceFailed(stack) {
    const { sub, message } = aConfirmation(stack);
    const key = { pool: stack.endpoints.userPoolId, sub };
    const { records } = ledgerOf(stack);
    const budget = { attempts: 12, replays: 0, requestedAt: Date.parse(message.time) };
    await records.open(key, { cause: 'sign-up', confirmedAt: message.time }, ['crm', 'loyalty']);
    await records.recordFailure(key, 'crm', { status: 'failed', reason: 'unavailable', budget });
    const letter = { body: bodyOf({ message }), reason: 'source-failed', detail: 'crm' };
    return { queue: 'enrichment', sub, letter, prediction: 'would-fetch' };
  },
  async ingress(stack) {
    const user = aConfirmation(stack);
    const { sub, email: address } = user;
    return { queue: 'confirmations', sub, email: address, letter: { body: bodyOf(user) }, prediction: 'would-fan-out' };
  },
  async event(stack) {
    const { sub } = aConfirmation(stack);
    const key = keyOf(stack, sub);
    await ledgerOf(stack).deliveries.recordSent(key, { messageId: `of-${sub}`, now: NOW() });
    const tags = Object.fromEntries(Object.entries(key).map(([name, value]) => [name, [value]]));
    const mail = { timestamp: new Date().toISOString(), messageId: `of-${sub}`, tags };
    return {
      queue: 'email-events',
      sub,
      letter: { body: JSON.stringify({ eventType: 'Delivery', mail }) },
      prediction: 'would-record',
    };
  },
};

const KINDS = { ...email, ...elsewhere };

/** So many of each kind, with the ledger in the state that each needs; nothing lies in a queue yet. */
export async function mixedDeadLetters(stack: Stack, counts: Partial<Record<string, number>>): Promise<Mixed[]> {
  const wanted = Object.entries(counts).flatMap(([kind, count = 0]) => Array<string>(count).fill(kind));
  return Promise.all(
    wanted.map(async (kind) => {
      const make = KINDS[kind];
      if (make === undefined) throw new Error(`No dead letter is of kind ${kind}.`);
      return { kind, ...(await make(stack)) };
    }),
  );
}
