import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that a process writes to files, also what it replaces or deletes later. */
export interface WriteRecord {
  /** To be added to the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** What was written; ends the record. */
  read(): string;
}

/** Loaded by the process before its own modules: `node:fs/promises` is how it writes. */
const PRELOAD = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const record = fs.openSync(process.env.WRITES_RECORDED_IN, 'a', 0o600);
  const keep = (data) => {
    if (typeof data === 'string' || ArrayBuffer.isView(data)) fs.writeSync(record, data);
    fs.writeSync(record, '\\n');
  };
  const probe = await fs.promises.open(process.execPath, 'r');
  const handles = Object.getPrototypeOf(probe);
  await probe.close();
  for (const name of ['write', 'writeFile', 'appendFile']) {
    const real = handles[name];
    handles[name] = function (data, ...rest) {
      keep(data);
      return real.call(this, data, ...rest);
    };
  }
  for (const name of ['writeFile', 'appendFile']) {
    const real = fs.promises[name];
    fs.promises[name] = (file, data, ...rest) => {
      keep(data);
      return real(file, data, ...rest);
    };
  }
  syncBuiltinESMExports();
`;

/** Starts a record. `options` are what the process is to have in NODE_OPTIONS besides. */
export function recordWrites(options = ''): WriteRecord {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-written-'));
  const file = join(folder, 'written');
  let written: string | undefined;
  return {
    env: {
      WRITES_RECORDED_IN: file,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)} ${options}`.trim(),
    },
    read() {
      if (written === undefined) {
        written = readFileSync(file, 'utf8');
        rmSync(folder, { recursive: true });
      }
      return written;
    },
  };
}
