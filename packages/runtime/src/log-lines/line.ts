/** CloudWatch's own words. */
export type Unit = 'Count' | 'Seconds' | 'Percent';

/**
 * What stands in every line of one code. A `counted` code is also a CloudWatch metric of that name, written into the
 * same line; alarms and dashboards name it. Its value is the field `count`, or 1 where that is not given.
 */
export type Line = { level: 'info' | 'warn' | 'error'; text: string; counted?: true | Unit };
