import { type BeforeTest, readiness } from './readiness';

const ready: BeforeTest = { enabled: true, saved: true, unsaved: false, urlProblem: undefined };

describe('readiness', () => {
  it.each<[string, Partial<BeforeTest>, string | undefined]>([
    ['nothing stands in the way', {}, undefined],
    ['nothing is saved', { saved: false, urlProblem: 'Enter it.' }, 'nothing-saved'],
    ['the URL is wrong', { unsaved: true, urlProblem: 'This is not a URL.' }, 'url-invalid'],
    ['something is not saved', { unsaved: true }, 'unsaved-changes'],
    ['the app is not enabled', { enabled: false }, 'not-enabled'],
  ])('knows when %s', (_name, before, code) => {
    expect(readiness({ ...ready, ...before })?.code).toBe(code);
  });
});
