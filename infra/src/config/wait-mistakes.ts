import { RETENTION_DAYS, type WorkerEntry } from '@postconfirm/contract';
import { HEARTBEAT_SECONDS, scaledSeconds, visibilitySeconds } from './derived.ts';
import { numbersOf } from './numbers-of.ts';
import type { Planned } from './planned.ts';
import { LONGEST_WAIT_SECONDS, shortestScheduleSeconds } from './retry-schedule.ts';
import type { StageConfig } from './stage-config.ts';
import { workerUsing } from './worker-using.ts';

const DAY_SECONDS = 86_400;
/** A message must be retried for this long, so that an outage of days ends in an email and not in a dead letter. */
const RETRIES_LAST_DAYS = 13;

/** Waits that do not fit each other, or the queues that they are spent on. */
export const waitMistakes = ({ config, workers }: Planned): string[] => [
  ...backoffMistakes(config),
  ...scheduleMistakes(config, workers),
  ...doubtReceiveMistakes(config, workers),
  ...marginMistakes(config, workers),
  ...windowMistakes(config, workers),
  ...doubtMistakes(config),
  ...leaseMistakes(config, workers),
  ...graceMistakes(config),
];

const backoffMistakes = ({ retry }: StageConfig): string[] =>
  retry.backoffBaseSeconds <= retry.backoffCapSeconds
    ? []
    : ['retry.backoffBaseSeconds should not be above retry.backoffCapSeconds.'];

/** Receives must not end before the message is dead-lettered as aged: SQS's own redrive gives no reason. */
function scheduleMistakes({ retry }: StageConfig, workers: readonly WorkerEntry[]): string[] {
  const untilAged = RETENTION_DAYS - retry.agedMarginSeconds / DAY_SECONDS;
  const needed = Math.max(RETRIES_LAST_DAYS, untilAged);
  // The ingress queue's only work is to pass on: its receives are few by design.
  const waiting = workers.filter(({ uses }) => !uses.includes('fan-out'));
  return waiting.flatMap(({ name, queue, receives }) => {
    const days = shortestDays(retry, receives);
    if (days > needed) return [];
    const enough = shortestDays({ ...retry, backoffCapSeconds: LONGEST_WAIT_SECONDS }, receives) > needed;
    return [
      `${enough ? 'retry.backoffCapSeconds should be longer' : moreReceives(name)}: ${receives} receives of queue ${queue} last ${days.toFixed(1)} days, less than ${shortly(needed)}.`,
    ];
  });
}

const shortestDays = (retry: StageConfig['retry'], receives: number) =>
  shortestScheduleSeconds({ ...retry, receives }) / DAY_SECONDS;

/** Where no wait is long enough that a stage may set. */
const moreReceives = (name: string) => `${name}.receives in packages/contract/src/workers.ts should be more`;

const shortly = (days: number) => String(Math.round(days * 10) / 10);

/** A doubt is looked at every recheck until its cap: what receives are left must still outlast an account's refusal. */
function doubtReceiveMistakes({ retry, email }: StageConfig, workers: readonly WorkerEntry[]): string[] {
  const { name, queue, receives } = workerUsing('email', workers);
  const looks = (recheckSeconds: number) =>
    1 + Math.ceil(Math.max(0, email.doubtCapSeconds - email.settleWindowSeconds) / recheckSeconds);
  const lasts = (left: number) => shortestDays(retry, left) > RETRIES_LAST_DAYS;
  const taken = looks(email.doubtRecheckSeconds);
  // Where not even all receives last, that has been said.
  if (lasts(receives - taken) || !lasts(receives)) return [];
  const enough = lasts(receives - looks(LONGEST_WAIT_SECONDS));
  return [
    `${enough ? 'email.doubtRecheckSeconds should be longer' : moreReceives(name)}: a doubt takes ${taken} of the ${receives} receives of queue ${queue}.`,
  ];
}

