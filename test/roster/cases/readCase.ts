import { readFileSync } from 'node:fs';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { Person } from '../../../src/domain/terms.ts';
import { PRODUCTS, SKUS } from '../../../src/sandbox/contoso.ts';
import { E3 } from '../../service/fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../../service/fakes/world.ts';

/** What an admin sees of a file that people have. */
export interface Shown {
  /** `Mia Berg <mia.berg@contoso.com> Mia/Berg`, and whether they may sign in, if the file says so. */
  people: string[];
  /** What else the file says of each. */
  more: Partial<Person>[];
  /** `2 Username USER_NAME_INVALID → mia.berg@contoso.com`, errors and warnings. */
  findings: string[];
  /** The sentences of these. */
  messages: string[];
  /** What nobody goes on without having looked at. */
  asks: ('columns' | 'names')[];
  ready: number;
  /** Header → what it was read as. */
  columns: Record<string, string>;
  /** Of whom is no person: `4 is a total`. */
  skipped: string[];
  refused?: string;
}

const NOTHING: Shown = {
  people: [],
  more: [],
  findings: [],
  messages: [],
  asks: [],
  ready: 0,
  columns: {},
  skipped: [],
};

/** Contoso, with the licenses it has in the sandbox. */
export function createContoso(): World {
  const world = createWorld();
  world.tenant.licenses = SKUS.map(({ skuId, partNumber }) => ({
    ...E3,
    skuId,
    skuPartNumber: partNumber,
    name: PRODUCTS[skuId] ?? partNumber,
    total: 100,
    left: 50,
  }));
  return world;
}

/** Attaches a file of this folder, or these bytes, as an admin does. */
export async function attachCase(file: string | Buffer, world = createContoso()): Promise<Shown> {
  const bytes = typeof file === 'string' ? readFileSync(new URL(`${file}.csv`, import.meta.url)) : file;
  try {
    const { data } = await world.service.rosters.open(OMAR, PLACE, {
      name: 'case.csv',
      async open() {
        return (async function* () {
          yield bytes;
        })();
      },
    });
    const people = data.rows.map(({ person, accountEnabled }) => {
      const { displayName = '?', userPrincipalName = '?', givenName = '', surname = '' } = person;
      const parts = givenName === '' && surname === '' ? '' : ` ${givenName}/${surname}`;
      const signIn = accountEnabled === undefined ? '' : accountEnabled ? ' allowed' : ' blocked';
      return `${displayName} <${userPrincipalName}>${parts}${signIn}`;
    });
    const more = data.rows.map(({ person }) => {
      const { displayName: _d, userPrincipalName: _u, givenName: _g, surname: _s, ...rest } = person;
      return rest;
    });
    const told = data.findings.filter(({ severity, code }) => severity !== 'note' && code !== 'ROW_SKIPPED');
    return {
      people,
      more,
      messages: told.map(({ message }) => message),
      findings: told.map(({ row, column, code, suggestion }) =>
        [row, column, code, ...(suggestion === undefined ? [] : ['→', suggestion])].join(' '),
      ),
      asks: [
        ...(data.mapping?.agreed === false ? (['columns'] as const) : []),
        ...(data.names?.agreed === false ? (['names'] as const) : []),
      ],
      ready: data.counts.ready,
      columns: Object.fromEntries(
        (data.mapping?.columns ?? []).map(({ column, readAs }) => [column, readAs]),
      ),
      skipped: data.findings
        .filter(({ code }) => code === 'ROW_SKIPPED')
        .map(({ message }) => message.replace(/^Rows? /, '')),
    };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { ...NOTHING, refused: `${error.message} ${error.next}` };
  }
}
