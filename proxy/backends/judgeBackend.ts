import type { BackendConfig } from '../config/schema';
import type { Hazard } from '../gateway/hazards';
import type { Finding, Remark } from './finding';
import { judgeUrl, type Role, unprobed } from './judgeUrl';
import type { Probe } from './probeOrigin';
import { printVersion } from './version';

/** What was found about a backend, and what it keeps Gatehouse from doing. */
export interface Judgement {
  findings: readonly Finding[];
  hazards: ReadonlySet<Hazard>;
}

const NOT_ASKED: Probe = { failure: 'was not asked yet' };

/**
 * Judges a backend by what was seen at its URLs; of several the worst counts. What could not be ruled out counts as well, unless
 * the operator vouches for the backend.
 *
 * @param probes by URL; a URL that is missing was not asked yet
 */
export function judgeBackend(backend: BackendConfig, probes: ReadonlyMap<string, Probe>): Judgement {
  const { kind, read, write, opentsdb, safety } = backend;
  const judge = (role: Role) => (url: string) =>
    judgeUrl(kind, role, probes.get(url) ?? NOT_ASKED).map((remark) => ({ url, remark }));
  const remarks: Array<{ url?: string; remark: Remark }> = [
    ...read.flatMap(judge('read')),
    ...write.flatMap(judge('write')),
  ];
  if (write.length === 0 && opentsdb[0] !== undefined) {
    const why = 'OpenTSDB’s listener shows nothing of its process, whose own URL belongs under write';
    remarks.push({ url: opentsdb[0], remark: unprobed(kind, 'write', why) });
  }
  remarks.push(...[read, write].flatMap((urls) => remarkOnDifferences(urls, probes)).map((remark) => ({ remark })));

  const findings = new Map<string, Finding>();
  const hazards = new Set<Hazard>();
  for (const { url, remark } of remarks) {
    const { code, message } = remark;
    const counting = remark.uncertain === true && safety === 'vouched' ? [] : (remark.hazards ?? []);
    counting.forEach((hazard) => hazards.add(hazard));
    const finding: Finding = { code, severity: counting.length > 0 ? 'unsafe' : 'warning', message, url };
    findings.set(JSON.stringify([code, message, url]), finding);
  }
  return { findings: worstOnly([...findings.values()]), hazards };
}

/** A URL where is read and written may be judged twice for the same reason. */
function worstOnly(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    ({ code, severity, url }) =>
      severity === 'unsafe' ||
      !findings.some((other) => other.severity === 'unsafe' && other.code === code && other.url === url)
  );
}

/** Processes of different releases answer differently, depending on which one is asked. */
function remarkOnDifferences(urls: readonly string[], probes: ReadonlyMap<string, Probe>): Remark[] {
  const versions = urls.flatMap((url) => {
    const probe = probes.get(url);
    const version = probe !== undefined && 'description' in probe ? probe.description.version : undefined;
    return version === undefined ? [] : [printVersion(version)];
  });
  const different = [...new Set(versions)].join(', ');
  const message = `its URLs run different versions (${different}), so what is answered depends on which one is asked; bring them to one`;
  return different.includes(',') ? [{ code: 'backend-versions-differ', message }] : [];
}
