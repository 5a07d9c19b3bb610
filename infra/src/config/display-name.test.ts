import { expect, test } from 'vitest';
import { displayName } from './display-name.ts';

test.each([
  ['Example', '"Example"'],
  ['Example, Inc. (dev)', '"Example, Inc. (dev)"'],
  ['The "best" \\ only', '"The \\"best\\" \\\\ only"'],
  ['Grüße', '=?UTF-8?B?R3LDvMOfZQ==?='],
])('%s is safe in a From header', (name, header) => {
  expect(displayName(name)).toBe(header);
});
