import { isDeepStrictEqual } from 'node:util';

/** Whether a property protects as much after an update as before. */
type Keeps = (before: unknown, after: unknown) => boolean;

const unchanged: Keeps = isDeepStrictEqual;

const UNPROTECTED: readonly unknown[] = [undefined, false, 'Delete', 'INACTIVE'];

/** A longer time, a further entry, or anything where no protection was. */
const grown: Keeps = (before, after) => {
  if (UNPROTECTED.includes(before)) return true;
  if (typeof before === 'number') return Number(after) >= before;
  if (Array.isArray(before) && Array.isArray(after))
    return before.every((one) => after.some((other) => isDeepStrictEqual(one, other)));
  if (typeof before === 'object')
    return Object.entries(before ?? {}).every(([key, value]) => grown(value, Object(after)[key]));
  return before === after;
};

/** `Retain` keeps as much as `RetainExceptOnCreate`. */
const retained: Keeps = (before, after) => !String(before).startsWith('Retain') || String(after).startsWith('Retain');

/** Longer, or for good. */
const lasting: Keeps = (before, after) => after === undefined || grown(before, after);

/** Attributes that protect a resource of any type. */
export const OF_ANY_TYPE: Record<string, Keeps> = { DeletionPolicy: retained, UpdateReplacePolicy: retained };

/**
 * The types of which none may go, each with the properties that may not weaken. They hold what a new one would not
 * hold: items, messages, users, lines, confirmed subscribers, addresses not to be mailed. Or they are a way in that
 * closes in silence: pools call the alias of the trigger, topics send by a queue's policy, workers receive by a mapping.
 */
export const PROTECTIONS: Record<string, Record<string, Keeps>> = {
  'AWS::Cognito::UserPool': {
    AliasAttributes: unchanged,
    AutoVerifiedAttributes: grown,
    DeletionProtection: grown,
    EmailConfiguration: unchanged,
    LambdaConfig: grown,
    Schema: grown,
    UsernameAttributes: unchanged,
    UsernameConfiguration: unchanged,
  },
  // Without the list users write every attribute.
  'AWS::Cognito::UserPoolClient': { WriteAttributes: unchanged },
  'AWS::CloudWatch::Alarm': { ActionsEnabled: unchanged, AlarmActions: grown },
  'AWS::DynamoDB::Table': {
    DeletionProtectionEnabled: grown,
    GlobalSecondaryIndexes: grown,
    PointInTimeRecoverySpecification: unchanged,
    // Items stay for good: with one they would go.
    TimeToLiveSpecification: unchanged,
  },
  'AWS::Events::Rule': { ScheduleExpression: unchanged, State: unchanged },
  'AWS::KMS::Key': {},
  'AWS::Lambda::Alias': { UpdatePolicy: unchanged },
  'AWS::Lambda::EventSourceMapping': { Enabled: unchanged, FilterCriteria: unchanged, FunctionResponseTypes: grown },
  'AWS::Lambda::Function': { ReservedConcurrentExecutions: grown },
  'AWS::Lambda::Permission': {},
  'AWS::Logs::LogGroup': { RetentionInDays: lasting },
  'AWS::SES::ConfigurationSet': { ReputationOptions: grown, SendingOptions: unchanged, SuppressionOptions: grown },
  'AWS::SES::ConfigurationSetEventDestination': { EventDestination: grown },
  'AWS::SNS::Subscription': {
    FilterPolicy: unchanged,
    FilterPolicyScope: unchanged,
    RawMessageDelivery: unchanged,
    RedrivePolicy: unchanged,
  },
  'AWS::SNS::Topic': {},
  'AWS::SNS::TopicPolicy': { PolicyDocument: unchanged },
  'AWS::SQS::Queue': {
    MessageRetentionPeriod: grown,
    RedriveAllowPolicy: grown,
    RedrivePolicy: unchanged,
    SqsManagedSseEnabled: grown,
  },
  'AWS::SQS::QueuePolicy': { PolicyDocument: unchanged },
};
