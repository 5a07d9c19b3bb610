import type { Writable } from 'node:stream';
import { SingleBar } from 'cli-progress';

export type Progress = {
  /** So many of the total are done. */
  at: (done: number) => void;
  end: () => void;
};

/** Lines that a pipe gets of one long work. */
const LINES = 10;

/** A bar on a terminal; in a pipe a line at each tenth. `NO_COLOR` needs no care: nothing is coloured. */
export function progressOn(stream: Writable & { isTTY?: boolean }, what: string, total: number): Progress {
  return stream.isTTY ? bar(stream, what, total) : lines(stream, what, total);
}

function bar(stream: Writable, what: string, total: number): Progress {
  const single = new SingleBar({
    stream: stream as NodeJS.WritableStream,
    format: `${what} [{bar}] {value} of {total}, {eta_formatted} left`,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    clearOnComplete: true,
    hideCursor: true,
  });
  single.start(total, 0);
  return { at: (done) => single.update(done), end: () => single.stop() };
}

function lines(stream: Writable, what: string, total: number): Progress {
  let tenths = 0;
  return {
    at: (done) => {
      const reached = total === 0 ? LINES : Math.floor((done / total) * LINES);
      if (reached > tenths) stream.write(`${what}: ${done} of ${total}\n`);
      tenths = Math.max(tenths, reached);
    },
    end: () => undefined,
  };
}
