import type { StageInput } from './stage-config.ts';

const worker = {
  timeoutSeconds: 20,
  memoryMegabytes: 128,
  batchSize: 11,
  batchingWindowSeconds: 1,
  rollout: 'Canary10Percent30Minutes',
} as const;

/** For tests: every setting that production may have, and values at the edge of what the schema accepts. */
export const WITH_EVERYTHING: Required<StageInput> = {
  account: '111122223333',
  region: 'eu-central-1',
  timeScale: 1,
  removal: 'retain',
  logRetentionDays: 731,
  alarmEmails: ['on-call@example.com', 'second+line@example.com'],
  pool: {
    mode: 'create',
    customAttributes: ['custom:a', 'custom:Tier_of-20-letters_', 'custom:points'],
    clientMetadataKeys: ['campaign', 'invited.by', 'utm:source', 'x-y_z'],
  },
  encryptionKey: { mode: 'create' },
  trigger: {
    prewarm: true,
    timeoutSeconds: 4,
    memoryMegabytes: 10_240,
    reservedConcurrency: 25,
    rollout: 'Linear10PercentEvery10Minutes',
  },
  workers: {
    'fan-out': {
      ...worker,
      timeoutSeconds: 10,
      batchSize: 10_000,
      batchingWindowSeconds: 300,
      maximumConcurrency: 1000,
    },
    'email-worker': { ...worker, maximumConcurrency: 2 },
    'enrichment-worker': { ...worker, provisionedPollers: { minimum: 200, maximum: 2000 } },
  },
  reconcile: { apply: true, graceSeconds: 1, timeoutSeconds: 180, memoryMegabytes: 10_240 },
  retry: { backoffBaseSeconds: 90, backoffCapSeconds: 43_200, agedMarginSeconds: 259_200 },
  email: {
    sender: 'o_the+r.sender@mail-2.example.co.uk',
    senderName: ' Grüße, "Example" <éé> \\ ',
    replyTo: 'REPLY@Example.COM',
    productName: "It's 100 % {{name}} & =,;",
    productUrl: 'https://app.example.com:8443/a%20b/?q=ü&r=1#top',
    identity: 'mail-2.example.co.uk',
    sendsPerSecond: 10_000,
    sendPolicy: 'hold',
    unverifiedAddresses: 'send',
    reservedDomains: 'skip',
    maxAttempts: 1,
    leaseMarginSeconds: 1,
    settleWindowSeconds: 1000,
    eventGapSeconds: 200,
    doubtRecheckSeconds: 1,
    doubtCapSeconds: 1001,
    staleAfterSeconds: 2,
  },
  enrichment: {
    sources: {
      crm: { origin: 'https://xn--crm-hoa.example.com:8443', secretId: 'postconfirm/crm=1+2@x.y' },
      loyalty: {
        origin: 'https://[2001:db8::1]',
        secretId: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:loyalty-AbCdEf',
      },
    },
    maxAttempts: 100,
    allowedPrivateAddresses: ['10.1.0.0/16', '192.168.7.9/32', 'fd00::/8', '2001:db8::/64'],
    writeBack: { 'custom:Tier_of-20-letters_': 'loyalty.Tier_1', 'custom:points': 'crm.9points' },
  },
};
