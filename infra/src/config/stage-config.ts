import type { WorkerEntry, WorkerName } from '@postconfirm/contract';
import { isPrivateNetwork } from '@postconfirm/enrichment-worker/address-guard.ts';
import { Fact } from 'aws-cdk-lib/region-info';
import * as v from 'valibot';
import { CUSTOM_ATTRIBUTE, KEY_ARN, LINE, METADATA_KEY, SECRET_ID, SOURCE_FIELD, USER_POOL_ID } from './patterns.ts';
import { LONGEST_WAIT_SECONDS } from './retry-schedule.ts';

/** What only stage `local` may name as a source's origin: its stack puts the demo external system's address there. */
export const EXTERNAL_SYSTEM_PLACEHOLDER = 'http://external-system.local';

/** valibot takes a list for an object: here it is refused as anything else that is none. */
function noList<const S extends v.GenericSchema>(schema: S): S {
  const run: S['~run'] = (dataset, config) => {
    const value = Array.isArray(dataset.value) ? null : dataset.value;
    return schema['~run']({ ...dataset, value }, config);
  };
  return { ...schema, '~run': run };
}

const settings = <const E extends v.ObjectEntries>(entries: E) => noList(v.strictObject(entries));

const TEXT = 'a line of text without control characters';
const text = v.pipe(v.string(TEXT), v.trim(), v.nonEmpty('a text that is not empty'), v.regex(LINE, TEXT));
const whole = (least: number, most: number) => {
  const should = `a whole number from ${least} to ${most}`;
  return v.pipe(v.number(should), v.integer(should), v.minValue(least, should), v.maxValue(most, should));
};
const matching = (pattern: RegExp, should: string) => v.pipe(v.string(should), v.regex(pattern, should));
const emailAddress = v.pipe(v.string('an email address'), v.email('an email address'));
const httpsUrl = v.pipe(
  v.string('an https URL'),
  // A URL's parser drops line breaks and tabs; the email would carry them.
  v.check((value) => /^https:\/\/\S+$/.test(value) && LINE.test(value) && URL.canParse(value), 'an https URL'),
);
const ORIGIN = 'an https origin without a path, for example https://crm.example.com';
const origin = v.pipe(
  v.string(ORIGIN),
  v.check(
    (value) =>
      value === EXTERNAL_SYSTEM_PLACEHOLDER || (value.startsWith('https://') && URL.parse(value)?.origin === value),
    ORIGIN,
  ),
);
const oneOf = <const O extends readonly string[]>(...options: O) => v.picklist(options, `one of ${options.join(', ')}`);
const seconds = (standard: number, most = 1_209_600) => v.optional(whole(1, most), standard);

/** Days for which CloudWatch keeps lines: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const attributeNames = v.array(matching(CUSTOM_ATTRIBUTE, 'a custom attribute, for example custom:plan'), 'a list');
const PRIVATE_BLOCK = 'a CIDR block of private addresses, for example 10.1.0.0/16';
const privateBlock = v.pipe(v.string(PRIVATE_BLOCK), v.check(isPrivateNetwork, PRIVATE_BLOCK));
const secretId = matching(SECRET_ID, 'the name or the ARN of a secret, for example postconfirm/crm');
const source = settings({ origin, secretId: v.optional(secretId) });

/** Lambda's own limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const memoryMegabytes = whole(128, 10_240);

/** How the alias `live` comes to a new version: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const rollout = oneOf(
  'AllAtOnce',
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Canary10Percent30Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
  'Linear10PercentEvery3Minutes',
  'Linear10PercentEvery10Minutes',
);

/** The stricter of what AWS says: https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html */
const pollersSchema = settings({ minimum: whole(2, 200), maximum: whole(2, 2000) });

const workerSchema = ({ standard }: WorkerEntry) =>
  v.optional(
    v.pipe(
      settings({
        timeoutSeconds: v.optional(whole(standard.leastTimeoutSeconds, 900), standard.timeoutSeconds),
        memoryMegabytes: v.optional(memoryMegabytes, 256),
        batchSize: v.optional(whole(1, 10_000), 10),
        batchingWindowSeconds: v.optional(whole(0, 300), 0),
        maximumConcurrency: v.optional(whole(2, 1000)),
        provisionedPollers: v.optional(pollersSchema),
        rollout: v.optional(rollout, 'AllAtOnce'),
      }),
      // Pollers take the place of the standard, and are refused beside a stage's own.
      v.transform((numbers) =>
        numbers.provisionedPollers
          ? numbers
          : { ...numbers, maximumConcurrency: numbers.maximumConcurrency ?? standard.maximumConcurrency },
      ),
    ),
    {},
  );

type WorkerSchema = ReturnType<typeof workerSchema>;

