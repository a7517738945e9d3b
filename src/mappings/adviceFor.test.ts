import { adviceFor } from './adviceFor';

const found = (code: string, path: Array<string | number>, hint?: string) => ({
  code,
  path,
  message: `it is ${code}`,
  hint,
});

describe('advice', () => {
  it('stands where it is about, and only if it is about the mapping', () => {
    const advice = adviceFor(
      [
        found('grant-covered', ['mappings', 2, 'grants', 1], 'remove it'),
        found('grant-covered', ['mappings', 0, 'grants', 0]),
        found('tenant-unreached', ['tenants', 2]),
        found('principal-unseen', ['mappings', 2, 'principals', 0]),
        found('issuer-unnamed', ['mappings', 2]),
        found('mapping-always-denied', ['mappings', 2]),
        found('matches-absent-label', ['mappings', 2, 'grants', 0, 'filters', 0]),
      ],
      2,
      [0, 3]
    );
    expect([...advice]).toEqual([
      ['grant-3', ['It is grant-covered. Remove it.']],
      ['principals', ['It is principal-unseen.']],
      ['issuers', ['It is issuer-unnamed.']],
      ['mapping', ['It is mapping-always-denied.']],
    ]);
  });
});
