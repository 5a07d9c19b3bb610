// Mutation testing (`npm run mutation`): each mutant is one small change of a source, and a test beside the sources should
// fail of it.
export default {
  // The code that keeps the promise of docs/guarantee.md: the contract, the ledger, and what becomes of a batch.
  mutate: [
    'packages/{contract,ledger}/src/**/*.ts',
    'packages/runtime/src/{backoff,body-kind,describe-error,each-message,invocation-context}.ts',
    'packages/runtime/src/{settle-outcome,source-queue,sqs-handler,sqs-worker}.ts',
    '!**/*.test.ts',
    // Parts of tests.
    '!**/*.{builder,contract}.ts',
    // Re-exports alone.
    '!**/index.ts',
    // They write a page; `npm run check` and a test compare the whole of it with the committed one.
    '!packages/contract/src/{generate,contract-page}.ts',
  ],
  testRunner: 'vitest',
  // pnpm's node_modules hide plugins from the default pattern.
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // A mutant meets the tests that reach it. Tables at the top of files are mutated too (ignoreStatic stays off), for the
  // protocol is one: each of those meets every test of its file's dependants.
  coverageAnalysis: 'perTest',
  warnings: { slow: false },
  concurrency: 2,
  // Of all together; packages/toolchain/src/mutation.ts asks as much of each package.
  thresholds: { high: 95, low: 90, break: 90 },
  // Rewriting tsconfig files takes TypeScript's JavaScript API, which TypeScript 7 has not; nothing here reads them.
  tsconfigFile: 'none',
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
  reporters: ['clear-text', 'html', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
};
