import { type Message, targetsOf } from '@postconfirm/contract';
import { EMAIL_EVENTS } from '@postconfirm/email-events/email-event.ts';
import { createRecordEvents } from '@postconfirm/email-events/record-events.ts';
import { createPace } from '@postconfirm/email-worker/pace.ts';
import { classifySendFailure } from '@postconfirm/email-worker/ses-failures.ts';
import { createWelcome } from '@postconfirm/email-worker/welcome.ts';
import { createEnrich } from '@postconfirm/enrichment-worker/enrich.ts';
import { createFanOut } from '@postconfirm/fan-out/fan-out.ts';
import { createDeliver, type DeliveryPorts, type DeliveryRules, type SendResult } from '@postconfirm/ledger';
import {
  type BodyKind,
  backoffSeconds,
  eachOf,
  type Log,
  type ProcessBatch,
  USER_MESSAGES,
} from '@postconfirm/runtime';
import { sqsWorker } from '@postconfirm/runtime/sqs-worker.ts';
import type { WelcomeEmail } from '@postconfirm/welcome';
import type { ExternalSystems } from './external-systems.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Environment, Handler } from './mapping.ts';
import { CallFailed, type Calls, type Failure } from './network.ts';
import type { Process } from './process.ts';
import type { Queue } from './queue.ts';
import { sendBatchTo, sourceQueue } from './queue-client.ts';
import type { Ses } from './ses.ts';
import { type Numbers, SIMULATED, type WorkerName } from './settings.ts';
import type { World } from './world.ts';

/** A queue with what is behind it. */
export type Lane = { queue: Queue; deadLetters: Queue };

/** What the functions of a town run on. */
export type Grounds = {
  world: Pick<World, 'random'>;
  network: Calls;
  table: Pick<LedgerTable, 'portsFor'>;
  ses: Pick<Ses, 'send'>;
  systems: Pick<ExternalSystems, 'sourcesFor' | 'writeBack'>;
  lanes: Record<(typeof SIMULATED)[number]['queue'], Lane>;
  rules: DeliveryRules;
  numbers: Numbers;
  /** The log of an environment. */
  logOf: (environment: Environment) => Log;
  /** Told when an environment is given its turn to send. */
  turnTaken: (environment: Environment) => unknown;
  /** Told when an environment calls SES. */
  sends: (environment: Environment) => unknown;
};

export type Start = (environment: Environment) => Handler;

/** The email worker's effect on the messages of one environment; a baseline may stand in its place. */
export type EmailEffect = (grounds: Grounds, environment: Environment) => ProcessBatch<Message>;

const backoff =
  ({ world, numbers }: Pick<Grounds, 'world' | 'numbers'>) =>
  (receiveCount: number) =>
    backoffSeconds(numbers.backoff, receiveCount, world.random);

/** A worker as production builds it, from its effect. */
export function workerOf<M>(grounds: Grounds, worker: WorkerName, { lane, bodies, effect }: WorkerParts<M>): Start {
  const { backoff, retentionMs, agedMarginSeconds } = grounds.numbers;
  return (environment) => {
    const process = () => environment.process;
    return sqsWorker({
      worker,
      bodies,
      process: effect(environment),
      queue: sourceQueue(lane, { process, network: grounds.network }),
      backoff,
      retention: { retentionSeconds: retentionMs / 1000, agedMarginSeconds },
      log: grounds.logOf(environment),
      now: () => process().now(),
      random: grounds.world.random,
    });
  };
}

type WorkerParts<M> = {
  lane: Lane;
  bodies: BodyKind<M>;
  effect: (environment: Environment) => ProcessBatch<M>;
};

/** The routes are production's; a queue of the simulation has no URL, only its name. */
const TARGETS = targetsOf(SIMULATED, (queue) => queue);

export const fanOut = (grounds: Grounds): Start =>
  workerOf(grounds, 'fan-out', {
    lane: grounds.lanes.confirmations,
    bodies: USER_MESSAGES,
    effect: (environment) => {
      const { lanes, network } = grounds;
      const queues = { email: lanes.email.queue, enrichment: lanes.enrichment.queue };
      return createFanOut(
        TARGETS,
        sendBatchTo(queues, { process: () => environment.process, network }),
        grounds.logOf(environment),
      );
    },
  });

export const emailWorker = (grounds: Grounds, effect: EmailEffect = deliverOnce): Start =>
  workerOf(grounds, 'email-worker', {
    lane: grounds.lanes.email,
    bodies: USER_MESSAGES,
    effect: (environment) => effect(grounds, environment),
  });

/** Production's own: every message through the ledger. */
const deliverOnce: EmailEffect = (grounds, environment) => {
  const log = grounds.logOf(environment);
  const deliver = createDeliver<WelcomeEmail>(deliveryPorts(grounds, environment), grounds.rules);
  return eachOf({ bodies: USER_MESSAGES, process: createWelcome(deliver, EMAIL_RULES), log });
};

export const EMAIL_RULES = {
  product: { name: 'Simulation', url: 'https://app.example.com' },
  unverifiedAddresses: 'skip',
  // The people of a town live in a reserved domain.
  reservedDomains: 'send',
} as const;

