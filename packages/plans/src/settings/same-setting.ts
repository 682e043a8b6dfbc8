/** Whether two texts of a setting mean the same, as far as that can be told without its type: Kafka shows some as it has read them. */
export const isSameSetting = (one: string, other: string): boolean => canonical(one) === canonical(other);

function canonical(text: string): string {
  const parts = text.split(",").map((part) => part.trim());
  return parts.map(canonicalPart).join();
}

function canonicalPart(text: string): string {
  if (/^[+-]?\d{1,20}$/.test(text)) return String(BigInt(text.replace(/^\+/, "")));
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return String(Number(text));
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
}
