import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { board } from './board.ts';
import { type Demo, runDemo } from './demo.ts';
import { Progress } from './progress.ts';
import { type Stack, startStack } from './stack.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../.local');

const HELP = `Runs the whole system on this machine and signs a user up.

  npm start [-- options]

  --once      run the demo, then end: 0 when email and record came, 1 with the step that failed
  --json      print one JSON object (endpoints, user, email, record, timings) on stdout, all else on stderr
  --port N    port of the inbox page; any free one when left out
  --help      this text
`;

interface Options {
  once: boolean;
  json: boolean;
  port?: number;
}

/** @throws Error that says which option is wrong */
function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      port: { type: 'string' },
    },
  });
  if (values.help) return 'help';
  const { once, json, port } = values;
  if (port === undefined) return { once, json };
  const number = Number(port);
  if (!/^\d+$/.test(port) || number > 65_535) throw new Error(`--port should be a number from 0 to 65535, not ${port}`);
  return { once, json, port: number };
}

/** The end was asked for before the demo was through. */
class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Aborted at the first Ctrl-C, SIGTERM or SIGHUP; the second one ends the program at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort(new Interrupted('Interrupted'));
    });
  }
  return stop.signal;
}

async function run(options: Options, progress: Progress): Promise<void> {
  const signal = stopSignal();
  const begin = (step: string) => {
    signal.throwIfAborted();
    progress.begin(step);
  };
  const stack = await startStack({
    onProgress: begin,
    logFolder: path.join(FOLDER, 'logs'),
    ...(options.port !== undefined && { ports: { inbox: options.port } }),
  });
  try {
    await Promise.race([present(stack, options, progress), aborted(signal)]);
    if (options.once) return;
    process.stderr.write('Ctrl-C ends it.\n');
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await stack.stop();
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

async function present(stack: Stack, { json }: Options, progress: Progress): Promise<Demo> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, 'endpoints.json'), `${JSON.stringify(stack.endpoints, undefined, 2)}\n`);
  const demo = await runDemo(stack, (step) => progress.begin(step));
  const seconds = progress.end();
  process.stderr.write(`Ready in ${seconds.toFixed(1)} s\n`);
  const text = json ? JSON.stringify({ endpoints: stack.endpoints, ...demo }) : board(stack.endpoints, demo);
  process.stdout.write(`${text}\n`);
  return demo;
}

async function main(): Promise<number> {
  const progress = new Progress();
  let options: Options | 'help';
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    await run(options, progress);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    progress.failed(error);
    return 1;
  }
}

process.exitCode = await main();