/** A last try that ends in a crash must come back, and be dead-lettered with its reason, before its message is deleted. */
function marginMistakes(config: StageConfig, workers: readonly WorkerEntry[]): string[] {
  const needed = Math.max(...workers.map((entry) => hiddenSeconds(config, entry)));
  if (config.retry.agedMarginSeconds > needed) return [];
  return [`retry.agedMarginSeconds should be above ${needed}: so long a queue hides a message whose worker crashed.`];
}

const hiddenSeconds = (config: StageConfig, { name }: WorkerEntry): number =>
  visibilitySeconds(config, numbersOf(config, name));

/** Seconds from an accepted email to its event in the queue that SES and SNS take at most, in all but outages. */
const EVENT_LATENCY_SECONDS = 60;
/** What SES's call may take (services/email-worker/src/ses-mailer.ts): so late an email may be accepted. */
const LATE_ACCEPT_SECONDS = 8;

/** An event that comes late, and that the table refused at first or whose worker crashed, must still be applied within the window. */
function windowMistakes(config: StageConfig, workers: readonly WorkerEntry[]): string[] {
  const { email, retry, timeScale } = config;
  // Stage local scales its times, but SES and Lambda do not.
  if (timeScale !== 1) return [];
  const emailEvents = workerUsing('events', workers);
  const { backoffBaseSeconds: base, backoffCapSeconds: cap } = retry;
  const refusedTwice = Math.min(base, cap) + Math.min(2 * base, cap); // the first two waits
  const redelivery = Math.max(refusedTwice, hiddenSeconds(config, emailEvents));
  const latency = EVENT_LATENCY_SECONDS + numbersOf(config, emailEvents.name).batchingWindowSeconds;
  const needed = LATE_ACCEPT_SECONDS + latency + email.eventGapSeconds + redelivery;
  const mistakes: string[] = [];
  const silent = HEARTBEAT_SECONDS + latency;
  if (email.eventGapSeconds <= silent) {
    mistakes.push(
      `email.eventGapSeconds should be above ${silent}: a heartbeat comes every ${HEARTBEAT_SECONDS} s and takes its way, and with less events would never seem to flow.`,
    );
  }
  if (email.settleWindowSeconds > needed) return mistakes;
  if (needed >= LONGEST_WAIT_SECONDS) {
    return [
      ...mistakes,
      `retry.backoffBaseSeconds should be shorter: no email.settleWindowSeconds of at most ${LONGEST_WAIT_SECONDS} outlasts two waits of it.`,
    ];
  }
  return [
    ...mistakes,
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
  const aged = RETENTION_DAYS * DAY_SECONDS - config.retry.agedMarginSeconds;
  if (cap >= aged) {
    mistakes.push(
      `email.doubtCapSeconds should be below ${aged}: by then its message is dead-lettered as aged, which holds no doubt for a person.`,
    );
  }
  return mistakes;
}

/** Whoever comes after a crash is to find a doubt, not a claim that nobody holds. */
function leaseMistakes(config: StageConfig, workers: readonly WorkerEntry[]): string[] {
  // Stage local scales the margin and how long a message is hidden, but no function's timeout.
  if (config.timeScale !== 1) return [];
  const emailWorker = workerUsing('email', workers);
  // The lease is the function's timeout and the margin, and its claim may be as late as the function's end.
  const room = hiddenSeconds(config, emailWorker) - 2 * numbersOf(config, emailWorker.name).timeoutSeconds;
  if (config.email.leaseMarginSeconds < room) return [];
  return [
    `email.leaseMarginSeconds should be below ${room}: the claim of a worker that crashed ends before its message comes back.`,
  ];
}

const graceMistakes = ({ reconcile, email }: StageConfig): string[] =>
  reconcile.graceSeconds < email.staleAfterSeconds
    ? []
    : [
        'reconcile.graceSeconds should be below email.staleAfterSeconds: every welcome would be stale when it is asked for.',
      ];
