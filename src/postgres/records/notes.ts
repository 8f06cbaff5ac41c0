import type { MovableStore, NoteRecord } from '../../service/ports/carried.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps what Rollcall notes of itself. */
type Notes = Pick<MovableStore, 'saveNote' | 'loadNote' | 'updateNote' | 'listNotes'>;

/** A row for each note. */
export function createNotes(database: Database): Notes {
  return {
    async saveNote(name, value) {
      await database.query(
        'INSERT INTO notes (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        [name, JSON.stringify(value ?? null)],
      );
    },
    async loadNote(name) {
      const { rows } = await database.query<{ value: unknown }>('SELECT value FROM notes WHERE name = $1', [
        name,
      ]);
      return rows[0]?.value ?? undefined;
    },
    updateNote: <Note>(name: string, change: (note: Note | undefined) => Note) =>
      database.transact(async (query) => {
        await query(`INSERT INTO notes (name, value) VALUES ($1, 'null') ON CONFLICT DO NOTHING`, [name]);
        const { rows } = await query<{ value: Note | null }>(
          'SELECT value FROM notes WHERE name = $1 FOR UPDATE',
          [name],
        );
        const note = change(rows[0]?.value ?? undefined);
        await query('UPDATE notes SET value = $2 WHERE name = $1', [name, JSON.stringify(note)]);
        return note;
      }),
    listNotes: async () => (await database.query<NoteRecord>('SELECT name, value FROM notes')).rows,
  };
}
