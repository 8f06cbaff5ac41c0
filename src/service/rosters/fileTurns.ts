import type { Actor, CustomerId, Place, Task } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { DraftRecord } from '../ports/drafts.ts';

/** Time to find a file and attach it. A file that comes later is read as new people, of whom nobody is created unasked. */
const TURN_MS = 10 * 60_000;

/** What an attached file of user names is for. */
export type FileTask = Extract<Task, 'assign' | 'leave' | 'change' | 'reset'>;
/** With several customers, a file of new people is expected for one of them. */
type Expected = FileTask | 'create';

/** The chat that a file comes by: what is begun in one says nothing of a file in the other. */
type Chat = Pick<Place, 'platform'>;

/** Whose next attached file is for what. Teams hands over files as messages, which do not say what they are for. */
export interface FileTurns {
  /** In the place of what an earlier one in this chat was for. Durable on return: the file may reach another instance. */
  expect(actor: Actor, place: Place, task: Expected): Promise<void>;
  /** For which customer the next file is expected, as long as none came. Undefined: nobody said. */
  whose(actor: Pick<Actor, 'id'>, chat: Chat): Promise<CustomerId | undefined>;
  /** Answers once for each `expect` for this customer; undefined: for new people. */
  take(actor: Actor, chat: Chat): Promise<FileTask | undefined>;
}

/** Kept as a draft of its own, which is gone with its time. */
export function createFileTurns({ store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>): FileTurns {
  const idOf = ({ id }: Pick<Actor, 'id'>, { platform }: Chat): string => `file_${platform}_${id}`;

  async function load(
    actor: Pick<Actor, 'id'>,
    chat: Chat,
  ): Promise<DraftRecord<{ task?: Expected }> | undefined> {
    const turn = await store.loadDraft(idOf(actor, chat));
    if (turn?.kind !== 'file' || turn.expiresAt <= clock.now()) return undefined;
    return turn as DraftRecord<{ task?: Expected }>;
  }
  return {
    async expect(actor, place, task) {
      const createdAt = clock.now();
      await store.saveDraft({
        id: idOf(actor, place),
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
    async whose(actor, chat) {
      const turn = await load(actor, chat);
      return turn?.data.task === undefined ? undefined : turn.customer;
    },
    async take(actor, chat) {
      const turn = await load(actor, chat);
      if (turn === undefined || turn.customer !== actor.customer) return undefined;
      const { task } = turn.data;
      // Of two files at once, one is the one that was asked for.
      const taken = await store.updateDraft(turn.id, turn.version, {});
      return taken === undefined || task === 'create' ? undefined : task;
    },
  };
}
