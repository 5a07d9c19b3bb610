import * as v from 'valibot';

/** An unreadable value counts as absent: whatever Cognito, a console or a test sends, the sign-up goes on. */
const text = v.fallback(v.optional(v.string()), undefined);
const values = v.fallback(v.record(v.string(), v.unknown()), {});

const EventSchema = v.object({
  triggerSource: text,
  region: text,
  userPoolId: text,
  userName: text,
  callerContext: v.fallback(v.object({ clientId: v.fallback(v.nullish(v.string()), undefined) }), {
    clientId: undefined,
  }),
  request: v.fallback(v.object({ userAttributes: v.optional(values, {}), clientMetadata: v.optional(values, {}) }), {
    userAttributes: {},
    clientMetadata: {},
  }),
});

/** Cognito's post-confirmation event as far as it could be read. `clientId` is null for an administrator in some emulators. */
export type CognitoEvent = v.InferOutput<typeof EventSchema>;

/** Undefined when the event is not even an object. */
export function readCognitoEvent(event: unknown): CognitoEvent | undefined {
  const read = v.safeParse(EventSchema, event);
  return read.success ? read.output : undefined;
}
