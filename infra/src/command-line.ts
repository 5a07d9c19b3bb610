import { stageNamed } from './config/named-stage.ts';
import type { Stage } from './config/stage.ts';
import { UsageError } from './run-command.ts';

type CommandLine = { stage: Stage; out: string | undefined; rest: string[] };

/**
 * Takes `--stage NAME` and `--out DIR` out of a command's arguments; `rest` is what the command does not know. Throws a
 * `UsageError`, or a `ConfigError` for an unknown stage.
 */
export function readCommandLine(args: readonly string[], usage: string): CommandLine {
  const rest = [...args];
  const stage = takeOption(rest, '--stage', usage);
  const out = takeOption(rest, '--out', usage);
  if (stage === undefined) throw new UsageError(`Which stage? Usage: ${usage}`);
  return { stage: stageNamed(stage), out, rest };
}

/** Removes `--name value` or `--name=value` from `args`. */
function takeOption(args: string[], name: string, usage: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at < 0) return undefined;
  const inline = args[at]?.includes('=');
  const [first = '', second] = args.splice(at, inline ? 1 : 2);
  const value = inline ? first.slice(name.length + 1) : second;
  if (!value || value.startsWith('--')) throw new UsageError(`${name} needs a value. Usage: ${usage}`);
  return value;
}
