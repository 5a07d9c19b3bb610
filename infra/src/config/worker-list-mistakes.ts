import { type Capability, deadLetterQueueName, type WorkerEntry } from '@postconfirm/contract';
import { physicalName } from '../names.ts';

/** Lambda's limit on a function's name; SQS takes more. */
const LONGEST_NAME = 64;
/** What a name is part of: construct ids, log groups, environment variables' values, commands. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names of the service stack's other parts and of their alarms. */
const TAKEN = ['trigger', 'reconciler', 'enqueue', 'alarms', 'ses-events', 'dashboard'];
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const MOST_RECEIVES = 1000;
/** Queues that other parts of the system send to or read. */
const NEEDED: Record<string, string> = {
  confirmations: 'the trigger sends to it',
  email: 'reconciliation asks for emails by it',
  enrichment: 'reconciliation asks for records by it',
  'email-events': "SES's events go to it",
};
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
  ...Object.entries(NEEDED)
    .filter(([needed]) => !workers.some(({ queue }) => queue === needed))
    .map(([needed, why]) => `WORKERS should have an entry whose queue is ${needed}: ${why}.`),
];

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
  if (!Number.isInteger(receives) || receives < 1 || receives > MOST_RECEIVES) {
    should('receives', `be a whole number from 1 to ${MOST_RECEIVES}`);
  }
  if (uses.includes('fan-out') && fed) should('fed', 'be left out: fan-out would feed itself for ever');
  if (fed && fed.confirmed.length === 0 && !fed.passwordResets) {
    should('fed.confirmed', 'name a cause, or fed be left out: fan-out would send it nothing');
  }
  if (impact.trim() === '') should('impact', 'say what its dead letters mean for users: an alarm tells it');
  if (standard.timeoutSeconds < standard.leastTimeoutSeconds) {
    should('standard.timeoutSeconds', `be at least its leastTimeoutSeconds, ${standard.leastTimeoutSeconds}`);
  }
  if (standard.maximumConcurrency < 2) should('standard.maximumConcurrency', 'be at least 2: Lambda takes no less');
  return mistakes;
}

/** A queue that is called like the dead-letter queue of another. */
const dlqMistakes = (workers: readonly WorkerEntry[]): string[] =>
  workers
    .filter(({ queue }) => workers.some((other) => deadLetterQueueName(other.queue) === queue))
    .map(({ name, queue }) => `${name}.queue should be another than ${queue}: a dead-letter queue is called so.`);

/** Those that come after another of the same key. */
const twice = (workers: readonly WorkerEntry[], keyOf: (entry: WorkerEntry) => string): WorkerEntry[] =>
  workers.filter((entry, index) => workers.findIndex((other) => keyOf(other) === keyOf(entry)) < index);
