import {
  CAPABILITIES,
  CAUSES,
  type Capability,
  type Cause,
  deadLetterQueueName,
  type WorkerEntry,
} from '@postconfirm/contract';
import { physicalName } from '../names.ts';

/** Lambda's limit on a function's name. */
const LONGEST_NAME = 64;
/** SQS's on a queue's: its dead-letter queue has the longer one. */
const LONGEST_QUEUE = 80;
/** What a name is part of: construct ids, log groups, environment variables' values, commands. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names of the service stack's other parts and of their alarms. */
const TAKEN = ['trigger', 'reconciler', 'enqueue', 'alarms', 'ses-events', 'dashboard', 'rollouts', 'queries'];
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const MOST_RECEIVES = 1000;
/** What AWS advises for a queue that feeds a function: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const LEAST_RECEIVES = 5;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const CONCURRENCY = { least: 2, most: 1000 };
type Expected = { queue: string; why: string; uses: readonly Capability[]; fed?: readonly Cause[] };

/** Causes that stand for a user; the others are tests of the system. */
const OF_USERS: readonly Cause[] = ['sign-up', 'admin', 'federated', 'reconciled'];

/** What other parts of the system send to, and what they expect of the worker behind it. */
const EXPECTED: readonly Expected[] = [
  { queue: 'confirmations', why: 'the trigger sends to it', uses: ['fan-out'] },
  {
    queue: 'email',
    why: 'reconciliation asks for emails by it',
    uses: ['table', 'email'],
    fed: OF_USERS,
  },
  {
    queue: 'enrichment',
    why: 'reconciliation asks for records by it',
    uses: ['table', 'sources'],
    fed: OF_USERS,
  },
  { queue: 'email-events', why: "SES's events go to it", uses: ['table', 'events'] },
];
/** What has one setting, or one set of alarms, for the whole stage. */
const USED_ONCE: readonly Capability[] = ['fan-out', 'email', 'sources', 'events'];

/** What no stage can run of a list of workers, one sentence each; a worker's settings begin with its name. */
export const workerListMistakes = (stage: string, workers: readonly WorkerEntry[]): string[] => [
  ...workers.flatMap((entry) => entryMistakes(stage, entry)),
  ...twice(workers, ({ name }) => name).map(
    ({ name, queue }) => `${name}.name should be another for queue ${queue}: another worker has it.`,
  ),
  ...twice(workers, ({ queue }) => queue).map(
    ({ name, queue }) => `${name}.queue should be another than ${queue}: each message would reach one of two workers.`,
  ),
  ...dlqMistakes(workers),
  ...USED_ONCE.flatMap((capability) =>
    twice(
      workers.filter(({ uses }) => uses.includes(capability)),
      () => capability,
    ).map(({ name }) => `${name}.uses should not name ${capability}: another worker uses it, and it is there once.`),
  ),
  ...EXPECTED.flatMap((expected) => unmetMistakes(expected, workers)),
];

/** What would lose users, or what becomes of their emails, without a word. */
function unmetMistakes({ queue, why, uses, fed }: Expected, workers: readonly WorkerEntry[]): string[] {
  const entry = workers.find((one) => one.queue === queue);
  if (!entry) return [`WORKERS should have an entry whose queue is ${queue}: ${why}.`];
  const unused = uses.filter((capability) => !entry.uses.includes(capability));
  const unfed = (fed ?? []).filter((cause) => !entry.fed?.confirmed.includes(cause));
  const overfed = fed === undefined && entry.fed && !entry.uses.includes('fan-out');
  return [
    ...unused.map((capability) => `${entry.name}.uses should name ${capability}, for its queue is ${queue}: ${why}.`),
    ...(overfed ? [`${entry.name}.fed should be left out, for its queue is ${queue}: ${why}.`] : []),
    ...unfed.map((cause) => `${entry.name}.fed.confirmed should name ${cause}: its users would be left out.`),
  ];
}

function entryMistakes(stage: string, entry: WorkerEntry): string[] {
  const { name, queue, receives, uses, fed, impact, standard } = entry;
  const mistakes: string[] = [];
  const should = (setting: string, what: string) => mistakes.push(`${name}.${setting} should ${what}.`);
  if (!NAME.test(name)) should('name', 'be of lower-case letters, digits and single hyphens');
  if (!NAME.test(queue)) should('queue', 'be of lower-case letters, digits and single hyphens');
  if (TAKEN.includes(name)) should('name', 'be another: a part of the stage is called so');
  const tooLong = physicalName(stage, name).length - LONGEST_NAME;
  if (tooLong > 0)
    should('name', `be ${tooLong} characters shorter: Lambda takes ${LONGEST_NAME} with postconfirm-${stage}-`);
  const tooLongQueue = physicalName(stage, deadLetterQueueName(queue)).length - LONGEST_QUEUE;
  if (tooLongQueue > 0) {
    should(
      'queue',
      `be ${tooLongQueue} characters shorter: SQS takes ${LONGEST_QUEUE} with postconfirm-${stage}- and -dlq`,
    );
  }
  if (!isWhole(receives, LEAST_RECEIVES, MOST_RECEIVES)) {
    should('receives', `be a whole number from ${LEAST_RECEIVES} to ${MOST_RECEIVES}`);
  }
  for (const unknown of uses.filter((one) => !CAPABILITIES.includes(one))) {
    should('uses', `name some of ${CAPABILITIES.join(', ')}, not ${unknown}`);
  }
  for (const unknown of (fed?.confirmed ?? []).filter((one) => !CAUSES.includes(one))) {
    should('fed.confirmed', `name some of ${CAUSES.join(', ')}, not ${unknown}`);
  }
  if (uses.includes('fan-out') && fed) should('fed', 'be left out: fan-out would feed itself for ever');
  if (fed && fed.confirmed.length === 0 && !fed.passwordResets) {
    should('fed.confirmed', 'name a cause, or fed be left out: fan-out would send it nothing');
  }
  if (impact.trim() === '') {
    should('impact', 'say what follows for users while its messages are not done: alarms tell it');
  }
  if (!(standard.timeoutSeconds >= standard.leastTimeoutSeconds)) {
    should('standard.timeoutSeconds', `be at least its leastTimeoutSeconds, ${standard.leastTimeoutSeconds}`);
  }
  if (!isWhole(standard.maximumConcurrency, CONCURRENCY.least, CONCURRENCY.most)) {
    should('standard.maximumConcurrency', `be a whole number from ${CONCURRENCY.least} to ${CONCURRENCY.most}`);
  }
  return mistakes;
}

const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** A queue that is called like the dead-letter queue of another. */
const dlqMistakes = (workers: readonly WorkerEntry[]): string[] =>
  workers
    .filter(({ queue }) => workers.some((other) => deadLetterQueueName(other.queue) === queue))
    .map(({ name, queue }) => `${name}.queue should be another than ${queue}: a dead-letter queue is called so.`);

/** Those that come after another of the same key. */
const twice = (workers: readonly WorkerEntry[], keyOf: (entry: WorkerEntry) => string): WorkerEntry[] =>
  workers.filter((entry, index) => workers.findIndex((other) => keyOf(other) === keyOf(entry)) < index);
