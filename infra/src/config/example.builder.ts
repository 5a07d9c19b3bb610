import { parseStageConfig } from './parse-stage-config.ts';
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

/** The same, validated as stage `prod`. */
export const exampleConfig = (change: Partial<StageInput> = {}): StageConfig =>
  parseStageConfig('prod', { ...EXAMPLE, ...change });
