import { join } from 'node:path';
import { Low } from 'lowdb';
import type { MovableStore } from '../../service/ports/carried.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface NotesDocument extends Document {
  notes: Record<string, unknown>;
}

/** What Rollcall keeps of itself from one start to the next: one small document, in memory. */
export async function openNotes(
  fs: StoreFs,
  folder: string,
): Promise<Pick<MovableStore, 'saveNote' | 'loadNote' | 'updateNote' | 'listNotes'>> {
  const adapter = createDurableDocument<NotesDocument>({
    fs,
    file: join(folder, 'notes.json'),
    requires: ['notes'],
    backup: true,
  });
  const document = new Low<NotesDocument>(adapter, { schema: SCHEMA, notes: {} });
  await document.read();

  // One document: two writes at once would each write it without the other.
  const oneAtATime = createOneAtATime();
  const read = (name: string): unknown => structuredClone(document.data.notes[name]);

  async function write(name: string, value: unknown): Promise<void> {
    const fresh: NotesDocument = {
      schema: SCHEMA,
      notes: { ...document.data.notes, [name]: structuredClone(value) },
    };
    await document.adapter.write(fresh);
    document.data = fresh;
  }

  return {
    saveNote: (name, value) => oneAtATime('all', () => write(name, value)),
    loadNote: async (name) => read(name),
    updateNote: <Note>(name: string, change: (note: Note | undefined) => Note) =>
      oneAtATime('all', async () => {
        const note = change((read(name) ?? undefined) as Note | undefined);
        await write(name, note);
        return note;
      }),
    listNotes: async () =>
      Object.entries(structuredClone(document.data.notes)).map(([name, value]) => ({ name, value })),
  };
}
