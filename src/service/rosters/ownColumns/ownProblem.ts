import type { OwnColumn, Problem } from '../../../domain/terms.ts';

/** A problem with one value of an own column. */
export function ownProblem(
  property: OwnColumn,
  value: string,
  code: string,
  message: string,
  suggestion?: string,
): Problem {
  return {
    property,
    value,
    code,
    severity: 'error',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** What a cell means, with what is wrong with it. `values` are the names it was taken apart into. */
export interface Understood<Value> {
  value: Value;
  values: readonly string[];
  problems: Problem[];
}
