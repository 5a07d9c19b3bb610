const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Cognito's subs are UUIDs: an address or a userName is none, whatever its letters. */
export const isSub = (text: string): boolean => UUID.test(text);
