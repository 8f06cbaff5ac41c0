import type { AdminRole } from '../../domain/adminRoles.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Directory } from '../ports/directory.ts';

/**
 * The admin roles of somebody that the policy asks about. None where it lets admins be given new passwords and the tenant
 * has not given the right to see roles: it is optional, to refuse everybody would be worse, and doctor and the check at
 * the start say that Global Administrators are not told from others. Throws what the directory throws otherwise.
 */
export async function readAdminRoles(
  { resetAdmins }: Pick<Policy, 'resetAdmins'>,
  directory: Pick<Directory, 'listAdminRoles'>,
  objectId: string,
): Promise<AdminRole[]> {
  try {
    return await directory.listAdminRoles(objectId);
  } catch (error) {
    if (resetAdmins && error instanceof RollcallError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}
