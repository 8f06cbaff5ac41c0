import { randomBytes, randomInt } from 'node:crypto';
import { drawPassword } from '../../secrets/drawPassword.ts';

/** The name and the secrets of a throwaway person. */
export function drawPerson(domain: string) {
  return {
    userPrincipalName: `rollcall-rehearsal-${randomBytes(4).toString('hex')}@${domain}`,
    operationId: `op_${randomBytes(16).toString('base64url')}`,
    passwords: {
      first: drawPassword((max) => randomInt(max)),
      second: drawPassword((max) => randomInt(max)),
    },
  };
}
