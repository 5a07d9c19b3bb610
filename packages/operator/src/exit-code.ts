/** How the command ends; scripts rely on it. docs/cli.md lists them. */
export const EXIT_CODES = {
  done: { code: 0, says: 'done' },
  failed: { code: 1, says: 'something unexpected failed; nothing was deleted that is not elsewhere' },
  usage: { code: 2, says: 'the command was called wrongly, or cannot reach the stage that it names' },
  partial: { code: 3, says: 'done in part: the report says what is left' },
  nothing: { code: 4, says: 'nothing matched' },
  refused: { code: 5, says: 'refused by a guard: the sentence says which option lifts it' },
  unauthorised: { code: 7, says: 'not authorised: the sentence names the right that is missing, or how to sign in' },
  interrupted: { code: 130, says: 'interrupted; it can be resumed' },
} as const satisfies Record<string, { code: number; says: string }>;

export type ExitName = keyof typeof EXIT_CODES;
