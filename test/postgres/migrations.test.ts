import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../src/postgres/migrations');

/** What an instance of the version before doesn't notice: it names its columns, and leaves out those it doesn't know. */
const ADDS: readonly RegExp[] = [
  /^CREATE TABLE /,
  /^CREATE INDEX /,
  /^INSERT INTO /,
  /^ALTER TABLE \w+ ADD COLUMN \w+ (?!.*NOT NULL)(?!.*(CHECK|UNIQUE|REFERENCES))/,
  /^ALTER TABLE \w+ ADD COLUMN \w+ .*NOT NULL DEFAULT/,
  // How pages are filled from then on; it waits for no reader and no writer.
  /^ALTER TABLE \w+ SET \(fillfactor = \d+\)$/,
];

const listStatements = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');

/** Which statements of a migration do more than add. A unique index does no harm on a table that came with it. */
function listNarrowing(sql: string): string[] {
  const statements = listStatements(sql);
  const isNew = (table: string) => statements.some((one) => one.startsWith(`CREATE TABLE ${table} `));
  return statements.filter((statement) => {
    const unique = /^CREATE UNIQUE INDEX \w+ ON (\w+) /.exec(statement)?.[1];
    return unique === undefined ? !ADDS.some((adds) => adds.test(statement)) : !isNew(unique);
  });
}

describe('the migrations', () => {
  it.each([
    'DROP TABLE jobs',
    'ALTER TABLE jobs DROP COLUMN doc',
    'ALTER TABLE jobs RENAME COLUMN doc TO body',
    'ALTER TABLE jobs ALTER COLUMN doc TYPE jsonb',
    'ALTER TABLE jobs ADD COLUMN later text NOT NULL',
    'ALTER TABLE jobs ADD COLUMN later text UNIQUE',
    'CREATE UNIQUE INDEX once ON jobs (actor)',
    'UPDATE jobs SET doc = NULL',
    'ALTER TABLE jobs SET UNLOGGED',
  ])('are seen to do more than add: %s', (statement) => {
    expect(listNarrowing(`CREATE TABLE other (id text);\n${statement};`)).toEqual([statement]);
  });

  it.each([
    'ALTER TABLE jobs ADD COLUMN later text',
    'ALTER TABLE jobs ADD COLUMN later integer NOT NULL DEFAULT 0',
    'CREATE INDEX jobs_later ON jobs (later)',
    'ALTER TABLE jobs SET (fillfactor = 60)',
    'CREATE TABLE later (id text); CREATE UNIQUE INDEX once ON later (id)',
  ])('are seen to add: %s', (sql) => {
    expect(listNarrowing(sql)).toEqual([]);
  });

  it('only add, so that the version before runs on them, unless their name says that it cannot', () => {
    const files = readdirSync(FOLDER).filter((name) => !name.includes('_contract_'));
    expect(files).not.toEqual([]);
    expect(files.map((name) => [name, listNarrowing(readFileSync(join(FOLDER, name), 'utf8'))])).toEqual(
      files.map((name) => [name, []]),
    );
  });
});
