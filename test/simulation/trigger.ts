import { encodeMessage } from '@postconfirm/contract';
import type { Log } from '@postconfirm/runtime';
import { createConfirm } from '@postconfirm/trigger/confirm.ts';
import type { Fate } from './faults.ts';
import { CallFailed, type Calls } from './network.ts';
import { confirmationEvent, type Person } from './person.ts';
import { Process } from './process.ts';
import type { Queue } from './queue.ts';
import { COGNITO_TRIES, TIMES } from './settings.ts';
import type { World } from './world.ts';

/** As in services/trigger/src/enqueue.ts: two attempts, and one limit over both. */
const ATTEMPTS = 2;
const ATTEMPT_MS = 1_000;
const BUDGET_MS = 2_500;
/** Chance that a user has no address any more when Cognito asks again. */
const ADDRESS_GONE = 0.3;

export type SignUps = {
  world: World;
  network: Calls;
  fate: Fate;
  confirmations: Queue;
  log: (name: string) => Log;
  /** Told of a user whose confirmation SQS accepted. */
  enqueued: (sub: string) => void;
  /** Told how long an invocation that came to its end took, in milliseconds, and how long of it the process stood still. */
  took: (sub: string, milliseconds: number, frozenMs: number) => void;
  /** Told of a user whose invocation Lambda had to end, though it neither crashed nor stood still. */
  overran: (sub: string) => void;
  /** Told of a user who had no address any more when Cognito asked again. */
  addressGone: (sub: string) => void;
};

/** Cognito confirms somebody and calls the trigger, up to three times while there is no answer. */
export function confirm(signUps: SignUps, person: Person, tries = 1): void {
  const { world, fate } = signUps;
  const process = new Process(world, { name: `trigger-${person.sub}-${tries}`, skewMs: 0 });
  const started = world.now();
  let ended = false;
  let answered = false;
  world.wakeAt(started, () => {
    // Between two calls the user may change.
    const isAddressGone = tries > 1 && world.chance(ADDRESS_GONE);
    if (isAddressGone) signUps.addressGone(person.sub);
    const event = confirmationEvent(person, isAddressGone);
    void confirmIn(process, signUps, { sub: person.sub, event }).then(() => {
      ended = true;
      signUps.took(person.sub, world.now() - started, process.frozenMs);
      answered = !fate.way('no-answer', person.sub);
    });
  });
  world.at(started + TIMES.triggerTimeoutMs, () => {
    if (process.frozen) return;
    if (process.alive && !ended) signUps.overran(person.sub);
    process.die();
  });
  world.at(started + TIMES.cognitoTimeoutMs, () => {
    if (!answered && tries < COGNITO_TRIES) confirm(signUps, person, tries + 1);
  });
}

function confirmIn(
  process: Process,
  { network, confirmations, log, world, enqueued }: SignUps,
  { sub, event }: { sub: string; event: unknown },
): Promise<void> {
  const run = createConfirm({
    allowed: { customAttributes: [], clientMetadataKeys: [], region: 'eu-central-1' },
    moment: () => ({ time: new Date(world.now()).toISOString(), uuid: sub, traceparent: undefined }),
    log: log(process.name),
    enqueue: (message) => {
      const effect = () => {
        confirmations.send(encodeMessage(message));
        enqueued(sub);
      };
      const request = { operation: 'sqs.send', subs: [sub], timeoutMs: ATTEMPT_MS, effect } as const;
      return withinBudget(process, network.callRepeatedly(process, request, ATTEMPTS));
    },
  });
  return run(event);
}

const withinBudget = (process: Process, sending: Promise<void>): Promise<void> =>
  Promise.race([
    sending,
    process.wait(BUDGET_MS).then(() => {
      throw CallFailed.by('no-answer');
    }),
  ]);
