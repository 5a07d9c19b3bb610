/** The users that a body is about: the subject of a message of the contract, the tag of an SES event, none of a heartbeat. */
export function subsOf(body: string): string[] {
  const sub = /"(?:subject":"|sub":\["?)([^"]+)"/.exec(body)?.[1];
  return sub === undefined ? [] : [sub];
}
