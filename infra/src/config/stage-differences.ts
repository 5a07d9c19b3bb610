/**
 * A place where the template of stage `local` differs from production's, and why. `path` leads into the resource; empty:
 * production alone has the resource. A `type` of `*` stands for every type.
 */
export type StageDifference = { type: string; path: string; reason: string };

const setting = (name: string, reason: string): StageDifference => ({
  type: 'AWS::Lambda::Function',
  path: `Properties.Environment.Variables.${name}`,
  reason,
});

const TIME = 'a time: timeScale is applied when the template is synthesized, function timeouts stay real';
const DEMO = 'local calls the demo external system on this machine, whose address its stack puts in';
const DISPOSABLE = 'what is local may be thrown away, what is in production outlives its stack';
const ALARMED = 'nobody is woken up by a stage on one machine';

/** Differences that hold as the stages are delivered: one that no longer exists is to be removed. */
export const LOCAL_DIFFERENCES: readonly StageDifference[] = [
  {
    type: 'AWS::SQS::Queue',
    path: 'Properties.VisibilityTimeout',
    reason: `${TIME}; at least 5 s, so that a batch on a busy machine is not received twice`,
  },
  setting('BACKOFF_BASE_SECONDS', TIME),
  setting('BACKOFF_CAP_SECONDS', TIME),
  setting('LEASE_SECONDS', `${TIME}: only the margin behind the timeout is scaled`),
  setting('SETTLE_WINDOW_SECONDS', TIME),
  setting('EVENT_GAP_SECONDS', TIME),
  setting('DOUBT_RECHECK_SECONDS', TIME),
  setting('DOUBT_CAP_SECONDS', TIME),
  setting('STALE_AFTER_SECONDS', TIME),
  setting('GRACE_SECONDS', TIME),
  {
    type: 'AWS::Events::Rule',
    path: 'Metadata.postconfirm:everySeconds',
    reason: `${TIME}; EventBridge itself knows no rate below a minute`,
  },
  setting('SEND_INTERVAL_MILLISECONDS', 'no SES account limits the rate of a machine'),
  setting('SENDS_PER_SECOND', 'no SES account limits the rate of a machine'),
  setting('RESERVED_DOMAINS', 'example.com is where the demo lives; elsewhere every such email is a bounce'),
  setting('SOURCE_CRM_ORIGIN', DEMO),
  setting('SOURCE_LOYALTY_ORIGIN', DEMO),
  setting('ALLOWED_PRIVATE_ADDRESSES', `${DEMO}; everywhere else private addresses are refused`),
  {
    type: 'AWS::Lambda::Function',
    path: 'Properties.ReservedConcurrentExecutions',
    reason: 'concurrency is reserved from an account, and one machine has none',
  },
  { type: '*', path: 'DeletionPolicy', reason: DISPOSABLE },
  { type: '*', path: 'UpdateReplacePolicy', reason: DISPOSABLE },
  { type: 'AWS::DynamoDB::Table', path: 'Properties.DeletionProtectionEnabled', reason: DISPOSABLE },
  { type: 'AWS::Cognito::UserPool', path: 'Properties.DeletionProtection', reason: DISPOSABLE },
  { type: 'AWS::Logs::LogGroup', path: 'Properties.RetentionInDays', reason: DISPOSABLE },
  { type: 'AWS::CloudWatch::Alarm', path: 'Properties.AlarmActions', reason: ALARMED },
  { type: 'AWS::SNS::Topic', path: '', reason: ALARMED },
  { type: 'AWS::SNS::TopicPolicy', path: '', reason: ALARMED },
  { type: 'AWS::SNS::Subscription', path: '', reason: ALARMED },
];

const OWN = 'every stage names its own; the examples happen to be the same';

/** All that may differ: the above, and what a stage says of itself. Everything else runs here as it runs in production. */
export const STAGE_DIFFERENCES: readonly StageDifference[] = [
  ...LOCAL_DIFFERENCES,
  setting('SENDER_NAME', OWN),
  setting('REPLY_TO', OWN),
  { type: 'AWS::Cognito::UserPool', path: 'Properties.EmailConfiguration.From', reason: OWN },
  { type: 'AWS::Cognito::UserPool', path: 'Properties.EmailConfiguration.ReplyToEmailAddress', reason: OWN },
  setting('PRODUCT_NAME', OWN),
  setting('PRODUCT_URL', OWN),
];
