import type { z } from 'zod';
import { explain, type VariableName } from './configVariables.ts';

/** Reads single variables, and gathers what is wrong with all of them. */
export interface Reader {
  problems: string[];
  has(name: VariableName): boolean;
  /** The value, or the fallback when it is not set. Undefined when it is wrong, which is then a problem. */
  take<S extends z.ZodType<unknown, string>, F>(
    name: VariableName,
    schema: S,
    fallback: F,
  ): z.output<S> | F | undefined;
  /** Undefined when it is not set or wrong, which is then a problem. */
  need<S extends z.ZodType<unknown, string>>(name: VariableName, schema: S): z.output<S> | undefined;
  complain(name: VariableName, why: string): void;
}

/** Empty values count as unset. */
export function createReader(env: NodeJS.ProcessEnv): Reader {
  const problems: string[] = [];
  const read = (name: VariableName): string | undefined => env[name]?.trim() || undefined;
  const complain = (name: VariableName, why: string): void => {
    problems.push(`${name}: ${why} (${explain(name)})`);
  };
  const parse = <S extends z.ZodType<unknown, string>>(
    name: VariableName,
    schema: S,
    value: string,
  ): z.output<S> | undefined => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    complain(name, parsed.error.issues.map((issue) => issue.message).join(', '));
    return undefined;
  };
  return {
    problems,
    complain,
    has: (name) => read(name) !== undefined,
    take(name, schema, fallback) {
      const value = read(name);
      return value === undefined ? fallback : parse(name, schema, value);
    },
    need(name, schema) {
      const value = read(name);
      if (value !== undefined) return parse(name, schema, value);
      complain(name, 'is not set');
      return undefined;
    },
  };
}
