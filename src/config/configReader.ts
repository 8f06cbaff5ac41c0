import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { explain, isSecret, type VariableName } from './configVariables.ts';

/** The text of a file; throws when there is none. */
export type ReadFile = (path: string) => string;

/** A file that could not be read, which is a problem already. */
const BROKEN = Symbol('broken');

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

/**
 * Empty values count as unset. A secret can be in a file instead, which the variable's name with `_FILE` behind it names;
 * the line end of its last line is no part of it.
 */
export function createReader(
  env: NodeJS.ProcessEnv,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Reader {
  const problems: string[] = [];
  const complain = (name: VariableName, why: string): void => {
    problems.push(`${name}: ${why} (${explain(name)})`);
  };
  /** Files as they were read, `broken` for those that were complained of. */
  const files = new Map<string, string | typeof BROKEN>();

  function readSecretFile(name: VariableName, path: string): string | typeof BROKEN {
    if (env[name]?.trim()) {
      problems.push(`${name}: is set, and ${name}_FILE as well: keep one of them`);
      return BROKEN;
    }
    try {
      const text = readFile(path).trim();
      if (text !== '') return text;
      problems.push(`${name}_FILE: ${path} is empty: write ${explain(name)} into it`);
    } catch (error) {
      const { code = 'no such file' } = error as NodeJS.ErrnoException;
      problems.push(
        `${name}_FILE: ${path} can't be read (${code}): check the path, and that the user who runs Rollcall may read the file`,
      );
    }
    return BROKEN;
  }

  function read(name: VariableName): string | typeof BROKEN | undefined {
    const path = isSecret(name) ? env[`${name}_FILE`]?.trim() : undefined;
    if (!path) return env[name]?.trim() || undefined;
    const known = files.get(name) ?? readSecretFile(name, path);
    files.set(name, known);
    return known;
  }

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
      if (value === BROKEN) return undefined;
      return value === undefined ? fallback : parse(name, schema, value);
    },
    need(name, schema) {
      const value = read(name);
      if (value === BROKEN) return undefined;
      if (value !== undefined) return parse(name, schema, value);
      complain(name, "isn't set");
      return undefined;
    },
  };
}
