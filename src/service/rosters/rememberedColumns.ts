import type { Actor, CustomerId } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { ColumnsRecord } from '../ports/drafts.ts';

type Options = Pick<ProvisioningOptions, 'store' | 'clock' | 'ids'>;

/** Files of as many kinds come to nobody; after that the ones of long ago make room. */
const MOST_REMEMBERED = 100;
/** As much as a list has room for. */
const NAME_LENGTH = 60;

function sameHeader(one: readonly string[], other: readonly string[]): boolean {
  const fold = (columns: readonly string[]): string =>
    JSON.stringify(columns.map((each) => each.toLowerCase()));
  return fold(one) === fold(other);
}

/** How this customer's files with this very header are read; undefined where nobody chose it. */
export async function findRemembered(
  { store }: Pick<Options, 'store'>,
  customer: CustomerId,
  columns: readonly string[],
): Promise<ColumnsRecord | undefined> {
  const all = await store.listColumns(customer);
  return all.find((one) => sameHeader(one.columns, columns));
}

/** Remembers how a header is read, in the place of what was remembered for it. Audited. */
export async function rememberColumns(
  options: Options,
  actor: Actor,
  name: string,
  read: Pick<ColumnsRecord, 'columns' | 'choices'>,
): Promise<void> {
  const { store, clock, ids } = options;
  const id = ids.next('columns');
  const remembered = (all: readonly ColumnsRecord[]): ColumnsRecord[] => {
    const others = all.filter((one) => !sameHeader(one.columns, read.columns));
    const newest = others.sort((one, other) => other.savedAt - one.savedAt).slice(0, MOST_REMEMBERED - 1);
    const { columns, choices } = read;
    return [
      ...newest,
      {
        id,
        customer: actor.customer,
        name: name.slice(0, NAME_LENGTH),
        columns,
        choices,
        savedBy: actor.id,
        savedAt: clock.now(),
      },
    ];
  };
  await store.updateColumns(actor.customer, remembered, () => [
    byActor(options, actor, { what: 'columns.remembered', outcome: 'done', subject: id, detail: { name } }),
  ]);
}

/** Forgets it. Audited; harmless when somebody else did. */
export async function forgetColumns(options: Options, actor: Actor, id: string): Promise<void> {
  const { store } = options;
  const named: string[] = [];
  const others = (all: readonly ColumnsRecord[]): readonly ColumnsRecord[] | undefined => {
    named.push(...all.filter((one) => one.id === id).map(({ name }) => name));
    return named.length === 0 ? undefined : all.filter((one) => one.id !== id);
  };
  await store.updateColumns(actor.customer, others, () =>
    named.map((name) =>
      byActor(options, actor, { what: 'columns.forgotten', outcome: 'done', subject: id, detail: { name } }),
    ),
  );
}
