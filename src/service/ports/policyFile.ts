/** A customer as the policy file has it. */
export interface CustomerEntry {
  id: string;
  name: string;
  tenantId: string;
}

/** The policy file, as far as Rollcall may write it. */
export interface PolicyFile {
  /** Whether whoever runs Rollcall lets it. */
  readonly mayWrite: boolean;
  /** Throws RollcallError CONFIG_INVALID where the file would be wrong then, was changed meanwhile, or can't be written. */
  addCustomer(entry: CustomerEntry): Promise<void>;
  /** Also from lists that name others as well. Throws as {@link PolicyFile.addCustomer} does. */
  removeCustomer(id: string): Promise<void>;
}
