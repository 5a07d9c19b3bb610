import { MAX_RECEIVES, QUEUES } from '@postconfirm/contract';
import { WORKERS } from '../workers.ts';
import { scaledSeconds, sendIntervalMilliseconds } from './derived.ts';
import { SOURCE_NAME } from './patterns.ts';
import { shortestScheduleSeconds } from './retry-schedule.ts';
import type { Stage } from './stage.ts';
import { EXTERNAL_SYSTEM_PLACEHOLDER, type StageConfig } from './stage-config.ts';

/** Cognito waits this long for the trigger, whatever the function's own timeout is. */
const COGNITO_TIMEOUT_SECONDS = 5;
/** A message must be retried for this long, so that an outage of days ends in an email and not in a dead letter. */
const RETRIES_LAST_SECONDS = 13 * 86_400;
const MAX_VISIBILITY_SECONDS = 43_200;
const MAX_UNWINDOWED_BATCH = 10;

/** Mistakes that only show between settings, one sentence each. */
export function configMistakes(stage: Stage, config: StageConfig): string[] {
  return [
    ...triggerMistakes(config),
    ...identityMistakes(config),
    ...workerMistakes(config),
    ...pacingMistakes(config),
    ...retryMistakes(config),
    ...windowMistakes(config),
    ...doubtMistakes(config),
    ...sourceMistakes(config),
    ...writeBackMistakes(config),
    ...(stage === 'local' ? [] : localOnlyMistakes(config)),
  ];
}

/** The trigger gives SQS 2.5 s (services/trigger/src/enqueue.ts); the rest is for a cold start and the line after it. */
const LEAST_TRIGGER_SECONDS = 4;

function triggerMistakes({ trigger }: StageConfig): string[] {
  const { timeoutSeconds } = trigger;
  if (timeoutSeconds >= COGNITO_TIMEOUT_SECONDS) {
    return [
      `trigger.timeoutSeconds should be below ${COGNITO_TIMEOUT_SECONDS}: Cognito waits no longer and would call again.`,
    ];
  }
  if (timeoutSeconds >= LEAST_TRIGGER_SECONDS) return [];
  return [
    `trigger.timeoutSeconds should be at least ${LEAST_TRIGGER_SECONDS}: with less it may end before it says which user SQS did not take.`,
  ];
}

/** CDK lets Cognito send through these two alone. */
function identityMistakes({ email: { sender, identity } }: StageConfig): string[] {
  const domain = sender.slice(sender.indexOf('@') + 1);
  if (identity === undefined || identity === sender || identity === domain) return [];
  return ['email.identity should be email.sender or its domain.'];
}

function workerMistakes({ workers }: StageConfig): string[] {
  return WORKERS.flatMap(({ name }) => {
    const { batchSize, batchingWindowSeconds, timeoutSeconds } = workers[name];
    const mistakes: string[] = [];
    if (batchSize > MAX_UNWINDOWED_BATCH && batchingWindowSeconds === 0) {
      mistakes.push(`workers.${name}.batchingWindowSeconds should be at least 1 for a batchSize above 10.`);
    }
    if (6 * timeoutSeconds + batchingWindowSeconds > MAX_VISIBILITY_SECONDS) {
      mistakes.push(`workers.${name}.timeoutSeconds is too long: SQS hides a message for at most 12 hours.`);
    }
    return mistakes;
  });
}

/** Emails of a batch leave one after the other: those that find no time left cost a receive and a wait. */
function pacingMistakes({ email, workers }: StageConfig): string[] {
  const { batchSize, timeoutSeconds, maximumConcurrency } = workers['email-worker'];
  const intervalSeconds = sendIntervalMilliseconds(email.sendsPerSecond, maximumConcurrency) / 1000;
  // Half of the timeout is left for SES and the table.
  const fitting = Math.floor(timeoutSeconds / 2 / intervalSeconds);
  if (batchSize <= fitting) return [];
  const pace = `${email.sendsPerSecond} email/s shared by ${maximumConcurrency} environments is one per ${intervalSeconds} s each`;
  return [`workers.email-worker.batchSize should be at most ${Math.max(1, fitting)}: ${pace}.`];
}

