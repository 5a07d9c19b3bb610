import type { DeadLetter } from './dead-letter.ts';

/** A message attribute as text; of another type than text, its type alone. */
const said = ({ attributes }: DeadLetter) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue, DataType }]) => [name, StringValue ?? DataType]),
  );

/** What may be said of a dead letter to anybody who may look: of the user's data only which fields there are. */
export function maskedLetter(letter: DeadLetter, reveal: boolean) {
  const { queue, messageId, death, sentAt, expiresAt, content, body } = letter;
  return {
    queue,
    messageId,
    ...death,
    sent: new Date(sentAt).toISOString(),
    expires: new Date(expiresAt).toISOString(),
    ...(reveal
      ? { attributes: said(letter), body }
      : { attributes: Object.keys(said(letter)), message: masked(content) }),
  };
}

function masked(content: DeadLetter['content']) {
  if (content.kind !== 'message') return content;
  const { data, ...envelope } = content.message;
  const { cause, ...personal } = data;
  return { ...envelope, data: { cause, ...Object.fromEntries(Object.keys(personal).map((field) => [field, '…'])) } };
}
