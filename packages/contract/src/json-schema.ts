import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { MessageSchema } from './message.ts';

/** JSON Schema (2020-12) of a message, for readers in other languages. */
export const messageJsonSchema = (): JsonSchema => toJsonSchema(MessageSchema, { target: 'draft-2020-12' });
