import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { board } from './board.ts';
import type { Demo } from './demo.ts';
import { publishEndpoints, refuseSecondStack } from './endpoints-file.ts';
import { Progress } from './progress.ts';
import type { Stack } from './stack.ts';
import { Interrupted, stopSignal } from './stop-signal.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../.local');

const HELP = `Runs the whole system on this machine and signs a user up.

  npm start [-- options]

  --once      run the demo, then end: 0 when email and record came, 1 with the step that failed
  --json      print one JSON object (endpoints, user, email, record, timings) on stdout, all else on stderr
  --port N    port of the inbox page; any free one when left out
  --folder F  where endpoints.json and the logs go; .local when left out
  --help      this text
`;

interface Options {
  once: boolean;
  json: boolean;
  folder: string;
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
      folder: { type: 'string', default: FOLDER },
    },
  });
  if (values.help) return 'help';
  const { once, json, port } = values;
  const folder = path.resolve(values.folder);
  if (port === undefined) return { once, json, folder };
  const number = Number(port);
  if (!/^\d+$/.test(port) || number > 65_535) throw new Error(`--port should be a number from 0 to 65535, not ${port}`);
  return { once, json, folder, port: number };
}

async function run(options: Options, progress: Progress): Promise<void> {
  const signal = stopSignal();
  await refuseSecondStack(options.folder);
  const stack = await unlessInterrupted(signal, start(options, progress, signal));
  let unpublish = async () => {};
  try {
    unpublish = await publishEndpoints(options.folder, stack.endpoints);
    await unlessInterrupted(signal, Promise.race([present(stack, options, progress), aborted(signal)]));
    if (options.once) return;
    process.stderr.write('Ctrl-C ends it.\n');
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await unpublish();
    await stack.stop();
  }
}

async function start({ folder, port }: Options, progress: Progress, signal: AbortSignal): Promise<Stack> {
  // Loaded only now: a wrong option, or a stack that runs already, is told of at once.
  const { startStack } = await import('./stack.ts');
  return startStack({
    onProgress: (step) => {
      signal.throwIfAborted();
      progress.begin(step);
    },
    logFolder: path.join(folder, 'logs'),
    ...(port !== undefined && { ports: { inbox: port } }),
  });
}

/** A terminal's signal ends the programs that work for us as well: what fails then is the interruption. */
async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

async function present(stack: Stack, { json }: Options, progress: Progress): Promise<Demo> {
  const { runDemo } = await import('./demo.ts');
  const demo = await runDemo(stack, (step) => progress.begin(step));
  const seconds = progress.end();
  process.stderr.write(`Ready in ${seconds.toFixed(1)} s\n`);
  const text = json ? JSON.stringify({ endpoints: stack.endpoints, ...demo }) : board(stack.endpoints, demo);
  process.stdout.write(`${text}\n`);
  return demo;
}

/** Who reads our output may leave before the end (`| head`): what we started is ended all the same. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

async function main(): Promise<number> {
  outliveReaders();
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
