import { IDENTIFIER } from '@postconfirm/contract';
import type { DeliveryKey } from '@postconfirm/ledger';
import * as v from 'valibot';

const tag = v.pipe(
  v.strictTuple([v.pipe(v.string(), v.regex(IDENTIFIER))]),
  v.transform(([value]) => value),
);
const TagsSchema = v.object({ pool: tag, sub: tag, kind: tag });
const EventSchema = v.object({
  eventType: v.string(),
  mail: v.optional(v.object({ tags: v.optional(v.unknown()) })),
});

/** SES's word on an email, as far as an operator needs it: its type, and the delivery that its tags name. */
export type SesEvent = { kind: 'event'; type: string; key: DeliveryKey | undefined };

/** `detail` says what is wrong by field or type, never by value. */
export function parseSesEvent(body: string): SesEvent | { kind: 'invalid'; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'invalid', detail: 'not-json' };
  }
  const event = v.safeParse(EventSchema, value);
  if (!event.success) return { kind: 'invalid', detail: 'schema:eventType' };
  const tags = v.safeParse(TagsSchema, event.output.mail?.tags);
  return { kind: 'event', type: event.output.eventType, key: tags.success ? tags.output : undefined };
}
