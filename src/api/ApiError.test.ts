import { apiErrorFrom } from './ApiError';

const document = { title: 'Conflict', status: 412, code: 'revision-conflict', detail: 'newer', revision: 7 };

describe('apiErrorFrom', () => {
  it('reads a problem document', () => {
    const error = apiErrorFrom({ status: 412, data: document, config: { url: '' } });
    expect([error.code, error.status, error.problem?.revision]).toEqual(['revision-conflict', 412, 7]);
  });

  it('reads a problem document that arrived as text', () => {
    expect(apiErrorFrom({ status: 412, data: JSON.stringify(document), config: { url: '' } }).code).toBe(
      'revision-conflict'
    );
  });

  it('keeps what somebody else answered, to be diagnosed', () => {
    const error = apiErrorFrom({ status: 502, data: 'Bad gateway', config: { url: '' } });
    expect([error.code, error.answer]).toEqual(['not-understood', { status: 502, body: 'Bad gateway' }]);
  });

  it('takes a broken connection for no answer', () => {
    expect(apiErrorFrom(new TypeError('Failed to fetch')).code).toBe('no-answer');
  });
});
