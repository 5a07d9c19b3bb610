/** Deepest nesting that is read: a message has four levels. */
const MAX_DEPTH = 32;

const STRING = /"(?:[^"\\]|\\.)*"/g;

/**
 * Parses JSON that means one thing to every reader. Throws on what is not JSON, on nesting deeper than 32, on a key
 * `__proto__`, and on a repeated key (`JSON.parse` keeps the last, other readers the first).
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Stryker disable next-line StringLiteral: the colons alone are counted, so whatever has none may stand for a text.
  const members = text.replace(STRING, '').split(':').length - 1;
  if (countMembers(value) !== members) throw new SyntaxError('repeated key');
  return value;
}

function countMembers(root: unknown): number {
  let members = 0;
  let level: object[] = isObject(root) ? [root] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_DEPTH) throw new SyntaxError('nested too deep');
    if (level.some((node) => Object.hasOwn(node, '__proto__'))) throw new SyntaxError('key __proto__');
    members += level.reduce((sum, node) => sum + (Array.isArray(node) ? 0 : Object.keys(node).length), 0);
    level = level.flatMap((node) => Object.values(node).filter(isObject));
  }
  return members;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
