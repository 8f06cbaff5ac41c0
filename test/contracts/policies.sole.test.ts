import { createSolePolicies } from '../../src/service/ports/policies.ts';
import { policiesContract } from './policies.ts';

policiesContract(async () => ({
  policies: createSolePolicies({ now: () => 1 }),
  close: async () => undefined,
}));
