/** Words of Logs Insights' language itself, as far as the saved queries use it. */
const LANGUAGE = new Set(
  'fields filter stats sort limit by as in like and or not asc desc count max min avg sum pct ispresent'.split(' '),
);

/** The fields that a query names anywhere, each once, and the texts that it compares with. */
export function askedFor(query: string): { fields: string[]; values: string[] } {
  const commands = query.replaceAll(/^#.*$/gm, '');
  const values = [...commands.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value);
  const bare = commands.replaceAll(/"[^"]*"/g, '');
  const results = [...bare.matchAll(/\bas (\w+)/g)].map(([, name = '']) => name);
  const words = [...bare.matchAll(/@?\b[A-Za-z]\w*/g)].map(([word]) => word);
  const fields = words.filter((word) => !LANGUAGE.has(word) && !results.includes(word));
  return { fields: [...new Set(fields)], values };
}
