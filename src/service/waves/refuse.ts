import { type ErrorCode, RollcallError } from '../../domain/errors.ts';

/** A refusal in words of `words.ts`. */
export function refuse(
  code: ErrorCode,
  said: { message: string; done?: string; next: string },
): RollcallError {
  return new RollcallError(code, said.message, said);
}
