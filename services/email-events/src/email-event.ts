import { IDENTIFIER } from '@postconfirm/contract';
import { type DeliveryKey, SES_EVENT_TYPES, type SesEventType } from '@postconfirm/ledger';
import type { BodyKind, ParsedBody } from '@postconfirm/runtime';
import * as v from 'valibot';

/**
 * What comes by the topic. Times in epoch milliseconds: when SES, or the schedule, made it.
 * - `email`: SES's word on one delivery. `detail`: the type of a bounce, complaint or reject.
 * - `heartbeat`: nothing happened, and the way is open.
 * - `foreign`: not about a delivery of ours. Without a time when it names none.
 */
export type EmailEvent =
  | { kind: 'email'; type: SesEventType; key: DeliveryKey; messageId: string; eventAt: number; detail?: string }
  | { kind: 'heartbeat'; eventAt: number }
  | { kind: 'foreign'; eventAt?: number };

const time = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number(),
  v.integer(),
);

const HeartbeatSchema = v.object({ eventType: v.literal('Heartbeat'), time });

/** A word of SES's own, fit for a log. */
const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

const DetailSchema = v.object({
  timestamp: v.optional(time),
  bounceType: v.optional(word),
  complaintFeedbackType: v.optional(word),
});

/** docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html: what is needed of it. */
const SesEventSchema = v.looseObject({
  eventType: v.string(),
  mail: v.object({
    timestamp: time,
    messageId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.@-]{1,128}$/)),
    tags: v.optional(v.record(v.string(), v.array(v.string())), {}),
  }),
});

/** SES says this, in plain text, to a topic that becomes its destination. */
const GREETING = /^Successfully validated SNS topic for Amazon SES event publishing/;

const identifier = v.pipe(v.string(), v.regex(IDENTIFIER));
const TagsSchema = v.object({
  pool: v.strictTuple([identifier]),
  sub: v.strictTuple([identifier]),
  kind: v.strictTuple([v.pipe(v.string(), v.regex(/^[a-z-]{1,32}$/))]),
});

function parse(body: string): ParsedBody<EmailEvent> {
  if (GREETING.test(body)) return message({ kind: 'foreign' });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'poison', detail: 'not-json' };
  }
  const heartbeat = v.safeParse(HeartbeatSchema, value);
  if (heartbeat.success) return message({ kind: 'heartbeat', eventAt: heartbeat.output.time });
  const event = v.safeParse(SesEventSchema, value, { abortEarly: true });
  if (event.success) return message(sesEvent(event.output));
  return { kind: 'poison', detail: `schema:${v.getDotPath(event.issues[0]) ?? 'body'}` };
}

const message = (event: EmailEvent): ParsedBody<EmailEvent> => ({ kind: 'message', message: event });

function sesEvent(event: v.InferOutput<typeof SesEventSchema>): EmailEvent {
  const { eventType, mail } = event;
  const tags = v.safeParse(TagsSchema, mail.tags);
  const type = SES_EVENT_TYPES.find((one) => one === eventType);
  const { timestamp = mail.timestamp, bounceType, complaintFeedbackType } = detailOf(event);
  if (!tags.success || type === undefined) return { kind: 'foreign', eventAt: timestamp };
  const [pool, sub, kind] = [tags.output.pool[0], tags.output.sub[0], tags.output.kind[0]];
  const detail = bounceType ?? complaintFeedbackType;
  const about = { type, key: { pool, sub, kind }, messageId: mail.messageId, eventAt: timestamp };
  return { kind: 'email', ...about, ...(detail !== undefined && { detail }) };
}

/** Each type says more under its own name: `bounce`, `deliveryDelay`; those that say nothing there have the mail's time. */
function detailOf({ eventType, ...event }: Record<string, unknown> & { eventType: string }) {
  const name = eventType.slice(0, 1).toLowerCase() + eventType.slice(1);
  const detail = v.safeParse(DetailSchema, event[name]);
  return detail.success ? detail.output : {};
}

/** The bodies of the queue `email-events`. */
export const EMAIL_EVENTS: BodyKind<EmailEvent> = {
  parse,
  keyOf: (event) => (event.kind === 'email' ? `${event.key.pool} ${event.key.sub} ${event.key.kind}` : event.kind),
  fieldsOf: (event) => (event.kind === 'email' ? { ...event.key, eventType: event.type } : { eventType: event.kind }),
};
