import { checkMessage, findMessageRefusals } from './blockKit/checkMessage.ts';
import { checkView, findViewRefusals } from './blockKit/checkView.ts';
import { isJson } from './wire.ts';
import type { World } from './world.ts';

/** Collects what is wrong with a message; answers what Slack refuses it for, none when Slack takes it. */
export function judgeMessage(
  world: World,
  where: string,
  content: { text?: unknown; blocks?: unknown },
): string[] {
  const problems = checkMessage(content);
  if (problems.length > 0) world.violations.push({ where, problems });
  return findMessageRefusals(content);
}

/** The same for a view that must be of one type. */
export function judgeView(world: World, where: string, view: unknown, type: 'modal' | 'home'): string[] {
  const wrongType =
    isJson(view) && view.type !== type ? [`must be a ${type} here [json-pointer:/view/type]`] : [];
  const problems = [...wrongType, ...checkView(view)];
  if (problems.length > 0) world.violations.push({ where, problems });
  return [...wrongType, ...findViewRefusals(view)];
}
