import { RETENTION_DAYS, WORKERS, type WorkerName } from '@postconfirm/contract';
import { mostInvocations, sendIntervalMilliseconds, visibilitySeconds } from '@postconfirm/infra/config/derived.ts';
import { numbersOf } from '@postconfirm/infra/config/numbers-of.ts';
import { parseStageConfig } from '@postconfirm/infra/config/parse-stage-config.ts';
import { STAGE_INPUTS, type Stage } from '@postconfirm/infra/config/stage.ts';
import type { StageConfig, StageInput } from '@postconfirm/infra/config/stage-config.ts';
import type { DeliveryRules } from '@postconfirm/ledger';
import { type Numbers, RULES } from '../../simulation/settings.ts';
import type { Stretch } from './arrivals.ts';

/** A launch day before it is lived through. */
export type LaunchPlan = {
  users: number;
  curve: readonly Stretch[];
  seed: number;
  config: StageConfig;
  /** Emails a second that SES takes; `email.sendsPerSecond` when left out. */
  sesRate?: number;
  /** Emails in any 24 hours; no limit when left out. */
  sesDailyQuota?: number;
  /** Requests a second of Cognito's category UserCreation. */
  cognitoRate: number;
  accountConcurrency: number;
  /** Milliseconds in which an external system answers. */
  enrichmentMs: number;
  /** Milliseconds between two looks at the queues; a minute when left out. */
  sampleEveryMs?: number;
};

type Pace = { sendsPerSecond?: number | undefined; emailConcurrency?: number | undefined };

/** The stage's config with another pace of emails. Throws a `ConfigError` where its other settings do not fit that. */
export function configOf(
  stage: Stage,
  { sendsPerSecond, emailConcurrency }: Pace,
  input: StageInput = STAGE_INPUTS[stage],
): StageConfig {
  const emailWorker = {
    ...input.workers?.['email-worker'],
    ...(emailConcurrency !== undefined && { maximumConcurrency: emailConcurrency }),
  };
  const email = { ...input.email, ...(sendsPerSecond !== undefined && { sendsPerSecond }) };
  return parseStageConfig(
    stage,
    { ...input, email, workers: { ...input.workers, 'email-worker': emailWorker } },
    WORKERS,
  );
}

export type WorkerPlan = {
  batchSize: number;
  /** Invocations at once, at most. */
  concurrency: number;
  /** Pollers that are always there, where a stage provisions them. */
  leastPollers: number | undefined;
  timeoutMs: number;
  visibilityMs: number;
  memoryMegabytes: number;
};

export function workerPlan(config: StageConfig, worker: WorkerName): WorkerPlan {
  const numbers = numbersOf(config, worker);
  return {
    batchSize: numbers.batchSize,
    concurrency: mostInvocations(numbers),
    leastPollers: numbers.provisionedPollers?.minimum,
    timeoutMs: numbers.timeoutSeconds * 1000,
    visibilityMs: visibilitySeconds(config, numbers) * 1000,
    memoryMegabytes: numbers.memoryMegabytes,
  };
}

export const sendIntervalMs = (config: StageConfig): number =>
  sendIntervalMilliseconds(config.email.sendsPerSecond, workerPlan(config, 'email-worker').concurrency);

/** Emails a second that the pace lets leave: below SES's rate wherever that does not divide by the concurrency. */
export const pacedRate = (config: StageConfig): number =>
  (workerPlan(config, 'email-worker').concurrency * 1000) / sendIntervalMs(config);

/** A pool that the stage makes sends its codes by the same SES account: one for each user. */
export const sendsCodes = ({ pool }: StageConfig): boolean => pool.mode === 'create';

/** What the functions are told, as the stage's template would tell them. */
export function numbersOfStage(config: StageConfig): Numbers {
  const { retry, email, enrichment } = config;
  return {
    retentionMs: RETENTION_DAYS * 86_400_000,
    agedMarginSeconds: retry.agedMarginSeconds,
    backoff: { baseSeconds: retry.backoffBaseSeconds, capSeconds: retry.backoffCapSeconds },
    gapMs: email.eventGapSeconds * 1000,
    sendIntervalMs: sendIntervalMs(config),
    sourceAttempts: enrichment.maxAttempts,
  };
}

export function rulesOfStage(config: StageConfig): DeliveryRules {
  const { email } = config;
  const leaseSeconds = workerPlan(config, 'email-worker').timeoutMs / 1000 + email.leaseMarginSeconds;
  return {
    ...RULES,
    policy: email.sendPolicy,
    leaseMs: leaseSeconds * 1000,
    windowMs: email.settleWindowSeconds * 1000,
    gapMs: email.eventGapSeconds * 1000,
    recheckMs: email.doubtRecheckSeconds * 1000,
    doubtCapMs: email.doubtCapSeconds * 1000,
    staleAfterMs: email.staleAfterSeconds * 1000,
    maxAttempts: email.maxAttempts,
  };
}
