import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F7: employee IDs that stand twice', () => {
  const PEOPLE = 'Display name,Username,Employee ID,Department';

  it.each(['0', '000000', 'TBD', 'n/a', '-', 'none', 'Pending', 'xxxx', '???'])(
    'are none where they only keep a place: %s',
    async (id) => {
      const { findings, more } = await text(
        PEOPLE,
        `Ada Lima,ada.lima@contoso.com,${id},HR`,
        `Bo Ek,bo.ek@contoso.com,${id},IT`,
      );
      expect(findings).toEqual([]);
      expect(more.map((person) => person.employeeId)).toEqual([undefined, undefined]);
    },
  );

  it.each(['10', '0012', 'NEW12', 'TB1', 'x1', 'N/A-7'])('are kept as they are: %s', async (id) => {
    const { findings, more } = await text(PEOPLE, `Ada Lima,ada.lima@contoso.com,${id},HR`);
    expect(findings).toEqual([]);
    expect(more[0]?.employeeId).toBe(id);
  });

  it('may be the same without the zeros that a spreadsheet takes', async () => {
    const { messages, ready } = await text(
      PEOPLE,
      'Ada Lima,ada.lima@contoso.com,0012,HR',
      'Bo Ek,bo.ek@contoso.com,12,IT',
      'Cy Oz,cy.oz@contoso.com,120,IT',
    );
    expect(messages).toEqual([
      'Row 2 (Ada Lima) has the employee ID 0012, which is the same except for leading zeros. Check whether they are different numbers.',
    ]);
    expect(ready).toBe(3);
  });

  it('are one person with two jobs, who gets one account', async () => {
    const { findings, messages } = await text(
      'First name,Last name,Employee ID,Department,Job title',
      'Ada,Lima,0012,HR,Clerk',
      'Ada,Lima,12,Sales,Driver',
      'Bo,Ek,13,IT,Clerk',
    );
    expect(findings.filter((each) => each.includes('DUPLICATE'))).toHaveLength(1);
    expect(findings.join()).not.toContain('NUMBER_REPEATED');
    expect(messages.join()).toContain(
      'This is the same person as in row 2, by name and employee ID. Leave one of the two rows out. Job title is Driver here and Clerk there, Department is Sales here and HR there, Employee ID is 12 here and 0012 there.',
    );
  });

  it('of namesakes with two numbers and two jobs are two people', async () => {
    const { findings } = await text(
      'First name,Last name,Employee ID,Department',
      'Ada,Lima,12,HR',
      'Ada,Lima,13,Sales',
    );
    expect(findings.join()).not.toContain('DUPLICATE');
  });

  it('of one name with two user names are pointed out, with what differs', async () => {
    const { findings, messages } = await text(
      PEOPLE,
      'Ada Lima,ada.lima@contoso.com,12,HR',
      '"Lima, Ada",alima@contoso.com,12,Sales',
    );
    expect(findings).toEqual(['3 Employee ID NUMBER_REPEATED']);
    expect(messages[0]).toMatch(
      /^Row 2 is Ada Lima with the same employee ID, so one person would get two accounts\..* Department is Sales here and HR there\.$/,
    );
  });

  it.each(['Dr. Ada Lima', '"Lima, Ada"', 'Ada Lima (HR)'])(
    'suggests no second account for %s with the user name of a row above',
    async (name) => {
      const { findings } = await text(
        PEOPLE,
        'Ada Lima,ada.lima@contoso.com,0012,HR',
        `${name},ada.lima@contoso.com,12,Sales`,
      );
      expect(findings).toEqual(['3 Username DUPLICATE']);
    },
  );

  it('suggests one for somebody else with the same words in the name and another number', async () => {
    const { findings } = await text(
      PEOPLE,
      'Ada Lima,ada.lima@contoso.com,12,HR',
      '"Lima, Ada",ada.lima@contoso.com,13,Sales',
    );
    expect(findings).toEqual([expect.stringMatching(/^3 Username DUPLICATE → /)]);
  });

  it('says what differs where one user name stands twice for one person', async () => {
    const { messages } = await text(
      PEOPLE,
      'Ada Lima,ada.lima@contoso.com,12,HR',
      'Ada Lima,ada.lima@contoso.com,12,Sales',
    );
    expect(messages).toEqual([
      'This is the same person as in row 2. Remove one of the two rows. Department is Sales here and HR there.',
    ]);
  });
});

