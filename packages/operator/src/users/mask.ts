/** Fields that hold personal data; shown only on request. */
const PERSONAL = ['userName', 'email', 'phoneNumber', 'name', 'locale', 'attributes', 'clientMetadata', 'data'];

/** The same with `…` in place of personal data. */
export const mask = (item: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(item).map(([field, value]) => {
      if (PERSONAL.includes(field)) return [field, '…'];
      return [field, isObject(value) ? mask(value) : value];
    }),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