const workersSchema = (workers: readonly WorkerEntry[]) =>
  settings(
    Object.fromEntries(workers.map((entry) => [entry.name, workerSchema(entry)])) as Record<WorkerName, WorkerSchema>,
  );

/** Everything that a stage may set. Optional settings have their standard value here and in infra/README.md. */
export const stageConfigSchema = (workers: readonly WorkerEntry[]) =>
  settings({
    account: matching(/^\d{12}$/, 'an AWS account number of 12 digits'),
    region: v.picklist(Fact.regions, 'an AWS region that aws-cdk-lib knows, for example eu-central-1'),
    timeScale: v.optional(v.pipe(v.number('a number'), v.gtValue(0, 'above 0'), v.maxValue(1, 'at most 1')), 1),
    removal: v.optional(oneOf('retain', 'destroy'), 'retain'),
    logRetentionDays: v.optional(v.picklist(RETENTIONS, `one of ${RETENTIONS.join(', ')}`), 90),
    alarmEmails: v.optional(v.array(emailAddress, 'a list of email addresses'), []),
    pool: settings({
      mode: oneOf('create', 'existing'),
      id: v.optional(matching(USER_POOL_ID, 'the id of a user pool, for example eu-central-1_aBcDeFgHi')),
      customAttributes: v.optional(attributeNames, []),
      clientMetadataKeys: v.optional(v.array(matching(METADATA_KEY, 'a key of clientMetadata'), 'a list'), []),
    }),
    encryptionKey: v.optional(
      settings({
        mode: v.optional(oneOf('aws-owned', 'create', 'existing'), 'aws-owned'),
        arn: v.optional(matching(KEY_ARN, 'the ARN of a key, with its id')),
      }),
      {},
    ),
    trigger: v.optional(
      settings({
        timeoutSeconds: v.optional(whole(1, 900), 4),
        memoryMegabytes: v.optional(memoryMegabytes, 512),
        prewarm: v.optional(v.boolean('true or false'), false),
        reservedConcurrency: v.optional(whole(1, 1000)),
        rollout: v.optional(rollout, 'Canary10Percent5Minutes'),
      }),
      {},
    ),
    workers: v.optional(workersSchema(workers), {}),
    reconcile: v.optional(
      settings({
        apply: v.optional(v.boolean('true or false'), false),
        graceSeconds: seconds(3600),
        timeoutSeconds: v.optional(whole(180, 900), 900),
        memoryMegabytes: v.optional(memoryMegabytes, 512),
      }),
      {},
    ),
    retry: v.optional(
      settings({
        backoffBaseSeconds: seconds(60),
        backoffCapSeconds: seconds(14_400, LONGEST_WAIT_SECONDS),
        // Further from its end, a message would be dead-lettered that retries could still save.
        agedMarginSeconds: seconds(86_400, 259_200),
      }),
      {},
    ),
    email: settings({
      sender: emailAddress,
      senderName: text,
      replyTo: v.optional(emailAddress),
      productName: text,
      productUrl: httpsUrl,
      identity: v.optional(text),
      sendsPerSecond: whole(1, 10_000),
      sendPolicy: v.optional(oneOf('resend', 'hold'), 'resend'),
      unverifiedAddresses: v.optional(oneOf('skip', 'send'), 'skip'),
      reservedDomains: v.optional(oneOf('skip', 'send'), 'skip'),
      maxAttempts: v.optional(whole(1, 100), 8),
      leaseMarginSeconds: seconds(60),
      settleWindowSeconds: seconds(900, LONGEST_WAIT_SECONDS),
      eventGapSeconds: seconds(300, LONGEST_WAIT_SECONDS),
      doubtRecheckSeconds: seconds(600, LONGEST_WAIT_SECONDS),
      doubtCapSeconds: seconds(14_400),
      staleAfterSeconds: seconds(259_200),
    }),
    enrichment: settings({
      sources: settings({ crm: source, loyalty: v.optional(source) }),
      maxAttempts: v.optional(whole(1, 100), 12),
      allowedPrivateAddresses: v.optional(v.array(privateBlock, 'a list of CIDR blocks'), []),
      writeBack: v.optional(
        noList(
          v.record(
            matching(CUSTOM_ATTRIBUTE, 'keyed by custom attributes'),
            matching(SOURCE_FIELD, 'a field of a source, for example loyalty.tier'),
            'an object of fields by custom attributes',
          ),
        ),
        {},
      ),
    }),
  });

/** What a stage's file holds. */
export type StageInput = v.InferInput<ReturnType<typeof stageConfigSchema>>;

/** The same with every standard value filled in. */
export type StageConfig = v.InferOutput<ReturnType<typeof stageConfigSchema>>;

/** What a stage says of one worker. */
export type WorkerNumbers = v.InferOutput<WorkerSchema>;
