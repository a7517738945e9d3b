import type { Confinement } from './confinement';
import { Refusal } from './refusal';

/** How often a long exchange is looked at, in milliseconds. */
const PERIOD = 1_000;
/** So many times in a row nobody may be able to say whether it would still be let in: ten minutes. */
const MOST_UNKNOWN = 600;

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
  period = PERIOD,
  mostUnknown = MOST_UNKNOWN
): () => void {
  let unknown = 0;
  const timer = setInterval(() => {
    admit().then(
      (now) => {
        unknown = 0;
        if (now !== began && !sameConfinement(now, began)) {
          end(new Refusal(403, 'forbidden', 'policy-changed', 'the policy changed in the meantime; ask again'));
        }
      },
      (error: unknown) => {
        // A policy that cannot be read, or an issuer that does not answer, takes nothing away for a while.
        unknown += 1;
        if (error instanceof Refusal && (error.status < 500 || unknown > mostUnknown)) {
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
