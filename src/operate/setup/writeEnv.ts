import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { RollcallError } from '../../domain/errors.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';

/** For its owner alone: it holds every secret. */
const PRIVATE = 0o600;

/** A value as dotenv reads it back, letter for letter. */
function quote(name: string, value: string): string {
  if (/^[\w./:@,;=+%&?!~*()-]*$/.test(value)) return value;
  const mark = ["'", '"', '`'].find((one) => !value.includes(one));
  if (mark === undefined || /[\r\n]/.test(value) || (mark === '"' && value.includes('\\'))) {
    throw new RollcallError('CONFIG_INVALID', `${name} has characters that .env can't hold.`, {
      next: `Put it into a file of its own, and set ${name}_FILE to the path.`,
    });
  }
  return `${mark}${value}${mark}`;
}

function readIfThere(file: string | URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What a .env file holds; nothing where there is none. */
export function readEnv(file: string): Record<string, string> {
  return parse(readIfThere(file) ?? '');
}

/**
 * Writes variables into a .env file, mode 0600: into its own line where it has one, commented out or not, or at the end. A
 * new file begins as .env.example. Nobody ever sees half of it.
 *
 * @throws RollcallError CONFIG_INVALID for a value that no .env can hold
 */
export function writeEnv(file: string, values: Readonly<Record<string, string>>): void {
  const example = readIfThere(new URL('../../../.env.example', import.meta.url)) ?? '';
  const lines = trimEndOf(readIfThere(file) ?? example, '\r\n').split(/\r?\n/);
  for (const [name, value] of Object.entries(values)) {
    const places = [`${name}=`, `#${name}=`].map((start) =>
      lines.findIndex((line) => line.startsWith(start)),
    );
    const place = places.find((index) => index >= 0) ?? lines.length;
    lines[place] = `${name}=${quote(name, value)}`;
  }
  const text = `${lines.join('\n')}\n`;
  const fresh = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(fresh, text, { mode: PRIVATE, flag: 'wx' });
  renameSync(fresh, file);
}
