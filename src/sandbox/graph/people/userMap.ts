/** A user as the loopback keeps it: Graph's properties, and what Graph never answers. */
export interface LoopbackUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  mailNickname: string;
  /** As it was created or last set; never answered over HTTP. */
  password: string;
  usageLocation?: string;
  /** It comes from an on-premises Active Directory. */
  onPremisesSyncEnabled?: true;
  /** Like `SMTP:ada@contoso.com`. */
  proxyAddresses?: string[];
  assignedLicenses: { skuId: string; disabledPlans: string[] }[];
  onPremisesExtensionAttributes: Record<string, string | null>;
  createdDateTime: string;
  /** Milliseconds: when it was created. */
  createdAt: number;
  [property: string]: unknown;
}

interface Entry {
  user: LoopbackUser;
  name: string;
  addresses: string[];
  skuIds: string[];
}

/**
 * Users by id, which can also be found by name and by mail address, and whose seats are counted. After a user was
 * changed, `set` it again.
 */
export class UserMap extends Map<string, LoopbackUser> {
  readonly #entries = new Map<string, Entry>();
  readonly #byName = new Map<string, LoopbackUser>();
  readonly #byAddress = new Map<string, LoopbackUser>();
  readonly #seats = new Map<string, number>();

  override set(id: string, user: LoopbackUser): this {
    this.#forget(id);
    const entry: Entry = {
      user,
      name: user.userPrincipalName.toLowerCase(),
      addresses: (user.proxyAddresses ?? []).map((address) => address.replace(/^smtp:/i, '').toLowerCase()),
      skuIds: user.assignedLicenses.map(({ skuId }) => skuId),
    };
    this.#entries.set(id, entry);
    this.#byName.set(entry.name, user);
    for (const address of entry.addresses) this.#byAddress.set(address, user);
    for (const skuId of entry.skuIds) this.#seats.set(skuId, this.countSeats(skuId) + 1);
    return super.set(id, user);
  }

  override delete(id: string): boolean {
    this.#forget(id);
    return super.delete(id);
  }

  override clear(): void {
    for (const id of this.keys()) this.#forget(id);
    super.clear();
  }

  /** By userPrincipalName, whatever its case. */
  findByName(userPrincipalName: string): LoopbackUser | undefined {
    return this.#byName.get(userPrincipalName.toLowerCase());
  }

  /** By one of the proxyAddresses, whatever its case. */
  findByAddress(address: string): LoopbackUser | undefined {
    return this.#byAddress.get(address.toLowerCase());
  }

  /** How many users hold this license. */
  countSeats(skuId: string): number {
    return this.#seats.get(skuId) ?? 0;
  }

  #forget(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    if (this.#byName.get(entry.name) === entry.user) this.#byName.delete(entry.name);
    for (const address of entry.addresses) {
      if (this.#byAddress.get(address) === entry.user) this.#byAddress.delete(address);
    }
    for (const skuId of entry.skuIds) this.#seats.set(skuId, this.countSeats(skuId) - 1);
  }
}
