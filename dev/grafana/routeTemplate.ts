/** What the templates of a plugin's routes may name. */
export interface TemplateData {
  JsonData: Record<string, unknown>;
  SecureJsonData: Record<string, string>;
}

const FIELD = /\{\{\s*\.(JsonData|SecureJsonData)\.(\w+)\s*\}\}/g;

/**
 * Fills the fields of a Go template such as `{{ .JsonData.proxyUrl }}/v1`. A field that is not set prints as
 * `<no value>`, which is what Go's text/template does and what Grafana then sends.
 */
export function renderRouteTemplate(template: string, data: TemplateData): string {
  return template.replace(FIELD, (_match, source: keyof TemplateData, field: string) => {
    const value = data[source][field];
    return value === undefined ? '<no value>' : String(value);
  });
}
