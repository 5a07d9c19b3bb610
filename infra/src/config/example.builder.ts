import { local } from './local.ts';
import { parseStageConfig } from './parse-stage-config.ts';
import type { Stage } from './stage.ts';
import type { StageConfig, StageInput } from './stage-config.ts';

/**
 * For tests: a stage as somebody would run it in production. Tests take this and not `prod.ts` or `dev.ts`, for those
 * belong to whoever deploys.
 */
export const EXAMPLE: StageInput = {
  account: '111122223333',
  region: 'eu-central-1',
  alarmEmails: ['on-call@example.com'],
  pool: {
    mode: 'create',
    customAttributes: ['custom:plan', 'custom:tier'],
    clientMetadataKeys: ['campaign', 'invitedBy'],
  },
  trigger: { reservedConcurrency: 50 },
  email: {
    sender: 'welcome@example.com',
    senderName: 'Example',
    replyTo: 'support@example.com',
    productName: 'Example',
    productUrl: 'https://app.example.com',
    sendsPerSecond: 14,
  },
  enrichment: {
    sources: {
      crm: { origin: 'https://crm.example.com', secretId: 'postconfirm/crm' },
      loyalty: { origin: 'https://loyalty.example.com' },
    },
    writeBack: { 'custom:tier': 'loyalty.tier' },
  },
};

/** Another production: another account, region, domain and product, and a worker with pollers. */
export const OTHER_EXAMPLE: StageInput = {
  account: '444455556666',
  region: 'us-east-2',
  removal: 'destroy',
  logRetentionDays: 30,
  alarmEmails: ['ops@acme.example', 'lead@acme.example'],
  pool: { mode: 'create', customAttributes: ['custom:segment', 'custom:score'] },
  trigger: { reservedConcurrency: 25, memoryMegabytes: 1024 },
  workers: {
    'fan-out': { provisionedPollers: { minimum: 2, maximum: 20 }, batchSize: 100, batchingWindowSeconds: 2 },
    'email-worker': { timeoutSeconds: 60, batchSize: 4, maximumConcurrency: 2 },
  },
  email: {
    sender: 'hello@mail.acme.example',
    senderName: 'Acme, Inc.',
    productName: 'Acme',
    productUrl: 'https://acme.example/app',
    identity: 'hello@mail.acme.example',
    sendsPerSecond: 3,
    sendPolicy: 'hold',
  },
  enrichment: {
    sources: { crm: { origin: 'https://crm.acme.example', secretId: 'acme/crm' } },
    writeBack: { 'custom:score': 'crm.score' },
  },
};

/** Stage `local` is everybody's. */
const EXAMPLES: Partial<Record<Stage, StageInput>> = { local, dev: OTHER_EXAMPLE };

/** What tests take for the file of a stage. */
export const exampleInput = (stage: Stage): StageInput => EXAMPLES[stage] ?? EXAMPLE;

/** An example as the stage of that name, with a change. */
export const exampleConfig = (stage: Stage, change: Partial<StageInput> = {}): StageConfig =>
  parseStageConfig(stage, { ...exampleInput(stage), ...change });
