import type { JsonSchema } from '@valibot/to-json-schema';
import { messageJsonSchema } from './json-schema.ts';
import { DEAD_LETTER_REASONS, SKIP_REASONS } from './outcome.ts';
import { deadLetterQueueName, MAX_RECEIVES, QUEUES, RETENTION_DAYS } from './queue.ts';
import { MAX_BODY_BYTES } from './size-guard.ts';

type Property = Exclude<JsonSchema, boolean>;

const properties = (schema: Property) => Object.entries(schema.properties ?? {}) as [string, Property][];

function shape(schema: Property): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.format) return `string, ${schema.format}`;
  if (schema.pattern) return `string, \`${schema.pattern.replaceAll('|', '\\|')}\``;
  if (schema.type === 'array') return `list of ${itemsOf(schema)}`;
  if (schema.additionalProperties) return 'object of strings';
  return String(schema.type);
}

function itemsOf({ items }: Property): string {
  const item = items as Property | undefined;
  return item?.enum ? shape(item) : 'strings';
}

function table(schema: Property): string {
  const rows = properties(schema).map(([name, property]) => {
    const required = schema.required?.includes(name) ? 'yes' : 'no';
    return `| \`${name}\` | ${required} | ${shape(property)} | ${property.description ?? ''} |`;
  });
  return ['| field | required | value | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const queueRows = () =>
  QUEUES.map((queue) => `| \`${queue}\` | \`${deadLetterQueueName(queue)}\` | ${MAX_RECEIVES[queue]} |`).join('\n');

const words = (list: readonly string[]) => list.map((word) => `\`${word}\``).join(', ');

/** `docs/contract.md`, from the schemas alone. */
export function contractPage(): string {
  const schema = messageJsonSchema() as Property;
  const data = schema.properties?.['data'] as Property;
  return `<!-- Generated from packages/contract by \`npm run generate\`; \`npm run check\` refuses edits made here. -->
# Contract

${schema.description} As JSON Schema: \`packages/contract/schema/message.v1.json\`; good and bad samples beside it in \`samples/\`.

## Envelope
${table(schema)}

## \`data\`
${data.description}

${table(data)}

## Rules
- A body is ASCII: every other character stands as \`\\uXXXX\`, for SQS refuses some characters that JSON allows.
- A body has at most ${MAX_BODY_BYTES} bytes. What does not fit is cut in this order, and named in \`data.dropped\`: entries of
  \`clientMetadata\`, then of \`attributes\`, the largest first; \`name\` to 128 characters; \`locale\`, \`phoneNumber\`, \`clientId\`, \`userName\`,
  \`name\` dropped. The address is never cut.
- A repeated key, a key \`__proto__\`, nesting deeper than 32 or a body that is no such message is \`poison\`: dead-lettered at once.
- \`id\` begins with \`subject\`. Two messages with the same \`source\` and \`id\` are one: its effect happens once.
- The major version stands in \`type\`; a version may add fields, which older readers ignore. A newer major version is retried, then
  dead-lettered as \`schema-newer\`.

## Queues
| queue | dead-letter queue | receives before SQS redrives |
| --- | --- | --- |
${queueRows()}

Each keeps a message ${RETENTION_DAYS} days.

## Words
- An outcome is \`done\`, \`duplicate\` (already done; not a failure), \`retry\` or \`dead-letter\`.
- A dead letter carries the message attributes \`reason\`, \`detail\`, \`worker\`, \`attempts\` and \`deadLetteredAt\`. Reasons: ${words(DEAD_LETTER_REASONS)}.
- An email is skipped for a reason: ${words(SKIP_REASONS)}.
`;
}
