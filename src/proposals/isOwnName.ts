/** The person who uses this page, as Grafana knows them. */
export interface CurrentPerson {
  login: string;
  email: string;
}

/** Says whether a name that the proxy wrote down is that of the person who uses this page. The proxy has the last word. */
export function isOwnName(name: string, { login, email }: CurrentPerson): boolean {
  return [login, email].some((own) => own !== '' && own.toLowerCase() === name.toLowerCase());
}
