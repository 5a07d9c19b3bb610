/** The characters that an SES tag takes; subjects and pool ids travel as tags. */
export const IDENTIFIER = /^[A-Za-z0-9_-]{1,128}$/;
