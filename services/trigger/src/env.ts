import { readSettings, type Setting, setting } from '@postconfirm/runtime';
import * as v from 'valibot';

const PREWARM: Setting<'yes' | 'no'> = {
  name: 'PREWARM',
  should: 'yes or no, or left out',
  schema: v.optional(v.picklist(['yes', 'no']), 'no'),
};

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      functionName: setting.text('AWS_LAMBDA_FUNCTION_NAME', 'set by Lambda itself'),
      region: setting.text('AWS_REGION', 'set by Lambda itself'),
      confirmationsQueueUrl: setting.url('CONFIRMATIONS_QUEUE_URL', 'the URL of the confirmations queue'),
      customAttributes: setting.list('CUSTOM_ATTRIBUTES', 'custom attributes that travel, separated by commas'),
      clientMetadataKeys: setting.list('CLIENT_METADATA_KEYS', 'clientMetadata keys that travel, separated by commas'),
      prewarm: PREWARM,
    },
    environment,
  );

/** X-Ray's header of the current invocation: Lambda sets it anew each time. */
export const currentTraceHeader = (): string | undefined => process.env['_X_AMZN_TRACE_ID'];