function retryMistakes({ retry }: StageConfig): string[] {
  const mistakes: string[] = [];
  if (retry.backoffBaseSeconds > retry.backoffCapSeconds) {
    mistakes.push('retry.backoffBaseSeconds should not be above retry.backoffCapSeconds.');
  }
  // The ingress queue's only work is to pass on: its receives are few by design.
  for (const queue of QUEUES.filter((name) => name !== 'confirmations')) {
    const shortest = shortestScheduleSeconds({ ...retry, receives: MAX_RECEIVES[queue] });
    if (shortest > RETRIES_LAST_SECONDS) continue;
    const days = (shortest / 86_400).toFixed(1);
    mistakes.push(
      `retry.backoffCapSeconds should be longer: ${MAX_RECEIVES[queue]} receives of queue ${queue} last ${days} days, less than 13.`,
    );
  }
  return mistakes;
}

/** Seconds from an accepted email to its event in the queue that SES and SNS take at most, in all but outages. */
const EVENT_LATENCY_SECONDS = 60;
/** What SES's call may take (services/email-worker/src/ses-mailer.ts): so late an email may be accepted. */
const LATE_ACCEPT_SECONDS = 8;

/** An event that comes late, and that the table refused at first, must still be applied within the window. */
function windowMistakes({ email, retry, timeScale }: StageConfig): string[] {
  // Stage local scales its times, but SES and Lambda do not.
  if (timeScale !== 1) return [];
  const redeliveries = 3 * retry.backoffBaseSeconds; // the first two waits: once and twice the base
  const needed = LATE_ACCEPT_SECONDS + EVENT_LATENCY_SECONDS + email.eventGapSeconds + redeliveries;
  if (email.settleWindowSeconds > needed) return [];
  return [
    `email.settleWindowSeconds should be above ${needed}: late acceptance, an event's way, the gap and two redeliveries come within it.`,
  ];
}

/** As scaled: silence must be able to answer a doubt, at the end of the window, before the doubt is given to a person. */
function doubtMistakes(config: StageConfig): string[] {
  const gap = scaledSeconds(config, config.email.eventGapSeconds);
  const window = scaledSeconds(config, config.email.settleWindowSeconds);
  const cap = scaledSeconds(config, config.email.doubtCapSeconds);
  const mistakes: string[] = [];
  if (window <= 2 * gap) {
    mistakes.push('email.settleWindowSeconds should be above twice email.eventGapSeconds: events must flow in it.');
  }
  if (cap <= window) mistakes.push('email.doubtCapSeconds should be above email.settleWindowSeconds.');
  return mistakes;
}

/** A source that the schema names may still have a name that its settings can't carry. */
const sourceMistakes = ({ enrichment }: StageConfig): string[] =>
  Object.keys(enrichment.sources)
    .filter((name) => !SOURCE_NAME.test(name))
    .map(
      (name) =>
        `enrichment.sources.${name} should have a name of lower-case letters and digits: SOURCE_<NAME>_ORIGIN holds it.`,
    );

function writeBackMistakes({ enrichment, pool }: StageConfig): string[] {
  return Object.entries(enrichment.writeBack).flatMap(([attribute, field]) => {
    const mistakes: string[] = [];
    const [source = ''] = field.split('.');
    if (!pool.customAttributes.includes(attribute)) {
      mistakes.push(`enrichment.writeBack names ${attribute}, which should be one of pool.customAttributes.`);
    }
    if (!Object.hasOwn(enrichment.sources, source)) {
      mistakes.push(
        `enrichment.writeBack.${attribute} should name a field of one of enrichment.sources, not ${field}.`,
      );
    }
    return mistakes;
  });
}

function localOnlyMistakes({ enrichment, email, timeScale }: StageConfig): string[] {
  const mistakes = Object.entries(enrichment.sources)
    .filter(([, source]) => source?.origin === EXTERNAL_SYSTEM_PLACEHOLDER)
    .map(([name]) => `enrichment.sources.${name}.origin should be an https origin outside stage local.`);
  if (email.reservedDomains === 'send') {
    mistakes.push('email.reservedDomains should be skip outside stage local: each such email is a bounce.');
  }
  if (timeScale !== 1) mistakes.push('timeScale should be 1 outside stage local.');
  return mistakes;
}
