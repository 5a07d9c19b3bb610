/** The queues that messages travel on. Physical names are `postconfirm-<stage>-<queue>`. */
export const QUEUES = ['confirmations', 'email', 'enrichment', 'email-events'] as const;

export type QueueName = (typeof QUEUES)[number];

/** Where a confirmation that went wrong may lie. */
export const CONFIRMATION_QUEUES = ['confirmations', 'email', 'enrichment'] as const satisfies readonly QueueName[];

export const deadLetterQueueName = <Q extends QueueName>(queue: Q): `${Q}-dlq` => `${queue}-dlq`;

/** Days that SQS keeps a message in any queue: the longest that it offers. */
export const RETENTION_DAYS = 14;

/**
 * Receives before SQS redrives a message by itself. On the workers' queues every wait costs a receive, and the waits
 * must outlast 13 days (docs/adr/0004), so native redrive is left for crashes.
 */
export const MAX_RECEIVES: Record<QueueName, number> = {
  confirmations: 10,
  email: 150,
  enrichment: 150,
  'email-events': 150,
};

/** Receives after which a message of a newer major version is dead-lettered: with back-off, hours for a deploy to catch up. */
export const NEWER_SCHEMA_RECEIVES = 8;
