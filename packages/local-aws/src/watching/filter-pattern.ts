import { ApiError } from '../emulators/api-error.ts';

const JSON_FIELD = /^\{\s*\$\.([\w.]+)\s*=\s*"([^"\\*]*)"\s*\}$/;
const TERMS = /^\s*("[^"\\]+"\s*)*$/;

/**
 * CloudWatch's filter patterns, as far as they are known here: `{ $.field = "text" }` for lines of JSON, and quoted terms
 * that all must stand in the line.
 * @throws ApiError for any other pattern: it must not silently match something else than on AWS
 */
export function matcherOf(pattern: string): (line: string) => boolean {
  const [, field, wanted] = JSON_FIELD.exec(pattern.trim()) ?? [];
  if (field !== undefined) return (line) => fieldOf(line, field.split('.')) === wanted;
  if (!TERMS.test(pattern)) {
    const message = `Only { $.field = "text" } and "quoted terms" are known here as filter patterns, not ${pattern}`;
    throw new ApiError('InvalidParameterException', message);
  }
  const terms = [...pattern.matchAll(/"([^"]+)"/g)].map(([, term = '']) => term);
  return (line) => terms.every((term) => line.includes(term));
}

function fieldOf(line: string, path: readonly string[]): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return path.reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], JSON.parse(line));
  } catch {
    return undefined;
  }
}
