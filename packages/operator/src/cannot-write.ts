import { OperatorError } from './operator-error.ts';

const REASONS: Record<string, string> = {
  EACCES: 'the right to write there is missing',
  EPERM: 'the right to write there is missing',
  EROFS: 'the disk can only be read',
  EISDIR: 'a folder stands in its place',
  ENOTDIR: 'a file stands where its folder should be',
  ENOENT: 'its folder is not there',
  ENOSPC: 'there is no room left',
  EDQUOT: 'there is no room left',
};

const ANOTHER = 'name another file';

type Refused = Pick<NodeJS.ErrnoException, 'code' | 'syscall'>;

/** Why a file, or the folder that it is to be in, cannot be written, in a sentence that ends with what to do. */
export function cannotWrite(file: string, { code = 'unknown', syscall }: Refused, next = ANOTHER) {
  if (code === 'EEXIST' && syscall !== 'mkdir') {
    return new OperatorError('usage', `${file} is there already: ${next}.`);
  }
  const reason = REASONS[code === 'EEXIST' ? 'ENOTDIR' : code];
  return new OperatorError('usage', `${file} cannot be written (${code})${reason ? `, for ${reason}` : ''}: ${next}.`);
}

/** For a promise's `catch`. */
export const refuseUnwritable =
  (file: string, next = ANOTHER) =>
  (error: Refused): never => {
    throw cannotWrite(file, error, next);
  };
