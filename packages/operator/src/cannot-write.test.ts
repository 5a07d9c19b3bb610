import { expect, it } from 'vitest';
import { cannotWrite } from './cannot-write.ts';

it.each([
  ['ENOSPC', 'write', 'a.plan cannot be written (ENOSPC), for there is no room left: name another file.'],
  ['EACCES', 'open', 'a.plan cannot be written (EACCES), for the right to write there is missing: name another file.'],
  [
    'EEXIST',
    'mkdir',
    'a.plan cannot be written (EEXIST), for a file stands where its folder should be: name another file.',
  ],
  ['EEXIST', 'open', 'a.plan is there already: name another file.'],
  ['EIO', 'write', 'a.plan cannot be written (EIO): name another file.'],
])('says of %s at %s why, and what to do', (code, syscall, says) => {
  expect(cannotWrite('a.plan', { code, syscall })).toMatchObject({ exit: 'usage', message: says });
});
