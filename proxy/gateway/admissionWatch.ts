import type { Confinement } from './confinement';
import { Refusal } from './refusal';

/** How often a long exchange is looked at, in milliseconds. */
const PERIOD = 1_000;

/**
 * Watches over an exchange that may take as long as it flows: it ends as soon as its token expires or the policy would not
 * confine it as it was confined when it began.
 *
 * @param admit admits the request anew
 * @param end cuts the exchange off
 * @returns stops watching
 */
export function watchAdmission(
  admit: () => Promise<Confinement>,
  began: Confinement,
  end: (refusal: Refusal) => void,
  period = PERIOD
): () => void {
  const timer = setInterval(() => {
    admit().then(
      (now) => {
        if (now !== began && !sameConfinement(now, began)) {
          end(new Refusal(403, 'forbidden', 'policy-changed', 'the policy changed in the meantime; ask again'));
        }
      },
      (error: unknown) => {
        // A policy that cannot be read for a moment takes nothing away from what was granted.
        if (error instanceof Refusal && error.status < 500) {
          end(error);
        }
      }
    );
  }, period);
  return () => clearInterval(timer);
}

function sameConfinement(a: Confinement, b: Confinement): boolean {
  const essence = ({ backend, tenantPath, extraQuery, headers }: Confinement) =>
    JSON.stringify([backend.name, tenantPath, extraQuery, headers]);
  return essence(a) === essence(b);
}
