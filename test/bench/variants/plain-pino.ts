/** Stands in for pino, to know its price: the same lines by JSON.stringify. Knows as much as the trigger asks for. */
type Fields = Record<string, unknown>;

const line = (level: string) => (fields: Fields, message: string) => {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields, message })}\n`);
};

export const pino = Object.assign(() => ({ info: line('info'), warn: line('warn'), error: line('error') }), {
  stdTimeFunctions: { isoTime: () => '' },
});
