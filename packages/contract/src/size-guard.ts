import type { ConfirmedData, Message } from './message.ts';

/** Bytes of a body: well under 64 KiB, so that ten fit one SendMessageBatch of 1 MiB and leave room for what is added later. */
export const MAX_BODY_BYTES = 48 * 1024;

/** Longest free text that survives a cut, in UTF-16 code units: what a greeting or a support page can use. */
const CUT_TEXT = 128;

type Cut = { field: string; apply: (data: ConfirmedData) => ConfirmedData };

const dropLargest =
  (field: 'clientMetadata' | 'attributes') =>
  (key: string): Cut => ({
    field: `${field}.${key}`,
    apply: (data) => ({ ...data, [field]: without(data[field], key) }),
  });

const without = (entries: Record<string, string>, key: string) =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));

/** Of one length, by name: the sort by length keeps the order before it. */
const largestFirst = (entries: Record<string, string>) =>
  Object.entries(entries)
    .sort()
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name]) => name);

const cutName = (name: string): Cut => ({
  field: 'name',
  // toWellFormed: the cut may have halved a surrogate pair.
  apply: (data) => ({ ...data, name: name.slice(0, CUT_TEXT).toWellFormed() }),
});

const drop = (field: 'locale' | 'phoneNumber' | 'userName' | 'clientId' | 'name'): Cut => ({
  field,
  apply: ({ [field]: _dropped, ...rest }) => rest,
});

/**
 * The order of cuts: the client's words first, then custom attributes, the largest before the smaller; then the name is
 * cut; then what no effect needs. The address is never cut: a part of an address is another address.
 */
function cuts(data: ConfirmedData): Cut[] {
  return [
    ...largestFirst(data.clientMetadata).map(dropLargest('clientMetadata')),
    ...largestFirst(data.attributes).map(dropLargest('attributes')),
    ...(data.name === undefined ? [] : [cutName(data.name)]),
    ...(['locale', 'phoneNumber', 'clientId', 'userName', 'name'] as const)
      .filter((field) => data[field] !== undefined)
      .map(drop),
  ];
}

/** The message with as few cuts as `MAX_BODY_BYTES` asks for; `data.dropped` names them in order. */
export function fitBody(message: Message, size: (message: Message) => number): Message {
  let fitted = message;
  for (const cut of cuts(message.data)) {
    if (size(fitted) <= MAX_BODY_BYTES) break;
    const data = cut.apply(fitted.data);
    fitted = { ...fitted, data: { ...data, dropped: [...(data.dropped ?? []), cut.field] } };
  }
  return fitted;
}
