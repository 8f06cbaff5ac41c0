import { describe, expect, it } from 'vitest';
import { customersOfWorkspace, tellAdmins } from '../../../src/run/telling/tellAdmins.ts';

const view = { kind: 'notice', tone: 'warning', title: 'News', text: [], buttons: [] } as never;
const admin = (id: string, customers?: string[]) => ({ id, slack: id, roles: ['admin'], customers });
const people = [
  admin('all'),
  admin('contoso', ['contoso']),
  admin('both', ['contoso', 'fabrikam']),
  admin('fabrikam', ['fabrikam']),
] as never;

/** Whom it reaches. */
async function tell(about?: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  const slack = { openDirect: async (id: string) => id, post: async (id: string) => void told.push(id) };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  await tellAdmins({ people }, { slack: slack as never }, log, view, about);
  return told;
}

describe('news for admins', () => {
  it('reaches all, or those who act for a customer it is about', async () => {
    expect(await tell()).toEqual(['all', 'contoso', 'both', 'fabrikam']);
    expect(await tell(['contoso'])).toEqual(['all', 'contoso', 'both']);
  });

  it('of a workspace is about the customers it may act for', () => {
    const workspaces = [{ id: 'T2', customers: ['contoso'] }];
    expect(customersOfWorkspace({ workspaces }, 'T2')).toEqual(['contoso']);
    expect(customersOfWorkspace({ workspaces }, 'T1')).toBeUndefined();
  });
});
