import type { WorkerEntry } from '@postconfirm/contract';

export const AUDIT: WorkerEntry = {
  name: 'audit-worker',
  queue: 'audit',
  receives: 150,
  uses: [],
  fed: { confirmed: ['sign-up', 'admin', 'federated', 'reconciled', 'probe'] },
  impact: 'the audit lacks these users',
  standard: { leastTimeoutSeconds: 5, timeoutSeconds: 10, maximumConcurrency: 2 },
};
