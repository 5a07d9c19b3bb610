import { CONFIRMATION_QUEUES } from '@postconfirm/contract';
import { RECONCILE_SETTINGS } from '@postconfirm/operator/reconcile';
import { readSettings, setting } from '@postconfirm/runtime';

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...RECONCILE_SETTINGS,
      functionName: setting.text('AWS_LAMBDA_FUNCTION_NAME', 'set by Lambda itself'),
      tableName: setting.text('TABLE_NAME', 'the name of the table'),
      deadLetterQueueUrls: setting.urlMap('DEAD_LETTER_QUEUE_URLS', CONFIRMATION_QUEUES),
      triggerArn: setting.text('TRIGGER_ARN', 'the ARN of the function that the pool should call'),
      triggerLogGroup: setting.text('TRIGGER_LOG_GROUP', "the name of the trigger's log group"),
      sendsPerSecond: setting.number('SENDS_PER_SECOND', 'what the email worker paces itself to, in emails per second'),
      apply: setting.oneOf('APPLY', ['no', 'yes']),
      confirmationsQueueUrl: setting.url('CONFIRMATIONS_QUEUE_URL', 'the URL of the confirmations queue'),
    },
    environment,
  );

export type ReconcilerSettings = ReturnType<typeof readEnvironment>;
