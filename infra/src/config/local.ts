import { EXTERNAL_SYSTEM_PLACEHOLDER, type StageInput } from './stage-config.ts';

/** One machine (`npm start`). Never deployed; every difference from `prod` is listed in stage-differences.ts. */
export const local: StageInput = {
  account: '000000000000',
  region: 'eu-central-1',
  timeScale: 1 / 60,
  removal: 'destroy',
  logRetentionDays: 1,
  pool: {
    mode: 'create',
    customAttributes: ['custom:plan', 'custom:tier'],
    clientMetadataKeys: ['campaign', 'invitedBy'],
  },
  email: {
    sender: 'welcome@example.com',
    senderName: 'Example',
    replyTo: 'support@example.com',
    productName: 'Example',
    productUrl: 'https://app.example.com',
    sendsPerSecond: 200,
    reservedDomains: 'send',
  },
  enrichment: {
    sources: {
      crm: { origin: EXTERNAL_SYSTEM_PLACEHOLDER, secretId: 'postconfirm/crm' },
      loyalty: { origin: EXTERNAL_SYSTEM_PLACEHOLDER },
    },
    allowedPrivateAddresses: ['127.0.0.0/8'],
    writeBack: { 'custom:tier': 'loyalty.tier' },
  },
};
