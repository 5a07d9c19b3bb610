/** What happened to a user, with the major version of its message. */
export const CONFIRMED = 'postconfirm.user.confirmed.v1';
export const PASSWORD_RESET = 'postconfirm.user.password-reset.v1';
