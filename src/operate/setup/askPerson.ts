import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Question } from './questions.ts';

/** Asks at the terminal. Undefined: there is nobody to answer any more (Ctrl-D, Ctrl-C, the end of a pipe). */
export interface Ask {
  (question: Question): Promise<string | undefined>;
  close(): void;
}

/** Secrets are not shown while they are typed. */
export function askPerson(): Ask {
  let isHidden = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true });
  const ended = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
  terminal.on('SIGINT', () => terminal.close());
  const ask = async ({ name, text, isSecret }: Question): Promise<string | undefined> => {
    process.stdout.write(`\n${name}: ${text}\n${isSecret ? '(not shown) > ' : ''}`);
    isHidden = isSecret;
    // At a terminal the question begins its line anew: what was written there before is gone. Node's own question never
    // settles once its input has ended.
    const answer = await Promise.race([terminal.question('> ').catch(() => undefined), ended]);
    isHidden = false;
    if (isSecret) process.stdout.write('\n');
    return answer?.trim();
  };
  return Object.assign(ask, { close: () => terminal.close() });
}
