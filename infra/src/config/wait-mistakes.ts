import { MAX_RECEIVES, QUEUES, type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import { consumerOf } from '../workers.ts';
import { scaledSeconds, visibilitySeconds } from './derived.ts';
import { shortestScheduleSeconds } from './retry-schedule.ts';
import type { StageConfig } from './stage-config.ts';

const DAY_SECONDS = 86_400;
/** A message must be retried for this long, so that an outage of days ends in an email and not in a dead letter. */
const RETRIES_LAST_DAYS = 13;
/** The ingress queue's only work is to pass on: its receives are few by design. */
const WAITING_QUEUES = QUEUES.filter((queue) => queue !== 'confirmations');

/** Waits that do not fit each other, or the queues that they are spent on. */
export const waitMistakes = (config: StageConfig): string[] => [
  ...backoffMistakes(config),
  ...scheduleMistakes(config),
  ...doubtReceiveMistakes(config),
  ...marginMistakes(config),
  ...windowMistakes(config),
  ...doubtMistakes(config),
];

const backoffMistakes = ({ retry }: StageConfig): string[] =>
  retry.backoffBaseSeconds <= retry.backoffCapSeconds
    ? []
    : ['retry.backoffBaseSeconds should not be above retry.backoffCapSeconds.'];

/** Receives must not end before the message is dead-lettered as aged: SQS's own redrive gives no reason. */
function scheduleMistakes({ retry }: StageConfig): string[] {
  const untilAged = RETENTION_DAYS - retry.agedMarginSeconds / DAY_SECONDS;
  const needed = Math.max(RETRIES_LAST_DAYS, untilAged);
  return WAITING_QUEUES.flatMap((queue) => {
    const days = shortestScheduleSeconds({ ...retry, receives: MAX_RECEIVES[queue] }) / DAY_SECONDS;
    if (days > needed) return [];
    return [
      `retry.backoffCapSeconds should be longer: ${MAX_RECEIVES[queue]} receives of queue ${queue} last ${days.toFixed(1)} days, less than ${shortly(needed)}.`,
    ];
  });
}

const shortly = (days: number) => String(Math.round(days * 10) / 10);

/** A doubt is looked at every recheck until its cap: what receives are left must still outlast an account's refusal. */
function doubtReceiveMistakes({ retry, email }: StageConfig): string[] {
  const looks =
    1 + Math.ceil(Math.max(0, email.doubtCapSeconds - email.settleWindowSeconds) / email.doubtRecheckSeconds);
  const receives = MAX_RECEIVES.email - looks;
  const days = shortestScheduleSeconds({ ...retry, receives }) / DAY_SECONDS;
  // Where not even all receives last, that has been said.
  const all = shortestScheduleSeconds({ ...retry, receives: MAX_RECEIVES.email }) / DAY_SECONDS;
  if (days > RETRIES_LAST_DAYS || all <= RETRIES_LAST_DAYS) return [];
  return [
    `email.doubtRecheckSeconds should be longer: a doubt takes ${looks} of the ${MAX_RECEIVES.email} receives of queue email.`,
  ];
}

/** A last try that ends in a crash must come back, and be dead-lettered with its reason, before its message is deleted. */
function marginMistakes(config: StageConfig): string[] {
  const needed = Math.max(...QUEUES.map((queue) => hiddenSeconds(config, queue)));
  if (config.retry.agedMarginSeconds > needed) return [];
  return [`retry.agedMarginSeconds should be above ${needed}: so long a queue hides a message whose worker crashed.`];
}

const hiddenSeconds = (config: StageConfig, queue: QueueName): number =>
  visibilitySeconds(config, config.workers[consumerOf(queue).name]);

/** Seconds from an accepted email to its event in the queue that SES and SNS take at most, in all but outages. */
const EVENT_LATENCY_SECONDS = 60;
/** What SES's call may take (services/email-worker/src/ses-mailer.ts): so late an email may be accepted. */
const LATE_ACCEPT_SECONDS = 8;

/** An event that comes late, and that the table refused at first or whose worker crashed, must still be applied within the window. */
function windowMistakes(config: StageConfig): string[] {
  const { email, retry, timeScale, workers } = config;
  // Stage local scales its times, but SES and Lambda do not.
  if (timeScale !== 1) return [];
  const refusedTwice = 3 * retry.backoffBaseSeconds; // the first two waits: once and twice the base
  const redelivery = Math.max(refusedTwice, hiddenSeconds(config, 'email-events'));
  const latency = EVENT_LATENCY_SECONDS + workers['email-events'].batchingWindowSeconds;
  const needed = LATE_ACCEPT_SECONDS + latency + email.eventGapSeconds + redelivery;
  if (email.settleWindowSeconds > needed) return [];
  return [
    `email.settleWindowSeconds should be above ${needed}: late acceptance, an event's way, the gap and a redelivery come within it.`,
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
