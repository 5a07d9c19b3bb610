import { randomUUID } from 'node:crypto';
import { functionArn, parseFunctionName } from '../lambda/function-name.ts';
import type { MappingSettings } from '../mapping/event-source-mapping.ts';
import type { Created, Wanted } from './deploy.ts';

interface MappingProperties {
  FunctionName: string;
  EventSourceArn: string;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  ScalingConfig?: { MaximumConcurrency?: number };
  ProvisionedPollerConfig?: { MinimumPollers?: number; MaximumPollers?: number };
  FunctionResponseTypes?: string[];
  Enabled?: boolean;
}

/** A mapping that still knows its queue and function by name only. */
export type WantedMapping = Omit<MappingSettings, 'queueUrl' | 'service'> & { functionName: string };

/** Without a word in the template Lambda takes ten messages at a time. */
const BATCH_SIZE = 10;

const KNOWN = new Set([
  'FunctionName',
  'EventSourceArn',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ScalingConfig',
  'ProvisionedPollerConfig',
  'FunctionResponseTypes',
  'Enabled',
  'Tags',
]);

/** Reads a mapping's settings; `found` makes it. A setting that isn't emulated is refused, not passed over. */
export const createMapping =
  (found: (mapping: WantedMapping) => void) =>
  ({ properties }: Wanted): Created => {
    const unknown = Object.keys(properties).filter((name) => !KNOWN.has(name));
    if (unknown.length > 0) throw new Error(`not emulated: ${unknown.join(', ')}`);
    const wanted = properties as unknown as MappingProperties;
    const maximum = wanted.ScalingConfig?.MaximumConcurrency;
    const pollers = pollersOf(wanted);
    const { name, alias } = parseFunctionName(wanted.FunctionName);
    const uuid = randomUUID();
    found({
      uuid,
      functionName: name,
      functionArn: functionArn(name, alias),
      queueArn: wanted.EventSourceArn,
      batchSize: wanted.BatchSize ?? BATCH_SIZE,
      windowSeconds: wanted.MaximumBatchingWindowInSeconds ?? 0,
      ...(maximum !== undefined && { maximumConcurrency: maximum }),
      ...(pollers && { pollers }),
      reportsItems: wanted.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      enabled: wanted.Enabled ?? true,
    });
    return { ref: uuid };
  };

/** What Lambda takes when a provisioned mapping says nothing. */
const MINIMUM_POLLERS = 2;
const MAXIMUM_POLLERS = 200;

function pollersOf({ ScalingConfig, ProvisionedPollerConfig }: MappingProperties): MappingSettings['pollers'] {
  if (ProvisionedPollerConfig === undefined) return undefined;
  if (ScalingConfig !== undefined) throw new Error('Lambda refuses ScalingConfig beside ProvisionedPollerConfig');
  const { MinimumPollers = MINIMUM_POLLERS, MaximumPollers = MAXIMUM_POLLERS } = ProvisionedPollerConfig;
  return { minimum: MinimumPollers, maximum: MaximumPollers };
}
