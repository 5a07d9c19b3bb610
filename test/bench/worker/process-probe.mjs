// Loaded before a worker's bundle, by the bench alone: tells at SIGUSR2 what memory is in use, and ends in an orderly way
// at SIGTERM, so that a CPU profile is written.
import { writeSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  writeSync(1, `${JSON.stringify({ memory: { heapUsed, rss } })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
