/** What Node, the runtime client and the Runtime API cost before a line of anybody's code. */
export const handler = async (event: unknown) => event;
