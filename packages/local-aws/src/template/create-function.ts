import { functionArn } from '../lambda/function-name.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { Created, Wanted } from './deploy.ts';

interface FunctionProperties {
  FunctionName?: string;
  Code: { S3Key?: string };
  Handler: string;
  Runtime?: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables?: Record<string, string> };
  ReservedConcurrentExecutions?: number;
}

/** Lambda's own defaults. */
const TIMEOUT_SECONDS = 3;
const MEMORY_MEGABYTES = 128;

/** Reads a function's settings; `found` makes it. */
export const createFunction =
  (found: (settings: FunctionSettings) => void) =>
  ({ logicalId, properties, stack }: Wanted): Created => {
    const wanted = properties as unknown as FunctionProperties;
    const name = wanted.FunctionName ?? `${stack.name}-${logicalId}`;
    const reserved = wanted.ReservedConcurrentExecutions;
    found({
      functionName: name,
      service: name.replace(/^[a-z]+-[a-z0-9]+-/, ''),
      codeFolder: codeFolder(wanted, stack.assets),
      handler: wanted.Handler,
      timeoutSeconds: wanted.Timeout ?? TIMEOUT_SECONDS,
      memoryMegabytes: wanted.MemorySize ?? MEMORY_MEGABYTES,
      environment: textValues(wanted.Environment?.Variables ?? {}),
      ...(reserved !== undefined && { reservedConcurrency: reserved }),
    });
    return { ref: name, attributes: { Arn: functionArn(name) } };
  };

function codeFolder({ Code }: FunctionProperties, assets: ReadonlyMap<string, string>): string {
  const hash = Code.S3Key?.replace(/^.*\//, '').replace(/\.zip$/, '') ?? '';
  const folder = assets.get(hash);
  if (!folder) throw new Error('its code is no asset of the assembly');
  return folder;
}

const textValues = (variables: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
