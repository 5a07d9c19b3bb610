const UNITS: readonly [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A length of time in its two largest units: `2 d 3 h`. */
export function lengthOf(ms: number): string {
  let rest = Math.max(0, Math.floor(ms / 1000));
  const parts = UNITS.flatMap(([seconds, unit]) => {
    const count = Math.floor(rest / seconds);
    rest %= seconds;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** To the minute, in UTC. */
export const minuteOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
