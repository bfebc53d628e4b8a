// Reads the words after `/promote`: where to, which prompt, and why.

export interface PromotionWish {
  readonly environment: string;
  readonly id?: string;
  readonly why: string;
}

/** @returns undefined where no environment is named */
export function parsePromotion(words: readonly string[]): PromotionWish | undefined {
  const mark = words.findIndex((word) => /^(?:reason:|because[:,]?$)/i.test(word));
  const [environment, id, ...rest] = mark === -1 ? words : words.slice(0, mark);
  if (environment === undefined) return undefined;
  const [marked = "", ...told] = mark === -1 ? [] : words.slice(mark);
  const reason = [...rest, marked.replace(/^(?:reason:|because[:,]?)/i, ""), ...told].filter(Boolean);
  return {
    environment: environment.toLowerCase(),
    ...(id !== undefined && { id }),
    why: reason.join(" "),
  };
}
