import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LiveConfig } from '../config/config.ts';
import { CLOUDS } from '../domain/clouds.ts';
import { listPolicyWarnings } from '../domain/policy/listPolicyWarnings.ts';
import type { Platform } from '../domain/terms.ts';
import { createApprovalNotify } from '../flows/approvals/approvalNotify.ts';
import { createFlows } from '../flows/createFlows.ts';
import { createNotify } from '../flows/jobs/notify.ts';
import type { AdminNews } from '../flows/operating/adminNews.ts';
import type { Chat } from '../flows/reply.ts';
import { createWaveNotify } from '../flows/waves/waveNotify.ts';
import { createMailer } from '../mail/createMailer.ts';
import { createProveWord } from '../secrets/proveWord.ts';
import { createSealer } from '../secrets/sealing.ts';
import { createHeadLog } from '../service/audit/headLog.ts';
import { createRefusalAudit } from '../service/audit/refusalAudit.ts';
import { createRetention } from '../service/audit/retention.ts';
import { createProvisioning } from '../service/createProvisioning.ts';
import { isBehind } from '../service/door/leaveToNewest.ts';
import type { Log } from '../service/ports/surroundings.ts';
import type { UserGroups } from '../service/ports/userGroups.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import { createRoleGroups } from '../service/roleGroups/createRoleGroups.ts';
import { readCopiedUntil } from '../store/audit/auditCopy.ts';
import { mountAboutPages } from '../web/aboutPages.ts';
import { createWeb, type Web } from '../web/createWeb.ts';
import { mountFilePages } from '../web/filePages.ts';
import { mountPasswordPages } from '../web/passwordPages.ts';
import { admitWhileReady } from './admitWhileReady.ts';
import { checkAtStart } from './checkAtStart.ts';
import { checkDirectories } from './checkDirectories.ts';
import { createDirectories } from './createDirectories.ts';
import { createCustomerParts } from './customers/createCustomerParts.ts';
import { explainListening } from './explainListening.ts';
import { fenceFetch } from './fence.ts';
import { findFileHosts } from './findFileHosts.ts';
import { createLog } from './logging/log.ts';
import {
  measureChat,
  measureEngine,
  measureFetch,
  measureFlows,
  measureLogin,
  measureMailer,
  measureStore,
} from './measure.ts';
import { MAX_FILE_BYTES, openChats } from './openChats.ts';
import { openState, type State } from './openState.ts';
import { followPolicy } from './policy/followPolicy.ts';
import { createLivePolicy } from './policy/livePolicy.ts';
import { createReadings } from './readings.ts';
import { quitOnSignals, stopOnSignals } from './stopOnSignals.ts';
import { ids } from './surroundings.ts';
import { createReachAdmins } from './telling/reachAdmins.ts';
import { createTellOnce } from './telling/tellOnce.ts';
import { VERSION } from './version.ts';
import { watchOldData } from './watchOldData.ts';

/**
 * Wires the rooms, listens, and drains on SIGTERM or SIGINT; a second signal ends at once. So does another process that
 * takes the data folder over.
 */
export async function startRollcall(config: LiveConfig): Promise<void> {
  quitOnSignals();
  const log = createLog({ level: config.logLevel });
  if (process.getuid?.() === 0) log.warn({}, 'rollcall.runs_as_root');
  for (const why of listPolicyWarnings(config.policy)) log.warn({ why }, 'policy.warning');
  // Loaded only then.
  const tracing =
    config.traces === undefined
      ? undefined
      : (await import('./tracing/startTracing.ts')).startTracing({
          ...{ endpoint: config.traces, version: VERSION, log },
        });
  const opened = await openState(config, log);
  const state: State = {
    ...opened,
    async close() {
      await opened.close();
      await tracing?.stop();
    },
  };
  try {
    await wire(config, state, log);
  } catch (error) {
    await state.close();
    throw explainListening(error, config);
  }
}

