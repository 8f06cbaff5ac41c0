import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type IncomingFile, refuseSize } from '../incomingFile.ts';
import { CUSTOMER_SERVICE_WORDS } from './words.ts';

/** What somebody began before it was said for which customer. */
export interface BegunAction {
  action: string;
  text?: string;
  file?: IncomingFile;
}

/** Keeps what was begun until it is known for whom, so that nobody types or attaches it twice. */
export interface Begun {
  /**
   * Answers the id to go on with. A file is read whole, and kept sealed: its address in the chat may not last until somebody
   * has answered. Throws RollcallError FILE_TOO_LARGE, and what opening the file throws. Durable on return.
   */
  begin(actor: Actor, place: Place, begun: BegunAction): Promise<string>;
  /** As often as its owner likes, within the hour. Throws DRAFT_GONE, also to everybody else. */
  goOn(actor: Pick<Actor, 'id'>, id: string): Promise<BegunAction>;
  /** Everybody's: nobody knows whom it names, and for which customer. Durable on return. */
  forgetBegun(): Promise<void>;
}

/** Our own number: whoever was asked is looking at the question. A list of people should not lie around for longer. */
const KEPT_MS = 60 * 60_000;
const FIELD = 'file';

interface Kept {
  action: string;
  text?: string;
  /** Of a file: its name, and its bytes as base64. */
  name?: string;
  key?: WrappedKey;
  file?: Sealed;
}

/** All of a file. Throws FILE_TOO_LARGE. */
export async function readWhole(file: IncomingFile, maxBytes: number): Promise<Buffer> {
  if ((file.size ?? 0) > maxBytes) throw refuseSize(maxBytes);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of await file.open()) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw refuseSize(maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** Kept as a draft of no customer, which is gone with its time. */
export function createBegun({
  policy,
  store,
  sealer,
  clock,
  ids,
  maxFileBytes,
}: Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'ids' | 'maxFileBytes'>): Begun {
  async function seal(id: string, file: IncomingFile): Promise<Pick<Kept, 'name' | 'key' | 'file'>> {
    const bytes = await readWhole(file, maxFileBytes);
    const key = sealer.newJobKey(id);
    return { name: file.name, key, file: sealer.seal(key, id, FIELD, new Secret(bytes.toString('base64'))) };
  }

  return {
    async begin({ id: owner }, place, { action, text = '', file }) {
      // What holds nothing takes the place of the same before.
      const id = text === '' && file === undefined ? `begun_${owner}_${action}` : ids.next('begun');
      const data: Kept = {
        action,
        ...(text === '' ? {} : { text }),
        ...(file === undefined ? {} : await seal(id, file)),
      };
      const createdAt = clock.now();
      await store.saveDraft({
        ...{ id, version: 1, kind: 'begun', owner, customer: '', place, data, createdAt },
        expiresAt: createdAt + KEPT_MS,
      });
      return id;
    },
    async forgetBegun() {
      for (const { id } of await store.listDrafts({ kind: 'begun', limit: Number.MAX_SAFE_INTEGER })) {
        await store.deleteDraft(id);
      }
    },
    async goOn(actor, id) {
      const draft = await store.loadDraft(id);
      if (
        draft?.kind !== 'begun' ||
        !isSamePerson(policy, draft.owner, actor.id) ||
        draft.expiresAt <= clock.now()
      ) {
        const { message, next } = CUSTOMER_SERVICE_WORDS.gone;
        throw new RollcallError('DRAFT_GONE', message, { next });
      }
      const { action, text, name, key, file } = draft.data as Kept;
      if (name === undefined || key === undefined || file === undefined) {
        return { action, ...(text === undefined ? {} : { text }) };
      }
      const bytes = Buffer.from(sealer.open(key, id, FIELD, file).reveal(), 'base64');
      return { action, file: { name, size: bytes.byteLength, open: async () => once(bytes) } };
    },
  };
}
