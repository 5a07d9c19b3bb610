/** Mistakes that a person can mend are told in a sentence; anything else keeps its stack trace. */
const EXPLAINED = ['BundleError', 'ConfigError', 'UsageError', 'ValidationError'];

/** A command was called wrongly; the message says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs the body of a command, which gives the exit code; a failure is printed on standard error and becomes exit code 1, a wrong call 2. */
export async function runCommand(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    const explained = error instanceof Error && EXPLAINED.includes(error.name);
    console.error(explained ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
