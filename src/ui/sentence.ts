/**
 * Makes a sentence for people of the model's messages, which start small and have no full stop. What starts with a label, a
 * principal or another name keeps its spelling.
 */
export function sentence(text: string): string {
  const capital = /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?)]$/.test(capital) ? capital : `${capital}.`;
}
