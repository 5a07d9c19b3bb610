/** Cognito's own limit on a custom attribute's name: 20 characters after the prefix. */
export const CUSTOM_ATTRIBUTE = /^custom:[\w-]{1,20}$/;

export const METADATA_KEY = /^[\w.:-]{1,64}$/;

/** No controls, line or paragraph breaks, halves of characters: it becomes part of headers and environment variables. */
export const LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u;

/** Environment variables are named after a source, so it holds nothing that they may not. */
export const SOURCE_NAME = /^[a-z][a-z0-9]*$/;

/** `<source>.<field>`: what the enrichment worker reads of a source is flat. */
export const SOURCE_FIELD = /^[a-z][a-z0-9]*\.[A-Za-z0-9_]+$/;

/** Not an alias: a key policy's reader must know which key it is. */
export const KEY_ARN =
  /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The region that the pool lives in stands before the underscore. */
export const USER_POOL_ID = /^[a-z]{2,4}(-[a-z]+)+-\d_[0-9A-Za-z]+$/;

/**
 * A secret's name in the characters that Secrets Manager allows, or its whole ARN with the six characters at the end: it becomes part of a policy, where a `*` would
 * let the function read more secrets than its own.
 */
export const SECRET_ID =
  /^([\w/+=.@-]{1,512}|arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}-[A-Za-z0-9]{6})$/;
