import { freePort } from './freePort';

describe('a free port', () => {
  it('is given to nobody else before it is listened at', async () => {
    const ports = await Promise.all(Array.from({ length: 1000 }, () => freePort()));
    expect(new Set(ports).size).toBe(1000);
  });
});
