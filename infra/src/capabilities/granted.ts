import type { Capability } from '@postconfirm/contract';
import type { Granted, WorkerContext } from './capability.ts';
import { consume } from './consume.ts';
import { email } from './email.ts';
import { events } from './events.ts';
import { fanOut } from './fan-out.ts';
import { sources } from './sources.ts';
import { table } from './table.ts';

const GRANTS: Record<Capability, (context: WorkerContext) => Granted> = {
  'fan-out': fanOut,
  table,
  email,
  sources,
  events,
};

/** All settings and permissions of a worker: what every worker has, and what its entry says that it uses. */
export function granted(uses: readonly Capability[], context: WorkerContext): Granted {
  const parts = [consume, ...uses.map((name) => GRANTS[name])].map((grant) => grant(context));
  return {
    environment: Object.assign({}, ...parts.map(({ environment }) => environment)),
    statements: parts.flatMap(({ statements }) => statements),
  };
}
