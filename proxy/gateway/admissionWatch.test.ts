import { watchAdmission } from './admissionWatch';
import type { Confinement } from './confinement';
import { Refusal } from './refusal';

const unavailable = new Refusal(503, 'unavailable', 'introspection-unavailable', 'the issuer does not answer');
// The watch compares it with itself only.
const confinement = {} as Confinement;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What ended an exchange, after so many seconds of these outcomes in turn. */
async function endedBy(outcomes: ReadonlyArray<Refusal | 'admitted'>, mostUnknown = 3): Promise<Refusal | undefined> {
  let ended: Refusal | undefined;
  let second = 0;
  const stop = watchAdmission(
    async () => {
      const outcome = outcomes[second++ % outcomes.length];
      if (outcome instanceof Refusal) {
        throw outcome;
      }
      return confinement;
    },
    confinement,
    (refusal) => (ended ??= refusal),
    1_000,
    mostUnknown
  );
  await jest.advanceTimersByTimeAsync(10_000);
  stop();
  return ended;
}

describe('a long exchange', () => {
  it('goes on while it is admitted', async () => {
    expect(await endedBy(['admitted'])).toBeUndefined();
  });

  it('ends when it is refused', async () => {
    const refusal = new Refusal(401, 'unauthorized', 'token-expired', 'expired');
    expect(await endedBy(['admitted', refusal])).toBe(refusal);
  });

  it('goes on for a while when nobody can say, and not for ever', async () => {
    expect(await endedBy([unavailable], 10)).toBeUndefined();
    expect(await endedBy([unavailable])).toBe(unavailable);
    expect(await endedBy([unavailable, unavailable, unavailable, 'admitted'])).toBeUndefined();
  });
});