async function wire(
  config: LiveConfig,
  {
    store: unmeasured,
    engine: unmeasuredEngine,
    turn,
    clock,
    quota,
    newest,
    masterKeys,
    sweepEveryMs,
    close,
  }: State,
  log: Log,
): Promise<void> {
  let counting: Web['metrics'] | undefined;
  let userGroups: UserGroups | undefined;
  const metrics = () => counting;
  const store = measureStore(unmeasured, metrics, log);
  const engine = measureEngine(unmeasuredEngine, metrics);
  const fenced = fenceFetch(turn);
  const live = createLivePolicy(config.policy);
  const { policy } = live;
  const checkPolicy = newest.check;
  const ofCustomers = createCustomerParts({
    ...{ config, policy, masterKeys, env: process.env, fenced, clock, log },
  });
  const { directoryFor, directoryOf } = createDirectories(config, policy, log, {
    login: (customer) => measureLogin(fenced, metrics, customer),
    measured: (customer) => measureFetch(fenced, metrics, customer),
    ...{ clock, quota, onLogin: ofCustomers.onLogin },
  });
  const mailer = createMailer({
    smtpUrl: config.mail.smtp.url,
    from: config.mail.from,
    perMinute: config.mail.perMinute,
    ...{ turn, clock, quota, log },
  });
  const roleGroups = createRoleGroups({
    written: live.written,
    directoryFor,
    userGroups: () => userGroups,
    ...{ store, clock, log },
  });
  live.showPeople(roleGroups.people);
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const { signInUrl, securityInfoUrl } = CLOUDS[config.cloud];
  const service = createProvisioning({
    policy,
    roleGroups,
    directoryFor,
    mailer: measureMailer(mailer, metrics),
    store,
    engine,
    sealer: createSealer(masterKeys),
    clock,
    ids,
    log,
    randomInt: (max) => randomInt(max),
    signInUrl,
    ...{ checkPolicy, standsIn: newest.standsIn, onLeft: newest.noteLeft },
    ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    adding: ofCustomers.adding(directoryOf),
    maxFileBytes: MAX_FILE_BYTES,
  });
  const flows = measureFlows(
    createFlows({
      service,
      policy,
      roleGroups,
      readTimeZone: async (userId) => userGroups?.readTimeZone(userId),
      ...{ checkPolicy, standsIn: newest.standsIn },
      auditRefusal,
      clock,
      ids,
      log,
      version: VERSION,
    }),
    { metrics, ids, log },
  );
  const web = createWeb({
    host: config.host,
    port: config.port,
    version: VERSION,
    ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken.reveal() }),
    ...(config.metricsPort === undefined ? {} : { metricsPort: config.metricsPort }),
    trustedProxies: config.trustedProxies,
    proveWord: createProveWord(masterKeys),
    turn,
    log,
    readPause: service.brake.reason,
    checks: {
      store: () => store.check(),
      policy: checkPolicy,
      turn: () => waitForTurn(turn),
    },
    around: {
      directory: () => checkDirectories(policy.customers.map(({ id }) => directoryFor(id))),
    },
    readings: createReadings({ store, policy, directoryFor, service, turn, clock }),
  });
  mountFilePages(web.app, { handouts: service.handouts, clock, log });
  mountPasswordPages(web.app, { service, clock, log, signInUrl, securityInfoUrl });
  mountAboutPages(web.app, { policy });
  counting = web.metrics;
  const fileHosts = findFileHosts({
    listed: config.teams?.fileHosts ?? [],
    cloud: config.cloud,
    tenantId: config.graph.tenantId,
    ...{ policy, directoryFor, clock, log },
  });
  const chats: Partial<Record<Platform, Chat>> = {};
  const admins = createReachAdmins({ policy, roleGroups, chats, clock, log });
  const { reach } = admins;
  // Whoever has the newest policy file knows whom: another one leaves it to them.
  const reachNow = async (news: AdminNews) => !(await isBehind({ checkPolicy })) && reach(news);
  ofCustomers.open({ service, web, tell: reachNow });
  const installing = {
    ...{ store, policy, masterKeys, clock },
    tellAdmins: admins.tellOfWorkspace,
    installed: admins.forgetWorkspace,
    isBehind: () => isBehind({ checkPolicy }),
    async tellUnsaid() {
      const unsaid = await Promise.all([notify, approvalNotify, waveNotify].map((one) => one.listUnsaid()));
      for (const id of unsaid.flat()) await engine.send('tell', id);
    },
  };
  const isShared = sweepEveryMs !== undefined;
  const shared = {
    ...{ policy, roleGroups, fileHosts, flows, service, store, auditRefusal },
    ...{ turn, clock, quota, log, web, installing, fetch: fenced, isShared },
  };
  const rooms = await openChats(config, shared);
  for (const { chat } of rooms) chats[chat.platform] = measureChat(chat, metrics);
  userGroups = rooms.find((room) => room.userGroups !== undefined)?.userGroups;
  service.on('forgotten', () => {
    for (const room of rooms) room.forget?.();
  });
  const telling = { service, store, engine, chats, policy, clock, log, isShared };
  const tellOnce = createTellOnce(telling, reach);
  const notify = createNotify(telling);
  const approvalNotify = createApprovalNotify(telling);
  const waveNotify = createWaveNotify(telling);

  const { auditFile } = config;
  await service.oldData.look(auditFile === undefined ? undefined : await readCopiedUntil(auditFile));
  for (const room of rooms) await room.start?.();
  const following = await followPolicy({
    config,
    live,
    newest,
    env: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
    store,
    tellOnce,
    changed: () => service.followPolicy(),
    clock,
    log,
  });
  const { port, metricsPort } = await web.listen();
  await service.resume();
  await notify.start();
  await approvalNotify.start();
  await waveNotify.start();
  const told = { job: notify, req: approvalNotify, wave: waveNotify };
  engine.work('tell', (id) => (told[id.split('_')[0] as keyof typeof told] ?? approvalNotify).tellAgain(id));
  const retention = createRetention({ policy, checkPolicy, store, clock, log });
  retention.start();
  const heads = createHeadLog({ store, clock, log });
  heads.start();
  if (config.teams !== undefined) fileHosts.start();
  web.ready();
  log.info({ version: VERSION, port, metricsPort, chats: Object.keys(chats) }, 'rollcall.started');
  const stopped = new AbortController();
  const watching = { log, stopping: stopped.signal };
  admins.keepKnown(stopped.signal);
  watchOldData({ service, reachAdmins: reach, ...watching });
  // With a folder, there is no other instance: this one says in words what can't be done.
  if (isShared) void admitWhileReady({ rooms, isReady: web.isReady, clock, ...watching });
  if (config.checkAtStart) {
    void checkAtStart({ env: process.env, dataDir: config.dataDir, store, tellOnce, clock, ...watching });
  }

  async function stop(): Promise<void> {
    stopped.abort();
    ofCustomers.stop();
    fileHosts.stop();
    web.startDraining();
    await following.stop();
    // Together: a job that waits for Microsoft 365 must not keep cards with passwords on the screen, nor a sweep of old records
    // what others could take over.
    await Promise.all([service.drain(), retention.stop(), ...rooms.map((room) => room.stop())]);
    await notify.stop();
    await approvalNotify.stop();
    await waveNotify.stop();
    await web.close();
    mailer.close();
    await heads.stop();
    await close();
    log.info({}, 'rollcall.stopped');
  }

  stopOnSignals(stop, { clock, log });
}
