import { Stack } from 'aws-cdk-lib';
import { mostInvocations, scaledSeconds, sendIntervalMilliseconds } from '../config/derived.ts';
import { numbersOf } from '../config/numbers-of.ts';
import { allow } from '../constructs/allow.ts';
import { physicalName } from '../names.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Sends as one sender, through one configuration set, within SES's rate. */
export function email({ scope, entry, deployment: { stage, config } }: WorkerContext): Granted {
  const { email: settings } = config;
  const numbers = numbersOf(config, entry.name);
  const stack = Stack.of(scope);
  const configurationSet = physicalName(stage);
  const seconds = (value: number) => String(scaledSeconds(config, value));
  return {
    environment: {
      SENDER: settings.sender,
      SENDER_NAME: settings.senderName,
      ...(settings.replyTo && { REPLY_TO: settings.replyTo }),
      PRODUCT_NAME: settings.productName,
      PRODUCT_URL: settings.productUrl,
      CONFIGURATION_SET: configurationSet,
      // The function's own timeout is the same in every stage: only the margin behind it is scaled.
      LEASE_SECONDS: String(numbers.timeoutSeconds + scaledSeconds(config, settings.leaseMarginSeconds)),
      SETTLE_WINDOW_SECONDS: seconds(settings.settleWindowSeconds),
      EVENT_GAP_SECONDS: seconds(settings.eventGapSeconds),
      DOUBT_RECHECK_SECONDS: seconds(settings.doubtRecheckSeconds),
      DOUBT_CAP_SECONDS: seconds(settings.doubtCapSeconds),
      STALE_AFTER_SECONDS: seconds(settings.staleAfterSeconds),
      MAX_ATTEMPTS: String(settings.maxAttempts),
      SEND_POLICY: settings.sendPolicy,
      UNVERIFIED_ADDRESSES: settings.unverifiedAddresses,
      RESERVED_DOMAINS: settings.reservedDomains,
      SEND_INTERVAL_MILLISECONDS: String(sendIntervalMilliseconds(settings.sendsPerSecond, mostInvocations(numbers))),
    },
    statements: [
      allow(
        ['ses:SendEmail'],
        [
          // In its sandbox SES asks for the recipient's identity as well; the condition still lets one sender send alone.
          stack.formatArn({ service: 'ses', resource: 'identity', resourceName: '*' }),
          stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet }),
        ],
        { StringEquals: { 'ses:FromAddress': settings.sender } },
      ),
    ],
  };
}
