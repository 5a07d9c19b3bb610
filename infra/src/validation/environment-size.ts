import { ConfigError } from '../config/config-error.ts';
import type { Template } from '../template.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMIT_BYTES = 4096;
/** What a deployment puts in the place of a reference at most: the URL of a queue with a long name. */
const REFERENCE_BYTES = 160;

/** The settings that can make a variable long. */
const SETTING_OF: Record<string, string> = {
  CUSTOM_ATTRIBUTES: 'pool.customAttributes',
  CLIENT_METADATA_KEYS: 'pool.clientMetadataKeys',
  ALLOWED_PRIVATE_ADDRESSES: 'enrichment.allowedPrivateAddresses',
  WRITE_BACK: 'enrichment.writeBack',
  SENDER_NAME: 'email.senderName',
  PRODUCT_NAME: 'email.productName',
  PRODUCT_URL: 'email.productUrl',
  TARGETS: 'WORKERS, by what fan-out sends to them,',
};

/** Lambda would refuse such a function in the middle of a deployment. Throws a `ConfigError` that names the longest setting. */
export function refuseLargeEnvironments({ Resources }: Pick<Template, 'Resources'>): void {
  const mistakes = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .flatMap(({ Properties = {} }) => mistakeOf(Properties as unknown as FunctionProperties));
  if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
}

type FunctionProperties = { FunctionName: string; Environment?: { Variables?: Record<string, unknown> } };

function mistakeOf({ FunctionName, Environment }: FunctionProperties): string[] {
  const sizes = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => ({
    name,
    bytes: name.length + bytesOf(value),
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= LIMIT_BYTES) return [];
  const { name, bytes } = sizes.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  return [
    `${SETTING_OF[name] ?? name} should be shorter: it takes ${bytes} of the ${total} bytes in the environment of ${FunctionName}, and Lambda takes ${LIMIT_BYTES}.`,
  ];
}

/** A text, or a join of texts and references. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1];
  return parts ? parts.reduce<number>((sum, part) => sum + bytesOf(part), 0) : REFERENCE_BYTES;
}
