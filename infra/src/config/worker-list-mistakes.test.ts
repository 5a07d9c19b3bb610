import { WORKERS as ALL, type WorkerEntry } from '@postconfirm/contract';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { EXAMPLE } from './example.builder.ts';
import { parseStageConfig } from './parse-stage-config.ts';

/** Those that were delivered, whatever was added since. */
const WORKERS = ALL.slice(0, 4);

const AUDIT: WorkerEntry = {
  name: 'audit-worker',
  queue: 'audit',
  receives: 150,
  uses: ['table'],
  fed: { confirmed: ['sign-up'] },
  impact: 'the audit lacks these users',
  standard: { leastTimeoutSeconds: 5, timeoutSeconds: 10, maximumConcurrency: 2 },
};

const added = (change: Partial<WorkerEntry>): WorkerEntry[] => [...WORKERS, { ...AUDIT, ...change }];
const changed = (name: string, change: Partial<WorkerEntry>): WorkerEntry[] =>
  WORKERS.map((entry) => (entry.name === name ? { ...entry, ...change } : entry));
const without = (name: string): WorkerEntry[] => WORKERS.filter((entry) => entry.name !== name);

const WRONG: [mistake: string, workers: readonly WorkerEntry[], sentence: string][] = [
  [
    'two of one name',
    added({ name: 'fan-out' }),
    'fan-out.name should be another for queue audit: another worker has it.',
  ],
  [
    'two of one queue',
    added({ queue: 'email' }),
    'audit-worker.queue should be another than email: each message would reach one of two workers.',
  ],
  [
    "a queue that is another's dead-letter queue",
    added({ queue: 'email-dlq' }),
    'audit-worker.queue should be another than email-dlq: a dead-letter queue is called so.',
  ],
  [
    'a name that Lambda does not take',
    added({ name: 'a'.repeat(48) }),
    `${'a'.repeat(48)}.name should be 1 characters shorter: Lambda takes 64 with postconfirm-prod-.`,
  ],
  [
    'a queue whose dead-letter queue SQS does not take',
    added({ queue: 'a'.repeat(60) }),
    'audit-worker.queue should be 1 characters shorter: SQS takes 80 with postconfirm-prod- and -dlq.',
  ],
  [
    'a name with other characters',
    added({ name: 'Audit_worker' }),
    'Audit_worker.name should be of lower-case letters, digits and single hyphens.',
  ],
  [
    'a queue that is a FIFO queue',
    added({ queue: 'audit.fifo' }),
    'audit-worker.queue should be of lower-case letters, digits and single hyphens.',
  ],
  [
    'the name of the trigger',
    added({ name: 'trigger' }),
    'trigger.name should be another: a part of the stage is called so.',
  ],
  [
    'the name of the rollouts',
    added({ name: 'rollouts' }),
    'rollouts.name should be another: a part of the stage is called so.',
  ],
  [
    'a use that there is not',
    added({ uses: ['tabel' as 'table'] }),
    'audit-worker.uses should name some of fan-out, table, email, sources, events, not tabel.',
  ],
  [
    'a cause that there is not',
    added({ fed: { confirmed: ['signup' as 'sign-up'] } }),
    'audit-worker.fed.confirmed should name some of sign-up, admin, federated, reconciled, console-test, probe, not signup.',
  ],
  ['no receive', added({ receives: 0 }), 'audit-worker.receives should be a whole number from 5 to 1000.'],
  [
    'more receives than SQS counts',
    added({ receives: 1001 }),
    'audit-worker.receives should be a whole number from 5 to 1000.',
  ],
  [
    'receives that end before an outage does',
    added({ receives: 20 }),
    'audit-worker.receives in packages/contract/src/workers.ts should be more: 20 receives of queue audit last 1.5 days, less than 13.',
  ],
  [
    'a fan-out that feeds itself',
    changed('fan-out', { fed: { confirmed: ['sign-up'] } }),
    'fan-out.fed should be left out: fan-out would feed itself for ever.',
  ],
  [
    'a route of nothing',
    added({ fed: { confirmed: [] } }),
    'audit-worker.fed.confirmed should name a cause, or fed be left out: fan-out would send it nothing.',
  ],
  [
    'an alarm that says nothing',
    added({ impact: ' ' }),
    'audit-worker.impact should say what follows for users while its messages are not done: alarms tell it.',
  ],
  [
    'a second email worker',
    added({ uses: ['email'] }),
    'audit-worker.uses should not name email: another worker uses it, and it is there once.',
  ],
  [
    'a standard below its own least',
    added({ standard: { ...AUDIT.standard, timeoutSeconds: 4 } }),
    'audit-worker.standard.timeoutSeconds should be at least its leastTimeoutSeconds, 5.',
  ],
  [
    'a standard that Lambda refuses',
    added({ standard: { ...AUDIT.standard, maximumConcurrency: 1 } }),
    'audit-worker.standard.maximumConcurrency should be a whole number from 2 to 1000.',
  ],
  [
    'no number for how many may run',
    added({ standard: { ...AUDIT.standard, maximumConcurrency: Number.NaN } }),
    'audit-worker.standard.maximumConcurrency should be a whole number from 2 to 1000.',
  ],
  [
    'an email worker that is fed nothing',
    changed('email-worker', { fed: { confirmed: ['probe'] } }),
    'email-worker.fed.confirmed should name sign-up: its users would be left out.',
  ],
  [
    'an enrichment that is not fed those whom reconciliation finds',
    changed('enrichment-worker', { fed: { confirmed: ['sign-up', 'admin', 'federated'] } }),
    'enrichment-worker.fed.confirmed should name reconciled: its users would be left out.',
  ],
  [
    'a fan-out on the queue of another',
    changed('fan-out', { queue: 'email' }).map((entry) =>
      entry.name === 'email-worker' ? { ...entry, queue: 'confirmations' } : entry,
    ),
    'email-worker.uses should name fan-out, for its queue is confirmations: the trigger sends to it.',
  ],
  [
    'an email-events worker that does not use events',
    changed('email-events', { uses: ['table'] }),
    "email-events.uses should name events, for its queue is email-events: SES's events go to it.",
  ],
  [
    'confirmations among the events of emails',
    changed('email-events', { fed: { confirmed: ['sign-up'] } }),
    "email-events.fed should be left out, for its queue is email-events: SES's events go to it.",
  ],
  [
    'an email worker without the ledger',
    changed('email-worker', { uses: ['email'] }),
    'email-worker.uses should name table, for its queue is email: reconciliation asks for emails by it.',
  ],
  [
    'nobody behind the trigger',
    without('fan-out'),
    'WORKERS should have an entry whose queue is confirmations: the trigger sends to it.',
  ],
  [
    'no enrichment',
    without('enrichment-worker'),
    'WORKERS should have an entry whose queue is enrichment: reconciliation asks for records by it.',
  ],
];

test.each(WRONG)('%s is refused in a sentence', (_mistake, workers, sentence) => {
  const parse = () => parseStageConfig('prod', EXAMPLE, workers);
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(`- ${sentence}`);
});

test('a further worker has the standard numbers of its entry, or those that the stage gives it', () => {
  const parse = (workers: object) => parseStageConfig('prod', { ...EXAMPLE, workers }, added({}));
  expect(parse({}).workers).toMatchObject({ 'audit-worker': { timeoutSeconds: 10, maximumConcurrency: 2 } });
  expect(parse({ 'audit-worker': { timeoutSeconds: 6 } }).workers).toMatchObject({
    'audit-worker': { timeoutSeconds: 6 },
  });
});
