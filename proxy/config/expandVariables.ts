import { visit } from 'yaml';
import type { ConfigProblem } from './configError';
import type { YamlSource } from './yamlSource';

const VARIABLE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Replaces `${NAME}` in the document's string values (not its keys) by variables of the environment; `$${` stands for `${`.
 * What a variable holds is always text: it can add neither keys nor structure.
 *
 * @returns a problem for each variable that is not set or not named properly; the document is changed in place
 */
export function expandVariables(source: YamlSource, environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (source.document === undefined) {
    return problems;
  }
  visit(source.document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') {
        return;
      }
      node.value = node.value.replace(VARIABLE, (whole, name: string | undefined, close: string | undefined) => {
        if (name === undefined) {
          return '${';
        }
        if (close === '' || !NAME.test(name)) {
          problems.push(
            source.problemAtNode(
              node,
              '${ starts a variable such as ${GATEHOUSE_ADMIN_TOKEN}; write $${ for the characters'
            )
          );
          return whole;
        }
        const value = environment[name];
        if (value === undefined) {
          problems.push(
            source.problemAtNode(
              node,
              `the environment variable ${name} is not set; set it, or write $\${ for the characters`
            )
          );
        }
        return value ?? whole;
      });
    },
  });
  return problems;
}
