/**
 * Finds the number of a request in what somebody pasted: the number itself, or the whole text that Grafana shows in a panel.
 *
 * @returns undefined when there is none
 */
export function readRequestId(pasted: string): string | undefined {
  const text = pasted.trim();
  return (/\brequest ([0-9a-f]{8,64})\b/i.exec(text) ?? /^([0-9a-f]{8,64})$/i.exec(text))?.[1]?.toLowerCase();
}
