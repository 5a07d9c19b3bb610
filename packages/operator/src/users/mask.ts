/** Fields that are shown to anybody who may look: keys, states, codes, counts and times of our own making. */
const HARMLESS = new Set([
  ...['pk', 'sk', 'pool', 'sub', 'cause', 'confirmedAt', 'deletedAt', 'emailVerified'],
  ...['state', 'status', 'reason', 'version', 'attempt', 'attempts', 'replays', 'requestedAt', 'resent'],
  ...['owner', 'leaseUntil', 'createdAt', 'uncertainSince', 'dueAt', 'sentAt', 'forgottenAt', 'fetchedAt'],
  ...['messageId', 'otherMessageIds', 'attention', 'attentionSince', 'clientId'],
]);

const isHarmless = (field: string) => HARMLESS.has(field) || /^event[A-Z]\w*$/.test(field);

/** What a source or a budget is of: what they hold is judged field by field. */
const isContainer = (field: string) => field.startsWith('source:') || field === 'budget' || field === 'writeBack';

/** The same with `…` in place of all that may be personal data: a field that nobody has judged is hidden too. */
export const mask = (item: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([field, value]) => [field, masked(field, value)]));

function masked(field: string, value: unknown): unknown {
  if (isObject(value)) return isContainer(field) ? mask(value) : '…';
  return isHarmless(field) ? value : '…';
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
