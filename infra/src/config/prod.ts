import type { StageInput } from './stage-config.ts';

/** Production. The account and everything of example.com are examples: put your own here (infra/README.md). */
export const prod: StageInput = {
  account: '111122223333',
  region: 'eu-central-1',
  alarmEmails: ['on-call@example.com'],
  pool: {
    mode: 'create',
    customAttributes: ['custom:plan', 'custom:tier'],
    clientMetadataKeys: ['campaign', 'invitedBy'],
  },
  // The account's concurrency is shared with the workers, and a throttled trigger leaves no trace of its user.
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
