import { EFFECTS } from './effect.ts';
import { WORKERS } from './workers.ts';

export type QueueName = (typeof WORKERS)[number]['queue'];

/** The queues that messages travel on. Physical names are `postconfirm-<stage>-<queue>`. */
export const QUEUES: readonly QueueName[] = /* @__PURE__ */ WORKERS.map(({ queue }) => queue);

/** Where a confirmation that went wrong may lie. */
export const CONFIRMATION_QUEUES = ['confirmations', ...EFFECTS] as const satisfies readonly QueueName[];

export const deadLetterQueueName = <Q extends string>(queue: Q): `${Q}-dlq` => `${queue}-dlq`;

/** Days that SQS keeps a message in any queue: the longest that it offers. */
export const RETENTION_DAYS = 14;

/**
 * Invocations that one provisioned poller keeps going at most: AWS names 20,000 for 2,000 pollers.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const INVOCATIONS_PER_POLLER = 10;

/** Receives before SQS redrives a message of each queue by itself. */
export const MAX_RECEIVES = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ WORKERS.map(({ queue, receives }) => [queue, receives]),
) as Record<QueueName, number>;

/** Receives after which a message of a newer major version is dead-lettered: with back-off, hours for a deploy to catch up. */
export const NEWER_SCHEMA_RECEIVES = 8;
