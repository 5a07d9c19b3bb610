import type { StageConfig } from './stage-config.ts';

/**
 * Cognito's standard attributes that an app client may let its users write. `email_verified` and `phone_number_verified`
 * are Cognito's own: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
const STANDARD = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
];

/** What users may write of themselves: everything but what external systems say of them. */
export const writableAttributes = ({ pool, enrichment }: StageConfig): string[] => [
  ...STANDARD,
  ...pool.customAttributes.filter((name) => !Object.hasOwn(enrichment.writeBack, name)),
];
