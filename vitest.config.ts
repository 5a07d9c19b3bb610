import { defineConfig } from 'vitest/config';

const setupFiles = ['./packages/toolchain/src/assert-node.ts'];
const base = { setupFiles, expect: { requireAssertions: true } };

/** The project of a test is its kind: what it may touch and how long it may take. */
export default defineConfig({
  test: {
    // Two cores are what is promised for; tests that wait, as most of the slow ones do, share them well.
    maxWorkers: 2,
    projects: [
      {
        // One file's logic, in memory; beside its source.
        test: {
          ...base,
          name: 'unit',
          include: ['{packages,services}/*/src/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
          // Nothing that one of them leaves behind reaches another, and loading every module anew takes five times as long.
          isolate: false,
        },
      },
      {
        // One adapter against a real server or emulator on 127.0.0.1; beside its source.
        test: {
          ...base,
          name: 'integration',
          include: ['{packages,services}/*/src/**/*.integration.test.ts'],
          // Each file starts and ends its own servers; the SDK's clients and the emulators load once for all of them.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        // The synthesized templates and the built bundles.
        test: {
          ...base,
          name: 'infra',
          include: ['infra/src/**/*.test.ts'],
          // CDK and its validator take seconds to load, and a template is synthesized once for all files of a process.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Production's use cases in a simulated AWS full of faults.
        test: { ...base, name: 'simulation', include: ['test/{bench,simulation}/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // Real clients against the whole local stack; each file starts a stack of its own.
        test: {
          ...base,
          name: 'e2e',
          globalSetup: ['./test/support/assembly.ts'],
          include: ['test/e2e/**/*.test.ts'],
          // The emulators and clients load once: a stack is started and stopped by each file all the same.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Real function processes against the whole local stack, over a network that fails as a test says.
        test: {
          ...base,
          name: 'faults',
          globalSetup: ['./test/support/assembly.ts'],
          include: ['test/faults/**/*.test.ts'],
          // They wait for retries and time limits, most of the time.
          maxConcurrency: 20,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Minutes of kills and load on the whole local stack: `npm run test:long`.
        test: {
          ...base,
          name: 'long',
          globalSetup: ['./test/support/assembly.ts'],
          include: ['test/long/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
