import type { Policy } from '@gatehouse/model';

/** Hands a revision's policy to the browser as a file, in the form that the proxy takes. */
export function downloadPolicy(revision: number, policy: Policy): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(policy, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `gatehouse-policy-revision-${revision}.json`;
  link.click();
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(url));
}
