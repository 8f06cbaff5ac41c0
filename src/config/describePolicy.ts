import { z } from 'zod';
import { policySchema } from '../domain/policy/policy.ts';

/**
 * The policy's shape as a JSON Schema, for editors: keys, kinds of values and the choices there are. What holds between
 * keys only a start and `npm run doctor policy` tell.
 */
export function describePolicy(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'Who may do what in Rollcall' }, null, 2)}\n`;
}
