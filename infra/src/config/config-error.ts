/** A stage's config is wrong. One sentence per mistake: the setting and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
