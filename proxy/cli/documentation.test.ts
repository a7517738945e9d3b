import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from './exit';
import { createProgram } from './program';

const page = readFileSync(join(__dirname, '../../docs/policy-as-code.md'), 'utf8');

function namesOf(command: Command, before: string): string[] {
  return command.commands.flatMap((one) =>
    one.commands.length === 0 ? [`${before} ${one.name()}`] : namesOf(one, `${before} ${one.name()}`)
  );
}

describe('docs/policy-as-code.md', () => {
  it('names every command', () => {
    const terminal = {
      out: () => undefined,
      tell: () => undefined,
      error: () => undefined,
      environment: {},
      now: () => 0,
      readInput: async () => Buffer.alloc(0),
    };
    const names = namesOf(
      createProgram(
        '1',
        terminal,
        async () => undefined,
        () => undefined
      ),
      'gatehouse'
    );
    expect(names).toContain('gatehouse credential revoke');
    // Of a group the page names the first one whole and the others behind it.
    const missing = names.filter((name) => {
      const [, group = '', command = ''] = name.split(' ');
      return (
        name !== 'gatehouse serve' &&
        !page.includes(`\`${name}`) &&
        !(page.includes(`\`gatehouse ${group} `) && page.includes(`\`${command}\``))
      );
    });
    expect(missing).toEqual([]);
  });

  it('has every exit code', () => {
    const codes = [...page.matchAll(/^\| ([0-9]) +\|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT));
  });
});
