import { hkdfSync } from 'node:crypto';
import { type LiveConfig, readSettings } from '../../config/config.ts';
import { CLOUDS } from '../../domain/clouds.ts';
import type { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { showConsentedAgain } from '../../flows/customers/consentAgain.ts';
import { showConsented } from '../../flows/customers/consentNews.ts';
import { showLoginRefused } from '../../flows/customers/loginNews.ts';
import type { AdminNews } from '../../flows/operating/adminNews.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import { createTenants, type TenantsOptions } from '../../graph/tenant/createTenants.ts';
import type { SealerOptions } from '../../secrets/sealing.ts';
import { Secret } from '../../secrets/secret.ts';
import type { AddingOptions } from '../../service/customers/adding.ts';
import type { ConsentedAgain } from '../../service/customers/consentAgain.ts';
import { type ConsentSigner, createConsentSigner } from '../../service/customers/consentState.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import { mountConsentPage } from '../../web/consentPage.ts';
import type { Web } from '../../web/createWeb.ts';
import { createTellUntilTold } from '../telling/tellUntilTold.ts';
import { createPolicyFileWriter } from './policyFileWriter.ts';
import type { OnLogin } from './watchLogin.ts';

/** What runs once the house is wired. */
interface Wired {
  service: Pick<Provisioning, 'customers'>;
  web: Pick<Web, 'app'>;
  /** False where nobody could be reached. */
  tell(news: AdminNews): Promise<boolean>;
}

interface Surroundings {
  config: LiveConfig;
  /** Of now. */
  policy: Pick<Policy, 'customers'>;
  masterKeys: SealerOptions;
  env: NodeJS.ProcessEnv;
  fenced: typeof fetch;
  clock: Clock;
  log: Log;
}

/** HKDF (RFC 5869) with SHA-256; the current key first, and those of before for links that are on their way. */
function createSigner({ current, keys }: SealerOptions): ConsentSigner {
  const derive = (key: Secret<Buffer>) =>
    new Secret(Buffer.from(hkdfSync('sha256', key.reveal(), '', 'rollcall customer consent', 32)));
  const newest = keys.get(current);
  const others = [...keys].flatMap(([version, key]) => (version === current ? [] : [derive(key)]));
  return createConsentSigner([...(newest === undefined ? [] : [derive(newest)]), ...others]);
}

/** Only the doctor has it, and it is loaded only where somebody asks. */
async function examine(env: NodeJS.ProcessEnv, customer: string): ReturnType<AddingOptions['examine']> {
  const { examineGraph } = await import('../../operate/doctor/doctorGraph.ts');
  return examineGraph(readSettings(env).read, customer);
}

/** What adding, removing and watching customers needs of the rest of the house. */
export function createCustomerParts({ config, policy, masterKeys, env, fenced, clock, log }: Surroundings) {
  const { graph, cloud, policyFile: file, policyWritable: mayWrite } = config;
  const { tenantId: ownTenantId, authorityHost, clientId, audience } = graph;
  let wired: Wired | undefined;
  const admins = createTellUntilTold(async (_what, news) => (await wired?.tell(news)) ?? false, {
    clock,
    log,
  });

  const tellOf = async (customer: string, view: NoticeView) =>
    (await wired?.tell(({ actsFor }) => (actsFor(customer) ? view : undefined))) ?? false;

  /** Whether it was told. Where it wasn't, it is kept for a later call. */
  async function tellOrKeep(
    { noteTold }: Pick<ConsentedAgain, 'noteTold'>,
    tell: () => Promise<boolean>,
  ): Promise<boolean> {
    const isTold = await tell().catch((error: unknown) => {
      log.warn({ err: error }, 'customer.not_told');
      return false;
    });
    await noteTold?.(isTold);
    return isTold;
  }

  /** False: it's to be heard again. */
  async function hear(customer: string, refusal: RollcallError | undefined): Promise<boolean> {
    if (wired === undefined) return false;
    const { tell, service } = wired;
    const news = await service.customers.noteLogin(customer, refusal);
    if (news === 'later') return false;
    if (news === undefined) return true;
    const name = policy.customers.find(({ id }) => id === customer)?.name ?? customer;
    const about = { id: customer, name };
    return tellOrKeep(news, async () => {
      if (refusal === undefined) return tellOf(customer, showConsentedAgain({ again: about }));
      if (news.about === 'customer') return tellOf(customer, showLoginRefused(refusal, about));
      return tell(() => showLoginRefused(refusal));
    });
  }

  return {
    onLogin: ((customer, refusal) =>
      hear(customer, refusal).catch((error: unknown) => {
        log.warn({ err: error }, 'customer.not_told');
        return false;
      })) satisfies OnLogin,
    adding: (directoryOf: TenantsOptions['directoryOf']): AddingOptions => ({
      cloud,
      examine: (customer) => examine(env, customer),
      tenants: createTenants({
        ...{ authorityHost, clientId, audience, directoryOf, fetch: fenced },
        cloudLogin: CLOUDS[cloud].authorityHost,
      }),
      signer: createSigner(masterKeys),
      policyFile: createPolicyFileWriter({ ...{ file, mayWrite, env, ownTenantId } }),
      ownTenantId,
    }),
    open(house: Wired): void {
      wired = house;
      const { adding } = house.service.customers;
      mountConsentPage(house.web.app, {
        answer: (query) => adding.answer(query),
        // Those who act for some have no say in which there are.
        async tell(news) {
          if ('again' in news) {
            await tellOrKeep(news, () => tellOf(news.again.id, showConsentedAgain(news)));
            return;
          }
          const { id, entry } = news;
          const isAdded = () => policy.customers.some((one) => one.id === entry.id);
          admins.tell(id, `consented ${id}`, ({ isForAll }) =>
            isForAll && !isAdded() ? showConsented(news) : undefined,
          );
        },
        ...{ clock, log },
      });
    },
    stop: admins.stop,
  };
}
