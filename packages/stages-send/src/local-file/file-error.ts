import { EngineError } from '@daybook/kernel';

/** Whether a failure of the file system has one of these codes; such failures are not `instanceof Error` in every realm. */
export function hasErrorCode(failure: unknown, ...codes: readonly string[]): boolean {
  const code = errorCode(failure);
  return code !== undefined && codes.includes(code);
}

/** What a failure of the file system means for a delivery; what the engine knows already stays as it is. */
export function toDeliveryError(failure: unknown, path: string): EngineError {
  if (EngineError.isInstance(failure)) return failure;
  const code = errorCode(failure);
  const reason = reasons.get(code ?? '') ?? `the file system reports ${code ?? 'an unknown failure'}`;
  return new EngineError('delivery.rejected', `"${path}" could not be written: ${reason}.`, {
    cause: failure,
  });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'access to its folder is denied; give the user that runs Daybook the right to write there'],
  [
    'EPERM',
    'its folder allows no new files, or its file system no hard links; choose a folder on another disk',
  ],
  ['EROFS', 'its disk is read-only; choose another folder'],
  ['ENOSPC', 'its disk is full; free some space and run the policy again'],
  ['EDQUOT', 'the quota of its disk is used up; free some space and run the policy again'],
  ['ENAMETOOLONG', 'the name is too long for its file system; choose a shorter one'],
  [
    'ENOTSUP',
    'its file system has no hard links, without which a file can appear half-written; choose another disk',
  ],
  ['ENOTDIR', 'a part of its folder is a file; choose another folder'],
]);

function errorCode(failure: unknown): string | undefined {
  return typeof failure === 'object' &&
    failure !== null &&
    'code' in failure &&
    typeof failure.code === 'string'
    ? failure.code
    : undefined;
}
