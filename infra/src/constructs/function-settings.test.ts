import { beforeAll, expect, test } from 'vitest';
import { resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { parseStageConfig } from '../config/parse-stage-config.ts';
import { WITH_EVERYTHING } from '../config/with-everything.builder.ts';
import { physicalName } from '../names.ts';
import { valuesOf } from '../permissions/stack-values.ts';

/** What each function is told, by service: every setting that a stage may have, at another value than its standard. */
const told: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  const assembly = await temporaryAssembly('prod', parseStageConfig('prod', WITH_EVERYTHING));
  const read = valuesOf(assembly).service;
  for (const { FunctionName, Environment } of Object.values(resourcesOf(assembly, 'AWS::Lambda::Function'))) {
    const service = String(FunctionName).replace(`${physicalName('prod')}-`, '');
    told[service] = read(Environment.Variables) as Record<string, string>;
  }
});

/** A generated URL or name stands as its logical id. */
const of = (logicalId: string) => expect.stringMatching(new RegExp(`^${logicalId}[0-9A-F]{8}$`));

const consumes = (queue: string) => ({
  QUEUE_URL: of(`${queue}Queue`),
  DEAD_LETTER_QUEUE_URL: of(`${queue}Dlq`),
  RETENTION_SECONDS: '1209600',
  AGED_MARGIN_SECONDS: '259200',
  BACKOFF_BASE_SECONDS: '90',
  BACKOFF_CAP_SECONDS: '43200',
});

const SETTINGS: Record<string, Record<string, unknown>> = {
  trigger: {
    CONFIRMATIONS_QUEUE_URL: of('confirmationsQueue'),
    CUSTOM_ATTRIBUTES: 'custom:a,custom:Tier_of-20-letters_,custom:points',
    CLIENT_METADATA_KEYS: 'campaign,invited.by,utm:source,x-y_z',
    PREWARM: 'yes',
  },
  'fan-out': { ...consumes('confirmations'), TARGETS: expect.stringContaining('"enrichment":{"url":"enrichmentQueue') },
  'email-worker': {
    ...consumes('email'),
    TABLE_NAME: of('Table'),
    SENDER: 'o_the+r.sender@mail-2.example.co.uk',
    SENDER_NAME: 'Grüße, "Example" <éé> \\',
    REPLY_TO: 'REPLY@Example.COM',
    PRODUCT_NAME: "It's 100 % {{name}} & =,;",
    PRODUCT_URL: 'https://app.example.com:8443/a%20b/?q=ü&r=1#top',
    CONFIGURATION_SET: 'postconfirm-prod',
    // The function's 20 s, and a margin of 1 s.
    LEASE_SECONDS: '21',
    SETTLE_WINDOW_SECONDS: '1000',
    EVENT_GAP_SECONDS: '200',
    DOUBT_RECHECK_SECONDS: '1',
    DOUBT_CAP_SECONDS: '1001',
    STALE_AFTER_SECONDS: '2',
    MAX_ATTEMPTS: '1',
    SEND_POLICY: 'hold',
    UNVERIFIED_ADDRESSES: 'send',
    RESERVED_DOMAINS: 'skip',
    SEND_INTERVAL_MILLISECONDS: '1',
  },
  'enrichment-worker': {
    ...consumes('enrichment'),
    TABLE_NAME: of('Table'),
    MAX_ATTEMPTS: '100',
    SOURCE_CRM_ORIGIN: 'https://xn--crm-hoa.example.com:8443',
    SOURCE_CRM_SECRET_ID: 'postconfirm/crm=1+2@x.y',
    SOURCE_LOYALTY_ORIGIN: 'https://[2001:db8::1]',
    SOURCE_LOYALTY_SECRET_ID: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:loyalty-AbCdEf',
    ALLOWED_PRIVATE_ADDRESSES: '10.1.0.0/16,192.168.7.9/32,fd00::/8,2001:db8::/64',
    WRITE_BACK: 'custom:Tier_of-20-letters_=loyalty.Tier_1,custom:points=crm.9points',
  },
  'email-events': { ...consumes('emailevents'), TABLE_NAME: of('Table'), EVENT_GAP_SECONDS: '200' },
  reconciler: {
    TABLE_NAME: of('Table'),
    CONFIRMATIONS_QUEUE_URL: of('confirmationsQueue'),
    DEAD_LETTER_QUEUE_URLS: expect.stringContaining('"email":"emailDlq'),
    SENDS_PER_SECOND: '10000',
    APPLY: 'yes',
    TRIGGER_ARN: 'arn:aws:lambda:eu-central-1:111122223333:function:postconfirm-prod-trigger:live',
    TRIGGER_LOG_GROUP: of('triggerLogs'),
    GRACE_SECONDS: '1',
    DOUBT_CAP_SECONDS: '1001',
    STALE_AFTER_SECONDS: '2',
    CUSTOM_ATTRIBUTES: 'custom:a,custom:Tier_of-20-letters_,custom:points',
  },
};

test.each(Object.keys(SETTINGS))('%s is told what its stage says, and nothing else', (service) => {
  expect(told[service]).toEqual(SETTINGS[service]);
});

test('every function has a row', () => {
  expect(Object.keys(told)).toEqual(Object.keys(SETTINGS));
});
