import { join } from 'node:path';
import { Low } from 'lowdb';
import type { MovableStore } from '../../service/ports/carried.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface NotesDocument extends Document {
  notes: Record<string, unknown>;
}

/** What Rollcall keeps of itself from one start to the next: one small document, in memory. */
export async function openNotes(
  fs: StoreFs,
  folder: string,
): Promise<Pick<MovableStore, 'saveNote' | 'loadNote' | 'listNotes'>> {
  const adapter = createDurableDocument<NotesDocument>({
    fs,
    file: join(folder, 'notes.json'),
    requires: ['notes'],
    backup: true,
  });
  const document = new Low<NotesDocument>(adapter, { schema: SCHEMA, notes: {} });
  await document.read();

  return {
    async saveNote(name, value) {
      const fresh: NotesDocument = {
        schema: SCHEMA,
        notes: { ...document.data.notes, [name]: structuredClone(value) },
      };
      await document.adapter.write(fresh);
      document.data = fresh;
    },
    async loadNote(name) {
      return structuredClone(document.data.notes[name]);
    },
    listNotes: async () =>
      Object.entries(structuredClone(document.data.notes)).map(([name, value]) => ({ name, value })),
  };
}
