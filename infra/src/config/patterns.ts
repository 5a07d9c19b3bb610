/** Cognito's own limit on a custom attribute's name: 20 characters after the prefix. */
export const CUSTOM_ATTRIBUTE = /^custom:[\w-]{1,20}$/;

export const METADATA_KEY = /^[\w.:-]{1,64}$/;

/** `<source>.<field>`, deeper fields by further dots. */
export const DATA_PATH = /^[\w-]+(\.[\w-]+)+$/;

/** Enough to catch a slip; SES is the judge of addresses. */
export const EMAIL_ADDRESS = /^[^\s@<>,;]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
