import type { StageInput } from './stage-config.ts';

/** A shared test account: everything may be destroyed, and SES is still in its sandbox (one email per second). */
export const dev: StageInput = {
  account: '111122223333',
  region: 'eu-central-1',
  removal: 'destroy',
  logRetentionDays: 7,
  pool: {
    mode: 'create',
    customAttributes: ['custom:plan', 'custom:tier'],
    clientMetadataKeys: ['campaign', 'invitedBy'],
  },
  // Nobody waits for a canary in a test account.
  trigger: { rollout: 'AllAtOnce' },
  // Two environments share one email per second: a batch must end within the function's timeout.
  workers: { 'email-worker': { maximumConcurrency: 2, batchSize: 5 } },
  email: {
    sender: 'welcome@example.com',
    senderName: 'Example (dev)',
    replyTo: 'support@example.com',
    productName: 'Example',
    productUrl: 'https://dev.example.com',
    sendsPerSecond: 1,
  },
  enrichment: {
    sources: {
      crm: { origin: 'https://crm.dev.example.com', secretId: 'postconfirm/crm' },
      loyalty: { origin: 'https://loyalty.dev.example.com' },
    },
    writeBack: { 'custom:tier': 'loyalty.tier' },
  },
};
