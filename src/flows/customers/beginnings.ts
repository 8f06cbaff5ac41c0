import type { View } from '../views.ts';

/** What begins a conversation that does not depend on what was typed: its answer offers to begin it for another customer. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  'adduser.open',
  'addusers.open',
  'assign.who',
  'assign.openFile',
  'leavers.who',
  'leavers.openFile',
  'changes.openFile',
  'resets.who',
  'resets.openFile',
  'licenses.show',
  'presets.show',
  'history.show',
  'approval.list',
]);

/** Forms of a beginning's first step, by what their actions begin with. */
const FORMS: Readonly<Record<string, string>> = { adduser: 'adduser.open' };

/** The action that begins anew what this action belongs to, for another customer; undefined where nothing does. */
export function beginningOf(actionId: string): string | undefined {
  if (BEGINNINGS.has(actionId)) return actionId;
  const [name = '', step = ''] = actionId.split('.');
  if (step === 'found') return `${name}.who`;
  if (step === 'file') return name === 'addusers' ? 'addusers.open' : `${name}.openFile`;
  return Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
}

/** The same for what an action has just shown: only the first step of a conversation offers another customer. */
export function beginningOfView(actionId: string, view: View): string | undefined {
  switch (view.kind) {
    case 'personForm':
    case 'personSearch':
    case 'rosterUpload':
      return beginningOf(view.target.submit.action);
    default:
      return BEGINNINGS.has(actionId) ? actionId : undefined;
  }
}