describe('F5: families in the list of a school', () => {
  const HEAD = 'Name,Email,Role';

  const GRACE = 'Grace Lima,grace.lima@contoso.com,';
  const pupils = (role: string) => [
    `Ada Lima,ada.lima@contoso.com,${role}`,
    `Bo Ek,bo.ek@contoso.com,${role}`,
  ];

  it.each([
    ['Guardian', 'Student'],
    ['Parent/Guardian', 'Pupil'],
    ['parent', 'learner'],
    ['Erziehungsberechtigte', 'Schüler'],
    ['Father', 'Élève'],
    ['Madre', 'Alumna'],
  ])('are named as left out: %s beside several of %s, in any order', async (family, role) => {
    const grace = `${GRACE}${family}`;
    const [ada = '', bo = ''] = pupils(role);
    for (const [lines, row] of [
      [[grace, ada, bo], 2],
      [[ada, grace, bo], 3],
      [[ada, bo, grace], 4],
    ] as const) {
      const { people, skipped } = await text(HEAD, ...lines);
      expect(people.map((person) => person.split(' <')[0])).toEqual(['Ada Lima', 'Bo Ek']);
      expect(skipped).toEqual([
        expect.stringContaining(
          `${row} is a family member (${family}) and was skipped. To create this person, change Role in the file`,
        ),
      ]);
    }
  });

  it.each([
    ['Guardian', ['Student', 'Teacher']],
    ['Father', ['Student', 'Teacher']],
    ['Parent', ['Teacher', 'Teacher']],
    ['Emergency contact', ['Student', 'Student']],
    ['Carer', ['Pupil', 'Pupil']],
    ['Relative', ['Student', 'Student']],
  ])('are read and warned of where they may be staff: %s beside %s', async (family, [one, other]) => {
    const { people, skipped, findings, messages } = await text(
      HEAD,
      `${GRACE}${family}`,
      `Ada Lima,ada.lima@contoso.com,${one}`,
      `Bo Ek,bo.ek@contoso.com,${other}`,
    );
    expect(people).toHaveLength(3);
    expect(skipped).toEqual([]);
    expect(findings).toEqual(['2 Role MAY_BE_NOBODY']);
    expect(messages[0]).toContain(`This may be a family member (${family})`);
  });

  it.each([
    ['Carer', 'Student'],
    ['Contact', 'Student'],
    ['Contact', 'Faculty'],
    ['Contact', 'Docent'],
    ['Father', 'Deacon'],
    ['Father', 'Docent'],
    ['Mother', 'Sister'],
    ['Carer', 'Nurse'],
  ])('are staff like any other: %s beside one %s', async (role, other) => {
    const { people, skipped, findings } = await text(
      HEAD,
      `${GRACE}${role}`,
      `Ada Lima,ada.lima@contoso.com,${other}`,
      `Bo Ek,bo.ek@contoso.com,${role}`,
    );
    expect(people).toHaveLength(3);
    expect({ skipped, findings }).toEqual({ skipped: [], findings: [] });
  });

  it.each([
    ['guards, whose list names no pupils', 'Role', 'Guardian', 'Officer'],
    ['a job, which is no role', 'Job title', 'Guardian', 'Teacher'],
    ['a department', 'Department', 'Family', 'Student'],
    ['a longer role', 'Role', 'Parent liaison', 'Teacher'],
  ])('are none: %s', async (_what, header, one, other) => {
    const { people } = await text(
      `Name,Email,${header}`,
      `Grace Lima,grace.lima@contoso.com,${one}`,
      `Ada Lima,ada.lima@contoso.com,${other}`,
    );
    expect(people).toHaveLength(2);
  });
});

describe('F15: titles and degrees', () => {
  const named = async (first: string, last: string) =>
    (await text('First name,Last name,Email', `"${first}","${last}",ann@contoso.com`)).people;

  it.each([
    ['Dr. Ann', 'Lee', 'Dr. Ann Lee', 'Ann/Lee'],
    ['Prof. Dr. Ann', 'Lee', 'Prof. Dr. Ann Lee', 'Ann/Lee'],
    ['Mrs Ann Mary', 'Lee', 'Mrs Ann Mary Lee', 'Ann Mary/Lee'],
    ['Ann', 'Lee MD', 'Ann Lee MD', 'Ann/Lee'],
    ['Ann', 'Lee, Ph.D.', 'Ann Lee, Ph.D.', 'Ann/Lee'],
    ['Ann', 'van der Berg PhD', 'Ann van der Berg PhD', 'Ann/van der Berg'],
  ])('stay in the display name, and are in neither name: %s %s', async (first, last, whole, names) => {
    expect(await named(first, last)).toEqual([`${whole} <ann@contoso.com> ${names}`]);
  });

  it.each([
    ['Don', 'Lee'],
    ['Don Carlos Juan', 'Lee'],
    ['M. Night', 'Lee'],
    ['Ann', 'Davis Jr.'],
    ['Ann', 'Davis III'],
    ['ANN', 'LEE MA'],
    ['Ann', 'Ma'],
    ['Ann', 'Do'],
    ['Ann', 'MD'],
    ['Ann', 'Lee Ma'],
  ])('are none in %s %s', async (first, last) => {
    expect(await named(first, last)).toEqual([`${first} ${last} <ann@contoso.com> ${first}/${last}`]);
  });

  it.each([
    ['Dr.', 'Dr. '],
    ['Prof. Dr.', 'Prof. Dr. '],
    ['Mr', ''],
  ])(
    'in a column of their own are no job and no name, and only a title is in the display name: %s',
    async (title, inDisplayName) => {
      const { people, more } = await text(
        'Title,First name,Last name,Email',
        `${title},Ann,Lee,ann@contoso.com`,
        'Ms,Bea,Ek,bea@contoso.com',
      );
      expect(people[0]).toBe(`${inDisplayName}Ann Lee <ann@contoso.com> Ann/Lee`);
      expect(more[0]).toEqual({});
    },
  );
});
