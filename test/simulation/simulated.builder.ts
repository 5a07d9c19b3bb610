import { EMAIL_EVENTS } from '@postconfirm/email-events/email-event.ts';
import type { CallFault, Fate } from './faults.ts';
import { sendByOneCall } from './functions.ts';
import { IndexedMessages } from './indexed-messages.ts';
import { Network } from './network.ts';
import { Process } from './process.ts';
import type { QueueReceive, QueueRig, QueueSettings } from './queue.contract.ts';
import { Queue } from './queue.ts';
import { sendBatchTo, sourceQueue } from './queue-client.ts';
import { type Messages, ScannedMessages } from './queue-messages.ts';
import type { SesBehaviour, SesRig } from './ses.contract.ts';
import { Ses } from './ses.ts';
import { World } from './world.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const DAY_MS = 86_400_000;

/** A world in which a promise comes to its end, and whose clock goes on by seconds. `faults`: of the next calls. */
function smallWorld() {
  const world = new World({ seed: 1, startsAt: START });
  const faults: CallFault[] = [];
  const fate: Fate = { call: () => faults.shift(), way: () => false };
  const network = new Network(world, fate, { told: () => undefined });
  const caller = new Process(world, { name: 'worker', skewMs: 0 });
  const passTo = async (moment: number) => {
    let over = false;
    world.at(moment, () => {
      over = true;
    });
    // What is popped after the end is not run: let it be nothing.
    world.at(moment, () => undefined);
    await world.run(() => over);
  };
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    // Longer than a call takes with its repetitions, shorter than any wait of the suites.
    await passTo(world.now() + 500);
    return promise;
  };
  return { world, network, fate, faults, process: () => caller, passTo, settle };
}

export const simulatedQueue = (settings: QueueSettings): Promise<QueueRig> => queueOf(settings, new ScannedMessages());

export const deepQueue = (settings: QueueSettings): Promise<QueueRig> => queueOf(settings, new IndexedMessages());

async function queueOf({ visibilitySeconds, maxReceives }: QueueSettings, messages: Messages): Promise<QueueRig> {
  const { world, network, faults, process, passTo, settle } = smallWorld();
  const common = { retentionMs: 14 * DAY_MS, visibilityMs: visibilitySeconds * 1000 };
  const deadLetters = new Queue(world, { ...common, name: 'dead', maxReceives: Number.POSITIVE_INFINITY });
  const queue = new Queue(world, { ...common, name: 'queue', maxReceives, deadLetters, messages });
  const source = sourceQueue({ queue, deadLetters }, { process, network });
  const sendBatch = sendBatchTo({ email: queue, enrichment: queue }, { process, network });
  const receiveFrom = async (from: Queue, seconds: number): Promise<QueueReceive[]> => {
    const end = world.now() + seconds * 1000;
    for (;;) {
      const received = from.receive(10);
      const next = from.nextVisible();
      if (received.length > 0) return received.map((one) => ({ ...one, handle: `${one.messageId} ${one.receipt}` }));
      if (next === undefined || next > end) return [];
      await passTo(next);
    }
  };
  return {
    source: {
      delay: (handle, seconds) => settle(source.delay(handle, seconds)),
      deadLetter: (body, attributes) => settle(source.deadLetter(body, attributes)),
    },
    sendBatch: (target, bodies) => settle(sendBatch(target, bodies)),
    sendBatchInVain: (target, bodies) => {
      faults.push('refuse', 'refuse');
      return settle(sendBatch(target, bodies));
    },
    receive: (seconds = 2) => receiveFrom(queue, seconds),
    receiveDead: (seconds = 2) => receiveFrom(deadLetters, seconds),
    delete: async (handle) => {
      const [messageId = '', receipt = ''] = handle.split(' ');
      queue.delete({ messageId, receipt });
    },
  };
}

/** What each behaviour is in this world. */
const FAULT_OF: Partial<Record<SesBehaviour, CallFault>> = {
  'answer-lost': 'lost-reply',
  'no-answer': 'late-effect',
};

export async function simulatedSes(): Promise<SesRig> {
  const { world, network, fate, faults, process, passTo } = smallWorld();
  const queue = new Queue(world, {
    name: 'email-events',
    retentionMs: 14 * DAY_MS,
    visibilityMs: DAY_MS,
    maxReceives: Number.POSITIVE_INFINITY,
  });
  const paused = { now: false };
  const ses = new Ses(world, fate, {
    topicQueue: queue,
    ratePerSecond: 1,
    isPaused: () => paused.now,
    topicDelayMs: { least: 50, most: 500 },
  });
  return {
    async send(tags, behaviour) {
      paused.now = behaviour === 'paused';
      if (behaviour === 'rate') ses.send({ sub: 'another' }, { process: process(), frozenBefore: 0 });
      const fault = FAULT_OF[behaviour];
      if (fault) faults.push(fault);
      const sent = sendByOneCall({ network, ses }, process(), tags);
      await passTo(world.now() + 10 * 60_000);
      return sent;
    },
    async eventsOf(sub) {
      const parsed = queue.lying().map(({ body }) => EMAIL_EVENTS.parse(body));
      return parsed
        .flatMap((one) => (one.kind === 'message' ? one.message : []))
        .filter((event) => aboutSub(event, sub));
    },
  };
}

const aboutSub = (event: { kind: string; key?: { sub: string } }, sub: string) => event.key?.sub === sub;
