import { WORKERS } from '@postconfirm/contract';
import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { EXAMPLE } from './example.builder.ts';
import { stageNamed } from './named-stage.ts';
import { parseStageConfig } from './parse-stage-config.ts';
import { STAGES, type Stage } from './stage.ts';
import { EXTERNAL_SYSTEM_PLACEHOLDER } from './stage-config.ts';

const prod = EXAMPLE;
const email = (change: object) => ({ ...prod, email: { ...prod.email, ...change } });
const enrichment = (change: object) => ({ ...prod, enrichment: { ...prod.enrichment, ...change } });
const worker = (change: object) => ({ ...prod, workers: { 'email-worker': change } });

const WRONG: [mistake: string, config: unknown, sentence: string][] = [
  [
    'an account that is no account',
    { ...prod, account: '42' },
    'account should be an AWS account number of 12 digits.',
  ],
  [
    'no region',
    { ...prod, region: undefined },
    'region is missing: it should be an AWS region that aws-cdk-lib knows, for example eu-central-1.',
  ],
  ...['xx-foo-1', 'eu-central-9', 'eu-central', 'EU-CENTRAL-1'].map((region): [string, unknown, string] => [
    `region ${region}`,
    { ...prod, region },
    'region should be an AWS region that aws-cdk-lib knows, for example eu-central-1.',
  ]),
  ['a setting that does not exist', { ...prod, colour: 'red' }, 'colour is not a setting.'],
  ['no email settings', { ...prod, email: undefined }, 'email is missing: it should be an object of settings.'],
  ['a list of settings', [], 'the config should be an object of settings.'],
  ...['pool', 'encryptionKey', 'trigger', 'workers', 'reconcile', 'retry', 'email', 'enrichment'].map(
    (name): [string, unknown, string] => [
      `a list for ${name}`,
      { ...prod, [name]: [] },
      `${name} should be an object of settings.`,
    ],
  ),
  ['a list for one worker', worker([]), 'workers.email-worker should be an object of settings.'],
  [
    'a list for a source',
    enrichment({ sources: { ...prod.enrichment.sources, loyalty: [] } }),
    'enrichment.sources.loyalty should be an object of settings.',
  ],
  [
    'a list for pollers',
    worker({ provisionedPollers: [] }),
    'workers.email-worker.provisionedPollers should be an object of settings.',
  ],
  ...[[], 'loyalty.tier'].map((writeBack): [string, unknown, string] => [
    `a write-back of ${JSON.stringify(writeBack)}`,
    enrichment({ writeBack }),
    'enrichment.writeBack should be an object of fields by custom attributes.',
  ]),
  ['no sender', email({ sender: undefined }), 'email.sender is missing: it should be an email address.'],
  ['two senders', email({ sender: 'a@example.com,b@example.com' }), 'email.sender should be an email address.'],
  [
    'a product link without TLS',
    email({ productUrl: 'http://example.com' }),
    'email.productUrl should be an https URL.',
  ],
  ['no rate', email({ sendsPerSecond: 0 }), 'email.sendsPerSecond should be a whole number from 1 to 10000.'],
  ['a third policy', email({ sendPolicy: 'twice' }), 'email.sendPolicy should be one of resend, hold.'],
  [
    'mail to reserved domains',
    email({ reservedDomains: 'send' }),
    'email.reservedDomains should be skip outside stage local: each such email is a bounce.',
  ],
  [
    'a gap that no heartbeat fills in time',
    email({ eventGapSeconds: 60 }),
    'email.eventGapSeconds should be above 120: a heartbeat comes every 60 s and takes its way, and with less events would never seem to flow.',
  ],
  [
    'a silence that has no time to be heard',
    email({ eventGapSeconds: 450 }),
    'email.settleWindowSeconds should be above twice email.eventGapSeconds: events must flow in it.',
  ],
  [
    'a doubt that ends before silence can answer it',
    email({ doubtCapSeconds: 900 }),
    'email.doubtCapSeconds should be above email.settleWindowSeconds.',
  ],
  [
    'a doubt that its message does not live to see the end of',
    email({ doubtCapSeconds: 1_123_200, doubtRecheckSeconds: 43_200 }),
    'email.doubtCapSeconds should be below 1123200: by then its message is dead-lettered as aged, which holds no doubt for a person.',
  ],
  ...['settleWindowSeconds', 'eventGapSeconds', 'doubtRecheckSeconds'].map((setting): [string, unknown, string] => [
    `${setting} that SQS does not know`,
    email({ [setting]: 43_201 }),
    `email.${setting} should be a whole number from 1 to 43200.`,
  ]),
  [
    'a claim that outlasts the wait after a crash',
    email({ leaseMarginSeconds: 120 }),
    'email.leaseMarginSeconds should be below 120: the claim of a worker that crashed ends before its message comes back.',
  ],
  [
    'users left alone until their welcome is stale',
    { ...prod, reconcile: { graceSeconds: 259_200 } },
    'reconcile.graceSeconds should be below email.staleAfterSeconds: every welcome would be stale when it is asked for.',
  ],
  [
    'a trigger slower than Cognito waits',
    { ...prod, trigger: { timeoutSeconds: 5 } },
    'trigger.timeoutSeconds should be below 5: Cognito waits no longer and would call again.',
  ],
  [
    'a trigger that ends before its word on SQS',
    { ...prod, trigger: { timeoutSeconds: 3 } },
    'trigger.timeoutSeconds should be at least 4: with less it may end before it says which user SQS did not take.',
  ],
  [
    'one worker at a time',
    worker({ maximumConcurrency: 1 }),
    'workers.email-worker.maximumConcurrency should be a whole number from 2 to 1000.',
  ],
  [
    'pollers beside a maximum concurrency',
    worker({ maximumConcurrency: 4, provisionedPollers: { minimum: 2, maximum: 2 } }),
    'workers.email-worker.maximumConcurrency should be left out beside provisionedPollers: Lambda takes one of the two.',
  ],
  [
    'more pollers at least than at most',
    { ...prod, workers: { 'fan-out': { provisionedPollers: { minimum: 3, maximum: 2 } } } },
    'workers.fan-out.provisionedPollers.minimum should not be above provisionedPollers.maximum.',
  ],
  [
    'one poller',
    worker({ provisionedPollers: { minimum: 1, maximum: 2 } }),
    'workers.email-worker.provisionedPollers.minimum should be a whole number from 2 to 200.',
  ],
  [
    'more pollers than Lambda has',
    worker({ provisionedPollers: { minimum: 2, maximum: 2001 } }),
    'workers.email-worker.provisionedPollers.maximum should be a whole number from 2 to 2000.',
  ],
  [
    'pollers without an end',
    worker({ provisionedPollers: { minimum: 2 } }),
    'workers.email-worker.provisionedPollers.maximum is missing: it should be a whole number from 2 to 2000.',
  ],
  [
    'more pollers than the rate of SES feeds',
    worker({ provisionedPollers: { minimum: 2, maximum: 3 } }),
    'workers.email-worker.batchSize should be at most 6: 14 email/s shared by 30 environments is one per 2.143 s each.',
  ],
  [
    'more environments than emails in half a timeout',
    worker({ maximumConcurrency: 211, batchSize: 1 }),
    'workers.email-worker.maximumConcurrency should be lower: 14 email/s shared by 211 environments is one per 15.072 s each, and a function has 30 s.',
  ],
  [
    'nobody who is woken up',
    { ...prod, alarmEmails: [] },
    'alarmEmails is missing: it should name who is told in stage prod that users wait or are lost.',
  ],
  [
    'somebody who is woken up twice',
    { ...prod, alarmEmails: ['on-call@example.com', 'on-call@example.com'] },
    'alarmEmails should name on-call@example.com only once.',
  ],
  [
    'an attribute that is made twice',
    { ...prod, pool: { mode: 'create', customAttributes: ['custom:tier', 'custom:tier'] } },
    'pool.customAttributes should name custom:tier only once.',
  ],
  [
    'no executions kept for sign-ups',
    { ...prod, trigger: {} },
    "trigger.reservedConcurrency is missing: it should keep executions for sign-ups in stage prod, where workers share the account's and a throttled trigger leaves no trace.",
  ],
  [
    'so few executions of the trigger that sign-ups are throttled',
    { ...prod, trigger: { reservedConcurrency: 24 } },
    'trigger.reservedConcurrency should be at least 25: no more sign-ups than that are served at once, and the trigger leaves no trace of the others.',
  ],
  [
    'no execution of the trigger',
    { ...prod, trigger: { reservedConcurrency: 0 } },
    'trigger.reservedConcurrency should be a whole number from 1 to 1000.',
  ],
  [
    'more secrets than its own',
    enrichment({ sources: { ...prod.enrichment.sources, crm: { origin: 'https://crm.example.com', secretId: '*' } } }),
    'enrichment.sources.crm.secretId should be the name or the ARN of a secret, for example postconfirm/crm.',
  ],
  [
    'a part of the ARN of a secret',
    enrichment({
      sources: {
        ...prod.enrichment.sources,
        crm: {
          origin: 'https://crm.example.com',
          secretId: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:crm',
        },
      },
    }),
    'enrichment.sources.crm.secretId should be the name or the ARN of a secret, for example postconfirm/crm.',
  ],
  ...['arn:aws:secretsmanager:us-east-1', 'arn:aws-cn:secretsmanager:eu-central-1'].map(
    (of): [string, unknown, string] => [
      `a secret of ${of}`,
      enrichment({
        sources: {
          ...prod.enrichment.sources,
          crm: { origin: 'https://crm.example.com', secretId: `${of}:111122223333:secret:crm-AbCdEf` },
        },
      }),
      'enrichment.sources.crm.secretId should begin with arn:aws:secretsmanager:eu-central-1:, or be a name: the worker asks its own region alone.',
    ],
  ),
  [
    'no wait',
    { ...prod, retry: { backoffBaseSeconds: 0 } },
    'retry.backoffBaseSeconds should be a whole number from 1 to 1209600.',
  ],
  ['no attempt', email({ maxAttempts: 0 }), 'email.maxAttempts should be a whole number from 1 to 100.'],
  [
    'an empty batch',
    worker({ batchSize: 0 }),
    'workers.email-worker.batchSize should be a whole number from 1 to 10000.',
  ],
  [
    'no memory',
    { ...prod, trigger: { reservedConcurrency: 1, memoryMegabytes: 0 } },
    'trigger.memoryMegabytes should be a whole number from 128 to 10240.',
  ],
  [
    'a large batch without a window',
    worker({ batchSize: 11 }),
    'workers.email-worker.batchingWindowSeconds should be at least 1 for a batchSize above 10.',
  ],
  [
    'a batch that the rate of SES does not fit',
    email({ sendsPerSecond: 1 }),
    'workers.email-worker.batchSize should be at most 3: 1 email/s shared by 4 environments is one per 4 s each.',
  ],
  [
    'a window that a redelivered event outlasts',
    {
      ...prod,
      email: { ...prod.email, settleWindowSeconds: 601, eventGapSeconds: 300 },
      retry: { backoffBaseSeconds: 120 },
    },
    "email.settleWindowSeconds should be above 728: late acceptance, an event's way, the gap and a redelivery come within it.",
  ],
  [
    'a window that the event of a crashed worker outlasts',
    { ...prod, workers: { 'email-events': { timeoutSeconds: 90, batchingWindowSeconds: 10 } } },
    "email.settleWindowSeconds should be above 928: late acceptance, an event's way, the gap and a redelivery come within it.",
  ],
  [
    'waits that no window outlasts',
    { ...prod, retry: { backoffBaseSeconds: 43_200, backoffCapSeconds: 43_200 } },
    'retry.backoffBaseSeconds should be shorter: no email.settleWindowSeconds of at most 43200 outlasts two waits of it.',
  ],
  [
    'pollers that share one email a second',
    {
      ...prod,
      email: { ...prod.email, sendsPerSecond: 1 },
      workers: { 'email-worker': { provisionedPollers: { minimum: 2, maximum: 2 } } },
    },
    'workers.email-worker.provisionedPollers should be fewer, or maximumConcurrency in their place: 1 email/s shared by 20 environments is one per 20 s each, and a function has 30 s.',
  ],
  [
    'looks at a doubt that use up the receives',
    email({ doubtRecheckSeconds: 60 }),
    'email.doubtRecheckSeconds should be longer: a doubt takes 226 of the 150 receives of queue email.',
  ],
  ['a worker that does not exist', { ...prod, workers: { 'sms-worker': {} } }, 'workers.sms-worker is not a setting.'],
  [
    'waits that end before an outage does',
    { ...prod, retry: { backoffCapSeconds: 3600 } },
    'retry.backoffCapSeconds should be longer: 150 receives of queue email last 4.5 days, less than 13.',
  ],
  [
    'waits that end before a message is aged',
    { ...prod, retry: { backoffCapSeconds: 11_200, agedMarginSeconds: 3_600 } },
    'retry.backoffCapSeconds should be longer: 150 receives of queue enrichment last 13.8 days, less than 14.',
  ],
  [
    'a margin that a crash outlasts',
    { ...prod, retry: { agedMarginSeconds: 180 } },
    'retry.agedMarginSeconds should be above 180: so long a queue hides a message whose worker crashed.',
  ],
  [
    'a cap below the base',
    { ...prod, retry: { backoffBaseSeconds: 30_000, backoffCapSeconds: 20_000 } },
    'retry.backoffBaseSeconds should not be above retry.backoffCapSeconds.',
  ],
  [
    'a wait that SQS does not know',
    { ...prod, retry: { backoffCapSeconds: 50_000 } },
    'retry.backoffCapSeconds should be a whole number from 1 to 43200.',
  ],
  [
    'no required source',
    enrichment({ sources: {}, writeBack: {} }),
    'enrichment.sources.crm is missing: it should be an object of settings.',
  ],
  [
    'an origin with a path',
    enrichment({ sources: { crm: { origin: 'https://crm.example.com/v1' } }, writeBack: {} }),
    'enrichment.sources.crm.origin should be an https origin without a path, for example https://crm.example.com.',
  ],
  [
    'the demo system in production',
    enrichment({ sources: { crm: { origin: EXTERNAL_SYSTEM_PLACEHOLDER } }, writeBack: {} }),
    'enrichment.sources.crm.origin should be an https origin outside stage local.',
  ],
  [
    'a write-back to an attribute that the pool lacks',
    enrichment({ writeBack: { 'custom:rank': 'loyalty.tier' } }),
    'enrichment.writeBack names custom:rank, which should be one of pool.customAttributes.',
  ],
  [
    'a write-back from a source that is not there',
    enrichment({ writeBack: { 'custom:tier': 'erp.tier' } }),
    'enrichment.writeBack.custom:tier should name a field of one of enrichment.sources, not erp.tier.',
  ],
  [
    'a write-back of a field within a field',
    enrichment({ writeBack: { 'custom:tier': 'loyalty.status.tier' } }),
    'enrichment.writeBack.custom:tier should be a field of a source, for example loyalty.tier.',
  ],
  [
    'a write-back of a field that the worker can not read',
    enrichment({ writeBack: { 'custom:tier': 'loyalty.tier-name' } }),
    'enrichment.writeBack.custom:tier should be a field of a source, for example loyalty.tier.',
  ],
  ...[
    ...['10.1.0.0', '10.1.0.0/33', '10.1.0.0/16/8', 'fd00::/129', 'crm.example.com/16'],
    ...['0.0.0.0/0', '::/0', '8.0.0.0/6', '172.16.0.0/11', '93.184.215.14/32', '::ffff:0.0.0.0/96'],
  ].map((block): [string, unknown, string] => [
    `addresses ${block}, which are no private block`,
    enrichment({ allowedPrivateAddresses: [block] }),
    'enrichment.allowedPrivateAddresses.0 should be a CIDR block of private addresses, for example 10.1.0.0/16.',
  ]),
  ...['10.1.2.3', '127.0.0.1:8443', '169.254.169.254', '[fd00::1]', '[::ffff:a01:203]'].map(
    (host): [string, unknown, string] => [
      `a source at ${host}, which is not allowed`,
      enrichment({
        sources: { ...prod.enrichment.sources, crm: { origin: `https://${host}` } },
        allowedPrivateAddresses: ['10.2.0.0/16'],
      }),
      'enrichment.sources.crm.origin should be a public address, or one of enrichment.allowedPrivateAddresses.',
    ],
  ),
  ...(['email-worker', 'enrichment-worker'] as const).map((name): [string, unknown, string] => [
    `an ${name} that has no time for one call`,
    { ...prod, workers: { [name]: { timeoutSeconds: 19 } } },
    `workers.${name}.timeoutSeconds should be a whole number from 20 to 900.`,
  ]),
  [
    'a fan-out that has no time for slow queues',
    { ...prod, workers: { 'fan-out': { timeoutSeconds: 9 } } },
    'workers.fan-out.timeoutSeconds should be a whole number from 10 to 900.',
  ],
  [
    'a margin in which retries are given up for days',
    { ...prod, retry: { agedMarginSeconds: 259_201 } },
    'retry.agedMarginSeconds should be a whole number from 1 to 259200.',
  ],
  [
    'an address that no worker takes',
    email({ replyTo: 'we@example.c0m' }),
    'email.replyTo should be an email address.',
  ],
  [
    'a link without its slashes',
    email({ productUrl: 'https:example.com' }),
    'email.productUrl should be an https URL.',
  ],
  ['an identity of others', email({ identity: 'example.org' }), 'email.identity should be email.sender or its domain.'],
  ['a name of spaces', email({ senderName: '  ' }), 'email.senderName should be a text that is not empty.'],
  ...['a\0b', 'a\r\nBcc: b', 'a\tb', 'a\u2028b', 'a\ud83d'].flatMap((text): [string, unknown, string][] => [
    [
      `a sender called ${JSON.stringify(text)}`,
      email({ senderName: text }),
      'email.senderName should be a line of text without control characters.',
    ],
    [
      `a product called ${JSON.stringify(text)}`,
      email({ productName: text }),
      'email.productName should be a line of text without control characters.',
    ],
    [
      `a link with ${JSON.stringify(text)}`,
      email({ productUrl: `https://app.example.com/${text}` }),
      'email.productUrl should be an https URL.',
    ],
  ]),
  ['another speed of time', { ...prod, timeScale: 0.5 }, 'timeScale should be 1 outside stage local.'],
  [
    'a custom attribute without its prefix',
    { ...prod, pool: { mode: 'create', customAttributes: ['plan', 'custom:tier'] } },
    'pool.customAttributes.0 should be a custom attribute, for example custom:plan.',
  ],
];

