import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MUTATIONS } from './mutations';

const REPOSITORY = resolve(__dirname, '../../..');

// The mutations themselves run by `npm run test:mutations`; here they are kept from going stale.
test.each(MUTATIONS.flatMap(({ step, changes }) => changes.map((change) => [step, change] as const)))(
  'the step "%s" stands where it would be taken out',
  (_step, { file, find, replace }) => {
    const source = readFileSync(resolve(REPOSITORY, file), 'utf8');
    expect(source.split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  }
);
