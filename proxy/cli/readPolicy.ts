import type { Finding, Policy } from '@gatehouse/model';
import { type PlacedFinding, readPolicyFile } from '../policyFile/readPolicyFile';
import { RefusedByApi } from './adminClient';
import { CommandError } from './commandError';
import { EXIT } from './exit';
import { printFindings } from './printFindings';
import { readText } from './readText';
import type { Terminal } from './terminal';

/** A policy from a file, and the places of what is said about it. */
export interface ReadPolicy {
  policy: Policy;
  place(findings: readonly Finding[]): PlacedFinding[];
}

/**
 * Reads a policy that is to be sent to a proxy.
 *
 * @throws CommandError with every problem and its place
 */
export async function readPolicy(file: string, terminal: Terminal): Promise<ReadPolicy> {
  const { policy, problems, place } = readPolicyFile(await readText(file, terminal), undefined, terminal.now());
  if (policy === undefined) {
    throw new CommandError(printFindings(file, problems, 'problem').trimEnd(), EXIT.policyInvalid);
  }
  return { policy, place };
}

/** Adds to a refusal of the policy the places in its file. */
export async function placingProblems<T>(file: string, { place }: ReadPolicy, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (
      error instanceof RefusedByApi &&
      error.problem.code === 'policy-invalid' &&
      error.problem.problems !== undefined
    ) {
      const found = error.problem.problems.map((one) => ({ hint: '', ...one }));
      throw new CommandError(printFindings(file, place(found), 'problem').trimEnd(), EXIT.policyInvalid);
    }
    throw error;
  }
}
