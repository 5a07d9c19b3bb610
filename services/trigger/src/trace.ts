/** X-Ray's header (`Root=1-…;Parent=…;Sampled=1`) as W3C trace context; undefined when it is not one. */
export function traceparentOf(header: string | undefined): string | undefined {
  const root = header?.match(/Root=1-([0-9a-f]{8})-([0-9a-f]{24})/);
  const parent = header?.match(/Parent=([0-9a-f]{16})/);
  if (!root || !parent) return undefined;
  return `00-${root[1]}${root[2]}-${parent[1]}-${header?.includes('Sampled=1') ? '01' : '00'}`;
}
