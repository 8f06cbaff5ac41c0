import { describe, expect, it } from 'vitest';
import { describeSpan, nameSpan } from '../../../src/run/tracing/describeSpan.ts';

describe('what a span says', () => {
  it('is ids, codes and counts of fields that are known', () => {
    expect(
      describeSpan({ jobId: 'job_1', op: 'lookUpAccount', status: 200, rowIds: ['r0001'], ms: 5, mail: 'x' }),
    ).toEqual({
      'rollcall.job.id': 'job_1',
      'rollcall.graph.operation': 'lookUpAccount',
      'http.response.status_code': 200,
      'rollcall.row.ids': ['r0001'],
    });
  });

  it.each([
    'ada@contoso.com',
    'Ada Lovelace',
    'Müller',
    'kfm4 x7pw',
    "o'brien",
    'x'.repeat(101),
    { password: 'kfm4' },
    undefined,
  ])('is never %j, whatever field it is in', (value) => {
    const fields = { id: value, reason: value, rowIds: [value], action: value };
    expect(describeSpan(fields)).toEqual({ 'rollcall.row.ids': [] });
    expect(nameSpan({ jobId: 'job_1', task: value ?? 'bulk' })).toMatch(/^job (other|bulk)$/);
  });

  it('has a name of which there are few', () => {
    expect(nameSpan({ click: 'click_1', actor: 'U1' })).toBe('click');
    expect(nameSpan({ task: 'bulk', jobId: 'job_1' })).toBe('job bulk');
    expect(nameSpan({ task: 'tell', id: 'req_1' })).toBe('task tell');
    expect(nameSpan({ step: 'create', rowIds: [] })).toBe('step create');
  });
});