describe('a wrong config is refused in a sentence', () => {
  test.each(WRONG)('%s', (_mistake, config, sentence) => {
    expect(() => parseStageConfig('prod', config)).toThrow(ConfigError);
    expect(() => parseStageConfig('prod', config)).toThrow(`- ${sentence}`);
  });
});

test.each([
  [20, '20 receives of queue email last 1.5 days, less than 13.'],
  [113, 'a doubt takes 24 of the 113 receives of queue email.'],
])('%i receives are named where no wait that a stage may set makes them last', (receives, told) => {
  const few = WORKERS.map((entry) => (entry.name === 'email-worker' ? { ...entry, receives } : entry));
  expect(() => parseStageConfig('prod', prod, few)).toThrow(
    `- email-worker.receives in packages/contract/src/workers.ts should be more: ${told}`,
  );
});

test.each(['10.1.0.0/16', '10.1.0.7/32', 'fd00::/8', '::1/128'])('%s is a block of private addresses', (block) => {
  const parsed = parseStageConfig('prod', enrichment({ allowedPrivateAddresses: [block] }));
  expect(parsed.enrichment.allowedPrivateAddresses).toEqual([block]);
});

test('all mistakes are told at once, under the name of the file', () => {
  const config = { ...prod, account: '', email: { ...prod.email, sender: '', productUrl: '' } };
  const told = [
    "infra/src/config/prod.ts can't be used:",
    '- account should be an AWS account number of 12 digits.',
    '- email.sender should be an email address.',
    '- email.productUrl should be an https URL.',
  ];
  expect(() => parseStageConfig('prod', config)).toThrow(told.join('\n'));
});

