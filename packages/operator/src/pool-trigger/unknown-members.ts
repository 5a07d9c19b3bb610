/**
 * Paths of what Cognito said of a pool and the SDK did not read: the SDK drops in silence what is newer than it is, and
 * an update without it would reset it.
 */
export function unknownMembers(said: unknown, read: unknown, path = ''): string[] {
  if (!isObject(said)) return [];
  return Object.entries(said).flatMap(([name, value]) => {
    if (value === null) return [];
    const here = path === '' ? name : `${path}.${name}`;
    const known = isObject(read) ? read[name] : undefined;
    return known === undefined ? [here] : unknownMembers(value, known, here);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
