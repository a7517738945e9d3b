import type { PlacedFinding } from '../policyFile/readPolicyFile';

/** As many are told; who corrects these can ask again. */
const MOST_TOLD = 100;

/** Findings for people, `file:line:column: path: message` and the way out below it. */
export function printFindings(file: string, findings: readonly PlacedFinding[], kind: 'problem' | 'warning'): string {
  const told = findings.slice(0, MOST_TOLD).map(({ line, column, path, message, hint }) => {
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    const way = hint === undefined || hint === '' ? '' : `\n    ${hint}`;
    return `${file}:${line}:${column}: ${kind === 'warning' ? 'warning: ' : ''}${where}${message}${way}\n`;
  });
  const more = findings.length - told.length;
  return told.join('') + (more > 0 ? `${file}: and ${more} more ${kind}s\n` : '');
}
