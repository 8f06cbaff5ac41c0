import { describe, expect, it } from 'vitest';
import { createWorld, MIA, makePeople, OMAR, PLACE, type World } from '../../fakes/world.ts';

const LINKS = { settings: { delivery: 'link' as const } };

/** So many people who work there. */
function peopleIn(...locations: (string | undefined)[]) {
  return makePeople(locations.length).map(({ usageLocation: _usual, ...person }, index) => {
    const usageLocation = locations[index];
    return usageLocation === undefined ? person : { ...person, usageLocation };
  });
}

function tokenIn({ mailer }: World): string {
  return /\/p\/([A-Za-z0-9_-]+)/.exec(mailer.inbox[0]?.text ?? '')?.[1] ?? '';
}

describe('the language of mails and one-time pages', () => {
  it.each([
    [
      'DE',
      'de',
      'Erstes Kennwort für ein neues Konto – Contoso',
      'hat mit Rollcall ein Konto bei Contoso angelegt.',
    ],
    [
      'FR',
      'fr',
      'Premier mot de passe d’un nouveau compte – Contoso',
      'a créé un compte chez Contoso avec Rollcall.',
    ],
    [
      'MX',
      'es',
      'Primera contraseña de una cuenta nueva en Contoso',
      'creó una cuenta en Contoso con Rollcall.',
    ],
    [
      'BR',
      'pt-BR',
      'Primeira senha de uma nova conta – Contoso',
      'criou uma conta em Contoso com o Rollcall.',
    ],
    [
      'GB',
      'en',
      'First password for a new account at Contoso',
      'created an account at Contoso with Rollcall.',
    ],
    [
      'JP',
      'en',
      'First password for a new account at Contoso',
      'created an account at Contoso with Rollcall.',
    ],
  ])('is that of the person, who works in %s: %s', async (location, language, subject, said) => {
    const world = createWorld();
    await world.run(peopleIn(location), { kind: 'one' });
    const [mail] = world.mailer.inbox;
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(`Omar Haddad ${said}`);
    expect(mail?.html).toContain(`<html lang="${language}">`);
    expect(mail?.text).toContain(world.tenant.find('person1@contoso.com')?.password);
  });

  it('is the one that all of the people read, and English where they differ', async () => {
    const germans = createWorld();
    await germans.run(peopleIn('DE', 'AT', 'LI'));
    expect(germans.mailer.inbox[0]?.subject).toBe('Erste Kennwörter für neue Konten – Contoso');
    expect(germans.mailer.inbox[0]?.text).toContain('3 Konten');
    const both = createWorld();
    await both.run(peopleIn('DE', 'FR'));
    expect(both.mailer.inbox[0]?.subject).toBe('First passwords for new accounts at Contoso');
  });

  it('is that of the customer, wherever people work', async () => {
    const world = createWorld({ language: 'fr' });
    await world.run(peopleIn('DE', 'US'), LINKS);
    const [mail] = world.mailer.inbox;
    expect(mail?.subject).toBe('Premiers mots de passe de nouveaux comptes – Contoso');
    expect(mail?.text).toContain('jusqu’au 8 janvier 2026 à');
    expect(mail?.text).toMatch(/\/p\/[A-Za-z0-9_-]{43}\?lang=fr\n/);
    expect(await world.service.links.take(tokenIn(world))).toMatchObject({ language: 'fr' });
  });

  it('is told by where the customer works, for people who say nothing', async () => {
    const world = createWorld({ usageLocation: 'BR' });
    await world.run(peopleIn(undefined), { ...LINKS, kind: 'one' });
    expect(world.mailer.inbox[0]?.subject).toContain('Primeira senha');
    expect(await world.service.links.take(tokenIn(world))).toMatchObject({ language: 'pt-BR' });
  });

  it('of a list, which whoever asked for it reads, is the customer’s and never that of the people', async () => {
    for (const [language, written] of [
      [undefined, ''],
      ['de', '?lang=de'],
    ] as const) {
      const world = createWorld(language === undefined ? {} : { language });
      const { job } = await world.run(peopleIn('ES', 'ES'), { settings: { recipients: [] } });
      const link = await world.service.links.makeList(OMAR, job.id);
      const url = new URL(link.url.reveal());
      expect(url.search).toBe(written);
      const taken = await world.service.links.take(url.pathname.split('/').at(-1) ?? '');
      expect(taken?.language).toBe(language);
    }
  });

  it.each([
    ['fr-CH', 'DE', 'Nouveau mot de passe d’un compte – Contoso'],
    [undefined, 'DE', 'Neues Kennwort für ein Konto – Contoso'],
    [undefined, undefined, 'New password for an account at Contoso'],
  ])('of a reset is that of the account: %s, %s', async (preferredLanguage, usageLocation, subject) => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'Ada', {
      ...(preferredLanguage === undefined ? {} : { preferredLanguage }),
      ...(usageLocation === undefined ? {} : { usageLocation }),
    });
    const objectId = world.tenant.find('ada@contoso.com')?.id ?? '';
    const opened = await world.service.resets.open(MIA, PLACE, objectId);
    const { draft } = await world.service.resets.check(MIA, opened.id, {
      ...opened.data.values,
      recipients: 'it@contoso.com',
    });
    const { job } = await world.service.jobs.accept({
      actor: MIA,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'reset',
      ...world.service.resets.requestOf(draft.data),
    });
    await world.finish(job.id);
    expect(world.mailer.inbox[0]?.subject).toBe(subject);
  });
});