test('a stage without a file is refused with the names of those that have one', () => {
  expect(() => stageNamed('production')).toThrow(
    `There is no stage production: it should be one of ${STAGES.join(', ')}.`,
  );
});

test('any stage whose data is kept names who is told, whatever it is called', () => {
  const nobody = { ...prod, alarmEmails: [] };
  expect(() => parseStageConfig('dev', nobody)).toThrow('it should name who is told in stage dev');
  expect(() => parseStageConfig('prod', { ...nobody, removal: 'destroy' })).toThrow('told in stage prod');
  expect(parseStageConfig('dev', { ...nobody, removal: 'destroy' }).alarmEmails).toEqual([]);
});

test('a maximum concurrency that is undefined is the standard one', () => {
  const { workers } = parseStageConfig('prod', worker({ maximumConcurrency: undefined }));
  expect(workers['email-worker']).toMatchObject({ maximumConcurrency: 4 });
});

test.each(['my_stage', 'eu.prod', 'prüf', 'Prod', 'a'.repeat(25)])(
  'a stage called %s is refused in a sentence',
  (name) => {
    expect(() => parseStageConfig(name as Stage, prod)).toThrow(
      `- Stage ${name} should have a name of lower-case letters, digits and single hyphens, 24 at most.`,
    );
  },
);
