/** Partition key of everything that the table holds about a user. */
export const userPartition = (pool: string, sub: string): string => `USER#${pool}#${sub}`;

/** The user of such a key: neither a pool's id nor a sub holds a `#`. */
export function parseUserPartition(partition: string): { pool: string; sub: string } {
  const [, pool, sub] = /^USER#([^#]+)#([^#]+)$/.exec(partition) ?? [];
  if (pool === undefined || sub === undefined) throw new Error('A partition of the table is of no user.');
  return { pool, sub };
}
