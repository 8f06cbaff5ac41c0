import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import { createTwoCustomers } from '../customers/twoCustomers.ts';

const HEAD = 'User name,First name,Last name,Display name';

function createFile(...rows: string[]) {
  return {
    name: 'starters.csv',
    async open() {
      return (async function* () {
        yield Buffer.from([HEAD, ...rows].join('\n'));
      })();
    },
  };
}

function viewOf(reply: Reply) {
  if (!('view' in reply)) throw new Error(`No view: ${JSON.stringify(reply).slice(0, 500)}`);
  return reply.view;
}

describe('the people of a file, for several customers', () => {
  let world: ReturnType<typeof createTwoCustomers>;
  beforeEach(async () => {
    world = createTwoCustomers();
    const [first, ...others] = world.tenants.fabrikam.domains;
    if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...others];
    await world.clock.until(world.service.resume());
  });

  const press = (action: string, raw: object) => world.press('omar', 'slack', action, raw);

  async function copy(...rows: string[]): Promise<WaveView> {
    const opened = viewOf(await press('addusers.file', { customer: 'contoso', file: createFile(...rows) }));
    const buttons = 'buttons' in opened ? (opened.buttons as Button[]) : [];
    const { id, version } = buttons.find(({ action }) => action === 'addusers.setup') ?? {};
    const fields = { customers: ['contoso', 'fabrikam'] };
    const view = viewOf(await press('wave.copy', { id, version, customer: 'contoso', fields }));
    if (view.kind !== 'wave') throw new Error(JSON.stringify(view).slice(0, 500));
    return view;
  }

  const partOf = async (view: WaveView, name: string) => {
    const { id, version } = view.lines.find((line) => line.name === name)?.button ?? {};
    return viewOf(await press('wave.show', { id, version }));
  };

  it('keep their user names in the customer that the file is for, and in every domain of another', async () => {
    const [first] = world.tenants.contoso.domains;
    if (first === undefined) throw new Error('No domain.');
    const own = (id: string) => ({ ...first, id, isVerified: true, isDefault: false });
    world.tenants.contoso.domains = [...world.tenants.contoso.domains, own('contoso.example')];
    world.tenants.fabrikam.domains = [...world.tenants.fabrikam.domains, own('fabrikam.example')];
    const view = await copy(
      'lise@contoso.example,Lise,Meitner,Lise Meitner',
      'max@fabrikam.example,Max,Planck,Max Planck',
    );
    const texts = Object.fromEntries(view.lines.map(({ name, text }) => [name, text]));
    expect(texts.Contoso).toBe('1 ready, 1 to fix. Not set up yet.');
    expect(texts.Fabrikam).toBe('2 ready. User names for this customer: lise@fabrikam.com. Not set up yet.');
  });

  it('show each user name that is not the one of the file, on the card of the file and of the part', async () => {
    const letters = ['a', 'b', 'c', 'd', 'e'];
    const view = await copy(...letters.map((one) => `${one}@contoso.com,,,Person ${one}`));
    const line = view.lines.find(({ name }) => name === 'Fabrikam');
    expect(line?.text).toContain(
      'User names for this customer: a@fabrikam.com, b@fabrikam.com, c@fabrikam.com, and 2 more.',
    );
    expect(await partOf(view, 'Fabrikam')).toMatchObject({
      kind: 'verification',
      findings: [
        {
          severity: 'note',
          message: expect.stringContaining(
            "contoso.com isn't a domain of this customer, so the user name ends in @fabrikam.com.",
          ),
        },
      ],
    });
    expect(JSON.stringify(await partOf(view, 'Contoso'))).not.toContain('user name ends in');
  });

  it('have those user names in the log as well', async () => {
    const view = await copy('lise@contoso.com,Lise,Meitner,Lise Meitner');
    const part = await partOf(view, 'Fabrikam');
    const { id, version } =
      ('buttons' in part ? (part.buttons as Button[]) : []).find(({ action }) => action === 'addusers.log') ??
      {};
    const reply = await press('addusers.log', { id, version, customer: 'fabrikam' });
    const [file] = 'files' in reply ? (reply.files ?? []) : [];
    expect(Buffer.from(file?.bytes ?? []).toString()).toContain('lise@fabrikam.com');
  });
});
