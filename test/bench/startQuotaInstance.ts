import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { QuotaAnswer, QuotaQuestion, QuotaSettings } from './quotaProcess.ts';

/** One of several processes that share a quota. */
export interface QuotaInstance {
  ask(question: QuotaQuestion): Promise<QuotaAnswer>;
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Starts one; it is ready when this resolves. */
export async function startQuotaInstance(settings: QuotaSettings): Promise<QuotaInstance> {
  const script = fileURLToPath(new URL('quotaProcess.js', import.meta.url));
  const child = fork(script, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<string, (answer: QuotaAnswer) => void>();
  let asked = 0;
  const gone = once(child, 'exit');
  const isGone = gone.then(() => {
    throw new Error('An instance ended.');
  });
  // It is said to whoever waits for an answer.
  isGone.catch(() => undefined);
  await Promise.race([once(child, 'message'), isGone]);
  child.on('message', ({ id, answered }: { id: string; answered: QuotaAnswer }) =>
    waiting.get(id)?.(answered),
  );
  return {
    ask(question) {
      asked += 1;
      const id = String(asked);
      const answered = new Promise<QuotaAnswer>((resolve) => waiting.set(id, resolve));
      child.send({ id, question });
      return Promise.race([answered, isGone]);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