function deliveryPorts(grounds: Grounds, environment: Environment): DeliveryPorts<WelcomeEmail> {
  const { network, table, numbers } = grounds;
  const process = () => environment.process;
  const { deliveries, flow } = table.portsFor(process, network);
  const now = () => process().now();
  const pace = createPace(numbers.sendIntervalMs, now, (milliseconds) => process().wait(milliseconds));
  let claims = 0;
  return {
    store: deliveries,
    send: (_email, { attempt, ...key }) => {
      grounds.sends(environment);
      return sendByOneCall(grounds, process(), { ...key, attempt: String(attempt) });
    },
    turn: async (latest) => {
      const granted = await pace(latest);
      if (granted) grounds.turnTaken(environment);
      return granted;
    },
    flow: flow.read,
    now,
    newOwner: () => {
      claims += 1;
      return `${environment.name}/${claims}`;
    },
    backoffSeconds: backoff(grounds),
    report: grounds.logOf(environment),
  };
}

/** Milliseconds, as in services/email-worker/src/ses-mailer.ts. */
const SES_CALL_LIMIT_MS = 8_000;

/** The mailer: one request, and production's own reading of what comes back. */
export async function sendByOneCall(
  { network, ses }: Pick<Grounds, 'network' | 'ses'>,
  process: Process,
  tags: Readonly<Record<string, string>>,
): Promise<SendResult> {
  const subs = [tags['sub'] ?? ''];
  const by = { process, frozenBefore: process.frozenMs };
  try {
    const effect = () => ses.send(tags, by);
    const answer = await network.call(process, {
      operation: 'ses.send',
      subs,
      timeoutMs: SES_CALL_LIMIT_MS,
      effect,
    });
    if ('messageId' in answer) return { kind: 'accepted', messageId: answer.messageId };
    return classifySendFailure(REFUSALS[answer.refused]);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return classifySendFailure(AS_THE_SDK_SAYS[error.failure]);
  }
}

/** The SDK's default attempts. */
const DEFAULT_ATTEMPTS = 3;

/** What most mailers do: the SDK repeats whatever failed, whether or not the email left; whether SES said yes at last. */
export async function sendRepeatedly(
  { network, ses }: Pick<Grounds, 'network' | 'ses'>,
  process: Process,
  tags: Readonly<Record<string, string>>,
): Promise<boolean> {
  const by = { process, frozenBefore: process.frozenMs };
  const effect = () => ses.send(tags, by);
  const request = { operation: 'ses.send', subs: [tags['sub'] ?? ''], timeoutMs: SES_CALL_LIMIT_MS, effect } as const;
  try {
    return 'messageId' in (await network.callRepeatedly(process, request, DEFAULT_ATTEMPTS));
  } catch {
    return false;
  }
}

const refusal = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

const REFUSALS = {
  rate: refusal('Throttling', 'Maximum sending rate exceeded.'),
  quota: refusal('Throttling', 'Daily message quota exceeded.'),
  paused: refusal('AccountSendingPausedException', 'Sending is paused.'),
};

/** The errors that the SDK throws for what a network does. */
const AS_THE_SDK_SAYS: Record<Failure, Error> = {
  refused: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  throttled: REFUSALS.rate,
  reset: Object.assign(new Error('read ECONNRESET'), { name: 'TimeoutError', code: 'ECONNRESET' }),
  'no-answer': Object.assign(new Error('no answer'), { name: 'AbortError' }),
};

export const enrichmentWorker = (grounds: Grounds): Start =>
  workerOf(grounds, 'enrichment-worker', {
    lane: grounds.lanes.enrichment,
    bodies: USER_MESSAGES,
    effect: (environment) => {
      const { network, table, systems, numbers } = grounds;
      const process = () => environment.process;
      const log = grounds.logOf(environment);
      const sources = systems.sourcesFor(process, network);
      const connections = Object.fromEntries(sources.map(({ name }) => [name, NO_CONNECTION]));
      const enrich = createEnrich({
        records: table.portsFor(process, network).records,
        sources,
        connections,
        writeBackRules: [{ attribute: 'custom:tier', source: 'loyalty', field: 'version' }],
        writeAttributes: () => systems.writeBack(process(), network),
        maxAttempts: numbers.sourceAttempts,
        backoff: backoff(grounds),
        now: () => process().now(),
        log,
      });
      return eachOf({ bodies: USER_MESSAGES, process: enrich, log });
    },
  });

/** The simulated sources answer by themselves. */
const NO_CONNECTION = { getJson: () => Promise.reject(new Error('A simulated source has no connection.')) };

export const emailEvents = (grounds: Grounds): Start =>
  workerOf(grounds, 'email-events', {
    lane: grounds.lanes['email-events'],
    bodies: EMAIL_EVENTS,
    effect: (environment) => {
      const process = () => environment.process;
      const { deliveries, flow } = grounds.table.portsFor(process, grounds.network);
      const log = grounds.logOf(environment);
      return createRecordEvents({ deliveries, flow, gapMs: grounds.numbers.gapMs, now: () => process().now(), log });
    },
  });
