import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Bench } from './bench.ts';
import { readMemory } from './memory.ts';
import { medianOf, printLine } from './numbers.ts';
import { benchStartOnOld } from './startOnOld.ts';

const RUNS = 5;
/** The bot, as compiled for the benches. */
const PROGRAM = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every package that the program imports; the sandbox is not part of it. */
function listImports(): string[] {
  const files = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' });
  const program = files.filter((file) => file.endsWith('.js') && !/^(?:sandbox|packageTeams)/.test(file));
  const found = program.flatMap((file) => {
    const text = readFileSync(join(PROGRAM, file), 'utf8');
    return [...text.matchAll(/^(?:import|export)\b[^;]*?from ['"]([^'"]+)['"]/gm)].map(
      (match) => match[1] ?? '',
    );
  });
  return [...new Set(found)].filter((name) => !name.startsWith('.') && !isBuiltin(name)).sort();
}

interface Start {
  seconds: number;
  megabytes: number;
}

/** A process that imports the packages and nothing else. */
async function startBare(script: string): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const seconds = (performance.now() - startedAt) / 1_000;
  const { now } = readMemory(child.pid ?? 0);
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  return { seconds, megabytes: now };
}

/** The bot, until it says that it has started; it is ready by then. */
async function startBot(): Promise<Start> {
  let readyAt: number | undefined;
  let memory = Number.NaN;
  const sandbox = await createSandbox({
    onBotLine(line) {
      if (readyAt !== undefined || !line.includes('rollcall.started')) return;
      readyAt = performance.now();
      memory = readMemory(sandbox.bot.pid ?? 0).now;
    },
  });
  const startedAt = performance.now();
  await sandbox.bot.start();
  await sandbox.stop();
  if (readyAt === undefined) throw new Error('The bot did not say that it has started.');
  return { seconds: (readyAt - startedAt) / 1_000, megabytes: memory };
}

/** Time and memory from the start of the process to ready, against bare imports of the same packages. */
async function benchBare(): Promise<void> {
  const imports = listImports();
  // Packages are found from the place of the script.
  const folder = mkdtempSync(fileURLToPath(new URL('bare-', import.meta.url)));
  const script = join(folder, 'bare.mjs');
  const lines = imports.map(
    (name) => `import '${name}'${name.endsWith('.json') ? " with { type: 'json' }" : ''};`,
  );
  writeFileSync(script, `${lines.join('\n')}\nconsole.log('ready');\nprocess.stdin.resume();\n`);
  const bare: Start[] = [];
  const bot: Start[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await startBare(script));
      bot.push(await startBot());
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const megabytes = medianOf(bot.map((one) => one.megabytes));
  const baselineMegabytes = medianOf(bare.map((one) => one.megabytes));
  printLine(
    {
      bench: 'start',
      n: RUNS,
      seconds: medianOf(bot.map((one) => one.seconds)),
      baselineSeconds: medianOf(bare.map((one) => one.seconds)),
      ratio: medianOf(bot.map((one, run) => one.seconds / (bare[run]?.seconds ?? Number.NaN))),
      megabytes,
      baselineMegabytes,
      memoryRatio: megabytes / baselineMegabytes,
      packages: imports.length,
    },
    { ratio: 1.5, memoryRatio: 1.5 },
  );
}

/** The start of the bot beside its packages alone, and with a lot in its store beside an empty one. */
export const benchStart: Bench = async (options) => {
  await benchBare();
  await benchStartOnOld(options);
};
