import type { Actor, Place, Task } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';

/** Time to find a file and attach it. A file that comes later is read as new people, of whom nobody is created unasked. */
const TURN_MS = 10 * 60_000;

/** What an attached file of user names is for. */
export type FileTask = Extract<Task, 'assign' | 'leave' | 'change' | 'reset'>;

/** Whose next attached file is for what. Teams hands over files as messages, which do not say what they are for. */
export interface FileTurns {
  /** In the place of what an earlier one was for. Durable on return: the file may reach another instance. */
  expect(actor: Actor, place: Place, task: FileTask): Promise<void>;
  /** Answers once for each `expect`; undefined: for new people. */
  take(actor: Actor): Promise<FileTask | undefined>;
}

/** Kept as a draft of its own, which is gone with its time. */
export function createFileTurns({ store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>): FileTurns {
  const idOf = ({ id }: Actor): string => `file_${id}`;
  return {
    async expect(actor, place, task) {
      const createdAt = clock.now();
      await store.saveDraft({
        id: idOf(actor),
        version: 1,
        kind: 'file',
        owner: actor.id,
        customer: actor.customer,
        place,
        data: { task },
        createdAt,
        expiresAt: createdAt + TURN_MS,
      });
    },
    async take(actor) {
      const turn = await store.loadDraft(idOf(actor));
      if (turn?.kind !== 'file' || turn.expiresAt <= clock.now()) return undefined;
      const { task } = turn.data as { task?: FileTask };
      // Of two files at once, one is the one that was asked for.
      const taken = await store.updateDraft(turn.id, turn.version, {});
      return taken === undefined ? undefined : task;
    },
  };
}
