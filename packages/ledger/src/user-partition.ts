/** Partition key of everything that the table holds about a user. */
export const userPartition = (pool: string, sub: string): string => `USER#${pool}#${sub}`;
