import * as v from 'valibot';
import { CAUSES } from './cause.ts';
import { EFFECTS } from './effect.ts';
import { CONFIRMED, PASSWORD_RESET } from './event-type.ts';
import { IDENTIFIER } from './identifier.ts';

const text = (description: string) => v.pipe(v.string(), v.maxLength(4096), v.description(description));

// `+01` is ISO 8601 too, but Date.parse makes NaN of it.
const utcTime = v.pipe(v.string(), v.isoTimestamp(), v.regex(/Z$/));

const DataSchema = v.pipe(
  v.object({
    cause: v.pipe(v.picklist(CAUSES), v.description('Why the message exists.')),
    effects: v.optional(
      v.pipe(v.array(v.picklist(EFFECTS)), v.description('The only effects that it is for; absent: all of its route.')),
    ),
    confirmedAt: v.optional(
      v.pipe(utcTime, v.description('When the user was confirmed, where that is not `time`: as far as it is known.')),
    ),
    userName: v.optional(text('Name in the pool. Personal data: it can be an email address.')),
    clientId: v.optional(text('App client that confirmed; absent when an administrator did.')),
    email: v.optional(text('Address as the pool has it, unchecked.')),
    emailVerified: v.optional(v.pipe(v.boolean(), v.description('Whether the pool holds the address as verified.'))),
    phoneNumber: v.optional(text('Number in E.164 form as the pool has it.')),
    locale: v.optional(text('Language tag as the user gave it, unchecked.')),
    name: v.optional(text('`name`, else `given_name` of the pool. Untrusted text.')),
    attributes: v.pipe(
      v.record(v.string(), v.string()),
      v.description('Custom attributes that the settings allow, by their name in the pool.'),
    ),
    clientMetadata: v.pipe(
      v.record(v.string(), v.string()),
      v.description("The client's own words that the settings allow. Untrusted."),
    ),
    dropped: v.optional(
      v.pipe(v.array(v.string()), v.description('Fields of `data` that the size guard cut or dropped, in order.')),
    ),
  }),
  v.description('What the workers need of the user; never the raw event.'),
);

export const MessageSchema = v.pipe(
  v.object({
    specversion: v.literal('1.0'),
    id: v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9_-]{1,128}\/(confirmed|console-test|probe|password-reset\/[0-9TZ:.-]{1,32})$/),
      v.description('`<subject>/<kind>`; unique together with `source`. Never derived from a message id or a payload.'),
    ),
    source: v.pipe(
      v.string(),
      v.regex(/^cognito:[a-z0-9-]{1,32}:[A-Za-z0-9_-]{1,128}$/),
      v.description('`cognito:<region>:<userPoolId>`'),
    ),
    type: v.pipe(v.picklist([CONFIRMED, PASSWORD_RESET]), v.description('What happened, with the major version.')),
    subject: v.pipe(v.string(), v.regex(IDENTIFIER), v.description("The user's sub; a UUID for a test message.")),
    time: v.pipe(utcTime, v.description('When the trigger, or whoever made the message, ran (UTC).')),
    datacontenttype: v.literal('application/json'),
    traceparent: v.optional(
      v.pipe(v.string(), v.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), v.description('W3C trace context.')),
    ),
    replays: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(1_000_000),
      v.description('How often an operator sent it again from a dead-letter queue.'),
    ),
    evenifstale: v.optional(
      v.pipe(v.boolean(), v.description('Whether the operator who replayed it wants the email however old it is.')),
    ),
    data: DataSchema,
  }),
  v.title('postconfirm message, version 1'),
  v.description(
    'A CloudEvents 1.0 JSON object; the body of every message on the queues confirmations, email and enrichment.',
  ),
);

/** One message as it travels on the queues; `docs/contract.md` describes it field by field. */
export type Message = v.InferOutput<typeof MessageSchema>;

/** What the workers know of the user. */
export type ConfirmedData = Message['data'];
