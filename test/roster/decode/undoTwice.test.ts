import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { undoTwice } from '../../../src/roster/decode/undoTwice.ts';
import { attachCase } from '../cases/readCase.ts';

/** As a program saves UTF-8 that it takes for this. */
function encodeTwice(text: string, encoding: string): string {
  return iconv.decode(Buffer.from(text), encoding);
}

const NAMES = 'Álvaro Íñigo,Nicolà Été,Zoë Groß,Łukasz Żak,Пётр Иванов,山田 太郎,O’Connor “Bo” – €,Ada Lima';

describe('F2: letters that were encoded twice', () => {
  it('are put right, whatever they are, also those whose second byte shows nothing', () => {
    expect(undoTwice([[encodeTwice(NAMES, 'latin1')]])).toEqual([[NAMES]]);
    const shown = 'Zoë Groß,Été,Škoda,O’Connor';
    expect(undoTwice([[encodeTwice(shown, 'win1252')], ['Ada']])).toEqual([[shown], ['Ada']]);
    expect(undoTwice([[encodeTwice(encodeTwice(shown, 'win1252'), 'win1252')]])).toEqual([[shown]]);
  });

  it.each(['Zoë Müller', 'ÃO', 'Nguyễn Văn An', 'Иван', 'Björk Guðmundsdóttir', 'É” Peña', 'Ada Lima'])(
    'are never seen in %s',
    (name) => {
      expect(undoTwice([[name]])).toBeUndefined();
    },
  );

  it('are left to their rows where other letters of the file are right', async () => {
    expect(undoTwice([['MÃ¼ller'], ['Müller']])).toBeUndefined();
    const file = 'Username,Display name\na@contoso.com,ZoÃ« MÃ¼ller\nb@contoso.com,Bo Müller';
    const { findings, asks } = await attachCase(Buffer.from(file));
    expect(findings).toEqual(['2 Display name NAME_GARBLED → Zoë Müller']);
    expect(asks).toEqual(['names']);
  });

  it('are looked at by somebody before anyone is created, with the header read in them', async () => {
    const file = encodeTwice('Nombre,Apellidos,Correo electrónico\nÍñigo,Ibáñez,i@contoso.com', 'latin1');
    const { people, findings, asks } = await attachCase(Buffer.from(file));
    expect(people).toEqual(['Íñigo Ibáñez <i@contoso.com> Íñigo/Ibáñez']);
    expect(findings).toEqual(['1  ENCODING_TWICE']);
    expect(asks).toContain('names');
  });
});
